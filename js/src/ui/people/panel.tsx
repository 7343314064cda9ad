import { Hand, Mic, MicOff, Video, VideoOff } from "lucide";
import type { ComponentChildren } from "preact";
import type { Call, CallState, Tile } from "../../engine/model";
import type { Participant } from "../../protocol/types.gen";
import { Button } from "../parts/button";
import { Icon } from "../parts/icon";
import { Panel } from "../parts/panel";
import { text } from "../text";
import { byTurn, turnOf } from "./hands";

interface PeoplePanelProps {
  readonly call: Call;
  readonly state: CallState;
  readonly onClose: () => void;
}

/** Who is here; raised hands first. */
export function PeoplePanel({ call, state, onClose }: PeoplePanelProps) {
  const { tiles, role } = state;
  const words = text.people;
  return (
    <Panel heading={words.heading} onClose={onClose}>
      <ul class="nbmeet-people" aria-label={words.list}>
        {byTurn(tiles).map((tile) => (
          <Row key={tile.participant.id} tile={tile} turn={turnOf(tiles, tile.participant.id)}>
            {role === "host" && tile.participant.hand > 0 && (
              <Button
                name={words.lowerHandOf(tile.participant.name)}
                onClick={() =>
                  tile.you ? call.talk.raiseHand(false) : call.talk.lowerHand(tile.participant.id)
                }
              >
                {words.lowerHand}
              </Button>
            )}
          </Row>
        ))}
      </ul>
    </Panel>
  );
}

interface RowProps {
  readonly tile: Tile;
  readonly turn: number;
  readonly children: ComponentChildren;
}

function Row({ tile: { participant, you }, turn, children }: RowProps) {
  const { name } = participant;
  const marks = marksOf(participant);
  return (
    <li class="nbmeet-person">
      <span class="nbmeet-person-who">
        <span class="nbmeet-person-name">{you ? text.meeting.you(name) : name}</span>
        {marks.length > 0 && <span class="nbmeet-hint">{marks.join(" · ")}</span>}
      </span>
      {turn > 0 && (
        <span class="nbmeet-person-hand">
          <Icon shape={Hand} size={16} />
          {text.people.turn(turn)}
        </span>
      )}
      <DevicesOf participant={participant} />
      {children && <span class="nbmeet-person-acts">{children}</span>}
    </li>
  );
}

function marksOf({ role, guest, presence }: Participant): readonly string[] {
  return [
    ...(role === "attendee" ? [] : [text.invite.roles[role]]),
    ...(guest ? [text.meeting.guest] : []),
    ...(presence === "reconnecting" ? [text.meeting.away] : []),
  ];
}

function DevicesOf({ participant: { microphone, camera } }: { participant: Participant }) {
  const { microphoneOn, microphoneOff } = text.meeting;
  const { cameraOn, cameraOff } = text.people;
  return (
    <span class="nbmeet-person-devices">
      <Icon shape={microphone ? Mic : MicOff} size={16} />
      <span class="nbmeet-unseen">{microphone ? microphoneOn : microphoneOff}</span>
      <Icon shape={camera ? Video : VideoOff} size={16} />
      <span class="nbmeet-unseen">{camera ? cameraOn : cameraOff}</span>
    </span>
  );
}
