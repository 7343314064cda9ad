import { Crown, type IconNode, MegaphoneOff, MicOff, Presentation, UserRound, UserRoundX } from "lucide";
import { useRef, useState } from "preact/hooks";
import type { Call, Tile } from "../../engine/model";
import type { Role } from "../../protocol/types.gen";
import { mayMute, mayRule } from "../meeting/may";
import { Button } from "../parts/button";
import { RoundButton } from "../parts/round-button";
import { text } from "../text";
import { Removal } from "./removal";

interface ActsProps {
  readonly call: Call;
  /** Of the person who looks. */
  readonly role: Role;
  readonly tile: Tile;
}

/** What one may do about one person. Nothing is drawn for those who may do nothing. */
export function Acts({ call, role, tile }: ActsProps) {
  const { participant, you } = tile;
  const [removing, setRemoving] = useState(false);
  const remove = useRef<HTMLButtonElement>(null);
  const keep = () => {
    setRemoving(false);
    remove.current?.focus();
  };
  const lowers = role === "host" && participant.hand > 0;
  const mutes = !you && mayMute(role, participant.role);
  const rules = !you && mayRule(role, participant.role);
  if (!lowers && !mutes) return null;
  return (
    <div class="nbmeet-person-acts">
      {lowers && <LowerHand call={call} tile={tile} />}
      {mutes && (
        <Act
          icon={MicOff}
          name={text.moderation.mute(participant.name)}
          tip={text.moderation.short.mute}
          act={() => call.moderation.mute(participant.id)}
        />
      )}
      {rules && <HostActs call={call} tile={tile} />}
      {rules && (
        <RoundButton
          icon={UserRoundX}
          look="danger"
          name={text.moderation.remove(participant.name)}
          tip={text.moderation.short.remove}
          expanded={removing}
          buttonRef={remove}
          onClick={() => setRemoving(!removing)}
        />
      )}
      {rules && removing && (
        <Removal
          name={participant.name}
          keep={keep}
          remove={() => {
            keep(); // the row stays until the server has removed the person, and may stay for good
            call.moderation.remove(participant.id);
          }}
        />
      )}
    </div>
  );
}

/** What hosts alone may do about somebody who is none. */
function HostActs({ call, tile: { participant } }: Omit<ActsProps, "role">) {
  const { id, name, role, silence } = participant;
  const words = text.moderation;
  const held = silence === "held";
  return (
    <>
      <Act
        icon={MegaphoneOff}
        name={words.hold(name)}
        tip={held ? words.short.release : words.short.hold}
        pressed={held}
        act={() => call.moderation.hold(id, !held)}
      />
      {role !== "presenter" && (
        <Act
          icon={Presentation}
          name={words.makePresenter(name)}
          tip={words.short.makePresenter}
          act={() => call.moderation.setRole(id, "presenter")}
        />
      )}
      {role !== "attendee" && (
        <Act
          icon={UserRound}
          name={words.makeAttendee(name)}
          tip={words.short.makeAttendee}
          act={() => call.moderation.setRole(id, "attendee")}
        />
      )}
      <Act
        icon={Crown}
        name={words.handOver(name)}
        tip={words.short.handOver}
        act={() => call.moderation.handOver(id)}
      />
    </>
  );
}

interface ActProps {
  readonly icon: IconNode;
  readonly name: string;
  readonly tip: string;
  readonly act: () => void;
  readonly pressed?: boolean;
}

function Act({ icon, name, tip, act, pressed }: ActProps) {
  const toggle = pressed === undefined ? {} : ({ look: "toggle", pressed } as const);
  return <RoundButton icon={icon} name={name} tip={tip} onClick={act} {...toggle} />;
}

function LowerHand({ call, tile: { participant, you } }: Omit<ActsProps, "role">) {
  const words = text.people;
  return (
    <Button
      name={words.lowerHandOf(participant.name)}
      onClick={() => (you ? call.talk.raiseHand(false) : call.talk.lowerHand(participant.id))}
    >
      {words.lowerHand}
    </Button>
  );
}
