import { Hand, Mic, MicOff, Video, VideoOff } from "lucide";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { Call, CallState, Tile } from "../../engine/model";
import type { Participant } from "../../protocol/types.gen";
import { mayAdmit } from "../meeting/may";
import { Icon } from "../parts/icon";
import { Panel } from "../parts/panel";
import { text } from "../text";
import { Acts } from "./acts";
import { Controls } from "./controls";
import { byTurn, turnOf } from "./hands";
import { useKeptFocus } from "./use-kept-focus";
import { Waiting } from "./waiting";

interface PeoplePanelProps {
  readonly call: Call;
  readonly state: CallState;
  readonly onClose: () => void;
}

/** Who waits to be let in; who is here, raised hands first; and what one may do about them. */
export function PeoplePanel({ call, state, onClose }: PeoplePanelProps) {
  const { tiles, role, waiting } = state;
  const words = text.people;
  const lists = useRef<HTMLDivElement>(null);
  useKeptFocus(lists);
  return (
    <Panel heading={words.heading} onClose={onClose}>
      <div class="nbmeet-people-lists" ref={lists}>
        {mayAdmit(role) && waiting.length > 0 && <Waiting call={call} waiting={waiting} />}
        {mayAdmit(role) && <Controls call={call} state={state} />}
        <ul class="nbmeet-people" aria-label={words.list}>
          {byTurn(tiles).map((tile) => (
            <Row key={tile.participant.id} tile={tile} turn={turnOf(tiles, tile.participant.id)}>
              <Acts call={call} role={role} tile={tile} />
            </Row>
          ))}
        </ul>
      </div>
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
      {children}
    </li>
  );
}

function marksOf({ role, guest, presence, silence }: Participant): readonly string[] {
  return [
    ...(role === "attendee" ? [] : [text.invite.roles[role]]),
    ...(guest ? [text.meeting.guest] : []),
    ...(silence === "none" ? [] : [text.moderation.marks[silence]]),
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
