/** What a view asks for about other people, as numbered messages; and what follows from what others decide. Pure. */

import type { Source } from "./media-request";
import type { Knocker, Moderation, Silence, Voice } from "./moderation-model";
import type { Said } from "./outbox";
import type { Room, Step } from "./room-model";
import { remove } from "./roster";

/** `say` gets every message; it goes nowhere while nobody here takes part. */
export function moderationOver(say: (said: Said) => void): Moderation {
  return {
    mute: (id) => say({ type: "mute", id }),
    muteAll: () => say({ type: "mute_all" }),
    hold: (id, on) => say({ type: "hold", id, on }),
    remove: (id) => say({ type: "remove", id }),
    setRole: (id, role) => say({ type: "role", id, role }),
    handOver: (id) => say({ type: "hand_over", id }),
    lock: (on) => say({ type: "lock", on }),
    spotlight: (id) => say({ type: "spotlight", id }),
    useWaitingRoom: (on) => say({ type: "waiting_room", on }),
    admit: (id) => say({ type: "admit", id }),
    deny: (id) => say({ type: "deny", id }),
  };
}

const TYPES: ReadonlySet<Said["type"]> = new Set<Said["type"]>([
  "mute",
  "mute_all",
  "hold",
  "remove",
  "role",
  "hand_over",
  "lock",
  "spotlight",
  "waiting_room",
  "admit",
  "deny",
]);

/** Whether a message of this type is about other people, so that its refusal has to be told. */
export const moderates = (type: Said["type"] | null): boolean => type !== null && TYPES.has(type);

/** Whom nobody here may hear, whatever their pages send. */
export function unheard({ people, you }: Room): ReadonlySet<string> {
  const silent = people.filter(({ participant: { id, silence } }) => silence !== "none" && id !== you);
  return new Set(silent.map(({ participant }) => participant.id));
}

export function ownSilence({ people, you }: Room): Silence {
  return people.find(({ participant }) => participant.id === you)?.participant.silence ?? "none";
}

export const FREE: Voice = { silence: "none", told: null };

/** Whether a hold ends with this. */
export const released = (before: Voice, silence: Silence): boolean =>
  before.silence === "held" && silence !== "held";

/** What to show once the own silence is `silence`; `speaking` is whether the microphone runs. */
export function heed(before: Voice, silence: Silence, speaking: boolean): Voice {
  if (silence === before.silence) return speaking && before.told !== null ? { silence, told: null } : before;
  if (silence === "held") return { silence, told: "held" };
  if (released(before, silence)) return { silence, told: "released" };
  // Whose microphone was off anyway has lost nothing.
  return { silence, told: silence === "muted" && speaking ? "muted" : null };
}

/** Whether the own microphone has to go off now. Who was muted may switch it on again later, who is held may not. */
export function mustFallSilent(before: Voice, silence: Silence): boolean {
  return silence === "held" || (silence === "muted" && before.silence !== "muted");
}

/** Which of the own devices that send have to go off now. Nobody sees or hears an observer. */
export function mustGoOff(room: Room, before: Voice, sent: Readonly<Record<Source, boolean>>): Source[] {
  const watches = room.you !== null && room.role === "observer";
  const off = { microphone: watches || mustFallSilent(before, ownSilence(room)), camera: watches };
  return (["microphone", "camera"] as const).filter((device) => sent[device] && off[device]);
}

/** The server lets the person wait: until the welcome there is nobody, and nothing comes from anybody. */
export function wait(before: Room, now: number): Step {
  const ids = before.people.map(({ participant }) => participant.id);
  const [room, effects] = remove(before, ids, now);
  return [{ ...room, open: false, waits: true }, [...effects, { type: "waiting" }]];
}

export function knock(room: Room, person: Knocker): Room {
  return { ...room, waiting: [...withoutKnocker(room, person.id), person] };
}

export function knockOver(room: Room, id: string): Room {
  return { ...room, waiting: withoutKnocker(room, id) };
}

const withoutKnocker = ({ waiting }: Room, id: string) => waiting.filter((one) => one.id !== id);
