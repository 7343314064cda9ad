import { count } from "./language";

export const moderation = {
  mute: (name: string) => `Mute ${name}`,
  hold: (name: string) => `Hold ${name}`,
  remove: (name: string) => `Remove ${name}`,
  makePresenter: (name: string) => `Make presenter ${name}`,
  makeAttendee: (name: string) => `Make attendee ${name}`,
  handOver: (name: string) => `Hand over to ${name}`,
  /** What the tooltips say; on touch screens they stand on the buttons. */
  short: {
    mute: "Mute",
    hold: "Hold: stays muted",
    release: "Held: stays muted",
    remove: "Remove",
    makePresenter: "Make presenter",
    makeAttendee: "Make attendee",
    handOver: "Hand over",
  },
  removal: {
    heading: (name: string) => `Remove ${name} from the meeting?`,
    lead: "They cannot come back, neither with their login nor with their invite.",
    confirm: "Remove",
  },
  controls: "For everybody",
  muteEveryone: "Mute everyone",
  lock: "Lock meeting",
  locked: "Locked",
  lockedHint: "Nobody new can come in.",
  waitingRoom: "Waiting room",
  waitingRoomHint: "Who comes now waits until somebody admits them.",
  marks: { muted: "Muted", held: "Microphone held off" },
  /** To the person whose microphone it is. */
  told: {
    muted: "A host or presenter muted you. You can switch your microphone on again.",
    held: "The host keeps your microphone off for now.",
    released: "You can switch your microphone on again.",
  },
  heldTip: "The host keeps your microphone off for now",
  wasMuted: (name: string) => `${name} was muted`,
  wasHeld: (name: string) => `The microphone of ${name} is held off`,
  nowLocked: "The meeting is locked",
  nowUnlocked: "The meeting is not locked any more",
  nowRole: {
    host: "You are a host now",
    presenter: "You are a presenter now",
    attendee: "You are an attendee now",
    observer: "You are an observer now",
  },
  waiting: "Waiting",
  since: (moment: string) => `since ${moment}`,
  admit: (name: string) => `Admit ${name}`,
  deny: (name: string) => `Deny ${name}`,
  admitShort: "Admit",
  denyShort: "Deny",
  knock: (name: string) => `${name} waits to be let in.`,
  knocks: (people: number) =>
    count(people, { one: "# person waits to be let in.", other: "# people wait to be let in." }),
  showWaiting: "Show who is waiting",
  waitingBadge: (people: number) => count(people, { one: "# person waiting", other: "# people waiting" }),
};

/** Before one is in. */
export const entrance = {
  locked: "This meeting is locked. Who was here before can come back; nobody new can come in.",
  waits: "Somebody in the meeting lets people in",
  ask: "Ask to join",
  askWithout: "Ask to join without camera or microphone",
  waiting: "Waiting to be let in",
  told: "The host has been told that you are waiting.",
  stay: "You come in automatically as soon as somebody admits you. Until then nobody sees or hears you.",
};
