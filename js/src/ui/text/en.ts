/** Everything the interface says, in English. Another language is another file with the same keys. */

import type { DeviceKind, DeviceProblem, DeviceState, Over } from "../../engine/model";
import type { Reaction } from "../../engine/talk-model";
import { errors } from "../../protocol/constants.gen";
import type { Role } from "../../protocol/types.gen";
import { setup, setupTroubles } from "./en/setup";
import { plurals } from "./plural";
import { quality } from "./quality-en";
import { times } from "./times";

/** Codes of section 8 of docs/protocol.md. */
export type ErrorCode = keyof typeof errors;

/** What happened, and what the person can do about it. */
export interface Trouble {
  readonly what: string;
  readonly cure: string;
}

type Device = NonNullable<DeviceState["problem"]>["device"];

const language = "en";
const count = plurals(language);
const named: Record<Device, string> = {
  camera: "camera",
  microphone: "microphone",
  speaker: "speaker",
  both: "camera and microphone",
};
const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
const are = (device: Device): string => (device === "both" ? "are" : "is");
const were = (device: Device): string => (device === "both" ? "were" : "was");
const it = (device: Device): string => (device === "both" ? "them" : "it");

const troubles: Record<DeviceProblem, (device: Device) => Trouble> = {
  ...setupTroubles,
  insecure: () => ({
    what: "Camera and microphone do not work on this page, because it was loaded over plain http.",
    cure: "Browsers allow them only on https:// pages and on localhost. Ask for this server's https address, or work at the computer where the server runs and use http://localhost.",
  }),
  policy: (device) => ({
    what: `${capital(named[device])} ${are(device)} not available in this window.`,
    cure: `The program or page around it does not pass ${it(device)} on. Open the meeting in a browser.`,
  }),
  denied: (device) => ({
    what: `${capital(named[device])} ${are(device)} blocked for this site.`,
    cure: `Allow ${it(device)} in the browser's address bar or in the system's privacy settings, then try again.`,
  }),
  busy: (device) => ({
    what: `${capital(named[device])} ${are(device)} in use by another program.`,
    cure: `Close the program that uses ${it(device)}, then try again.`,
  }),
  none: (device) => ({
    what: device === "both" ? "No camera and no microphone were found." : `No ${named[device]} was found.`,
    cure: "Plug one in and try again, or join without. You can still see and hear the others.",
  }),
  unplugged: (device) => ({
    what: `${capital(named[device])} ${were(device)} unplugged.`,
    cure: `Plug ${it(device)} in again or choose another one, then try again.`,
  }),
  unsupported: () => ({
    what: "This browser cannot make calls.",
    cure: "It has no WebRTC, or it is switched off. Use a current Firefox, Chrome, Edge or Safari.",
  }),
  unknown: (device) => ({
    what: `${capital(named[device])} could not be started.`,
    cure: "Try again. If that does not help, choose another device or restart the browser.",
  }),
};

const devices: Record<DeviceKind, string> = {
  camera: "Camera",
  microphone: "Microphone",
  speaker: "Speaker",
};

const roles: Record<Role, string> = {
  attendee: "Attendee",
  presenter: "Presenter",
  host: "Host",
  observer: "Observer",
};

const reactions: Record<Reaction, string> = {
  thumbs_up: "Thumbs up",
  clap: "Applause",
  heart: "Heart",
  laugh: "Laughing",
  surprised: "Surprised",
  celebrate: "Celebrate",
};

const over: Record<Over, string> = {
  left: "You left the meeting.",
  ended: "This meeting has ended.",
  removed: "You were removed from this meeting.",
  moved: "The call was moved to another of your tabs.",
  elsewhere: "You are in this meeting in another tab or on another device.",
  lost: "The connection was lost for too long.",
};

const sentences: Record<ErrorCode, string> = {
  ...errors,
  server_not_found: "No Jupyter server was found from here. Open the meeting's link in a browser.",
};

export const en = {
  language,
  product: "notebook-meet",
  ...times(language),
  errors: sentences,
  retryIn: (seconds: number) => count(seconds, { one: "Try in # second.", other: "Try in # seconds." }),
  troubles,
  tryAgain: "Try again",
  dismiss: "Dismiss",
  close: "Close",
  cancel: "Cancel",
  copied: "Copied",
  copyByHand: "Copying is not allowed here. The text is selected: press Ctrl+C or ⌘C.",
  loading: "Looking for the meeting…",
  deadEnd: {
    heading: "This meeting cannot be opened",
    createNew: "Create a new meeting",
    createInCell: "To start a new one, run Meeting.create(…) in a cell.",
    logIn: "Log in",
  },
  create: {
    heading: "Start a meeting",
    lead: "Anyone you send the link to can join from a notebook or a browser tab.",
    title: "Meeting title",
    titleMissing: "Give the meeting a title, so that people know what they join.",
    titleTooLong: (limit: number) => `The title is too long: at most ${limit} characters.`,
    passcode: "Passcode (optional)",
    passcodeTooLong: (limit: number) => `The passcode is too long: at most ${limit} characters.`,
    passcodeHint: "Without one, everybody who can log in to this server and has the link can join.",
    submit: "Create meeting",
  },
  prejoin: {
    name: "Your name",
    passcode: "Passcode",
    camera: "Camera",
    microphone: "Microphone",
    speaker: "Speaker",
    cameraOn: "Camera on",
    microphoneOn: "Microphone on",
    devices,
    preview: "Preview",
    showPreview: "Show preview",
    asking: "Waiting for your answer in the browser…",
    cameraIsOff: "Your camera is off",
    notCaptured: "Nothing is recorded or sent before you join",
    join: "Join meeting",
    joinWithout: "Join without camera or microphone",
    here: "You are in this meeting already, in another tab or on another device.",
    moveHere: "Move the call here",
    moveWithout: "Move without camera or microphone",
    joinAgain: "Join a second time",
    joinAgainHint: "A second time begins with the microphone off and without sound, so that nothing echoes.",
    created: (moment: string) => `Created ${moment}`,
    present: (people: number) =>
      people === 0
        ? "Nobody is here yet"
        : count(people, { one: "# person is here", other: "# people are here" }),
    guest: "You join as a guest",
    observer: "You join as an observer: you see and hear the others",
    systemDefault: "System default",
    unnamed: (kind: DeviceKind, position: number) => `${devices[kind]} ${position}`,
  },
  elsewhere: {
    open: "Open in browser",
    address: "Address of the meeting",
    copy: "Copy address",
  },
  meeting: {
    region: (title: string) => `Meeting: ${title}`,
    you: (name: string) => `${name} (you)`,
    guest: "Guest",
    host: "Host",
    microphoneOff: "microphone off",
    microphoneOn: "microphone on",
    joined: (name: string) => `${name} joined`,
    left: (name: string) => `${name} left`,
    raised: (name: string) => `${name} raised a hand`,
    handUp: "hand raised",
    links: {
      waiting: "",
      connecting: "Connecting…",
      connected: "",
      interrupted: "Picture and sound are interrupted",
      failed: "No connection to this person",
    },
    away: "Reconnecting…",
    alone: "You're the first here.",
    aloneLead: "Share the link:",
    people: (people: number) => count(people, { one: "# person", other: "# people" }),
  },
  connection: {
    name: "Connection",
    connecting: "Connecting",
    connected: "Connected",
    reconnecting: "Reconnecting",
    interrupted: "Picture and sound are interrupted",
    unreachable: "The server does not answer",
    ended: "Ended",
  },
  outage: {
    silent: {
      what: "The Jupyter server does not answer.",
      cure: "This page keeps trying. Picture and sound can go on without it, but nobody can join. Check your network, and that the server is running.",
    },
    refused: "This page keeps trying to come back. Picture and sound can go on meanwhile.",
  },
  quality,
  toolbar: {
    name: "Meeting controls",
    microphone: "Microphone",
    camera: "Camera",
    hand: "Raise hand",
    react: "React",
    chat: "Chat",
    people: "People",
    invite: "Invite",
    fullScreen: "Full screen",
    more: "More",
    leave: "Leave meeting",
    end: "End meeting for everyone",
    hear: "Click to hear",
    tips: {
      mute: "Turn microphone off (m)",
      unmute: "Turn microphone on (m)",
      stopCamera: "Turn camera off (v)",
      startCamera: "Turn camera on (v)",
      raiseHand: "Raise hand (h)",
      lowerHand: "Lower hand (h)",
      chat: "Chat (c)",
      exitFullScreen: "Exit full screen",
    },
  },
  chat: {
    heading: "Chat",
    messages: "Messages",
    message: "Message",
    placeholder: "Write a message",
    send: "Send",
    to: "To",
    everyone: "Everyone",
    you: "You",
    only: (name: string) => `${name} only`,
    onlyYou: "only to you",
    gone: (name: string) => `${name} has left. Choose who should get this.`,
    tooLong: (limit: number) => `The message is too long: at most ${limit} characters.`,
    none: "Nobody has written anything yet. Everybody in the meeting can read what you write here.",
    sending: "Sending…",
    uncertain: "The connection was lost for too long. Nobody may have got this.",
    again: "Send again",
    copy: "Copy",
    copyCode: "Copy code",
    wrote: (name: string) => `Message from ${name}`,
    unread: (messages: number) => count(messages, { one: "# unread message", other: "# unread messages" }),
  },
  people: {
    heading: "People",
    list: "Participants",
    turn: (place: number) => (place === 1 ? "Next" : `No. ${place}`),
    lowerHand: "Lower hand",
    lowerHandOf: (name: string) => `Lower hand of ${name}`,
    cameraOn: "camera on",
    cameraOff: "camera off",
  },
  reactions,
  setup,
  end: {
    heading: "End the meeting for everyone?",
    notConnected: "This works again as soon as the connection is back.",
    lead: (others: number) =>
      others === 0
        ? "The link stops working and cannot be used again."
        : count(others, {
            one: "# other person is in the call and will be disconnected. The link stops working.",
            other: "# other people are in the call and will be disconnected. The link stops working.",
          }),
  },
  invite: {
    heading: "Invite people",
    link: "Meeting link",
    linkHint: "For people who can log in to this server.",
    copyLink: "Copy link",
    qr: "QR code of the meeting link",
    showPasscode: "Show passcode",
    needsPasscode: "People also need the passcode.",
    guests: "Guests without a login",
    guestsLead: "A personal link. It lets someone in without login and passcode.",
    role: "Role",
    expires: "Expires",
    guestName: "Guest name (optional)",
    create: "Create invite",
    list: "Invites",
    none: "No open invites.",
    anyone: "Anyone",
    copy: (name: string) => `Copy invite ${name}`,
    revoke: (name: string) => `Revoke invite ${name}`,
    copyShort: "Copy",
    revokeShort: "Revoke",
    address: "Invite link",
    unknownLink: "Only the page that made it knows its link",
    until: (role: Role, moment: string) => `${roles[role]}, until ${moment}`,
    roles,
    hours: (hours: number) => count(hours, { one: "In # hour", other: "In # hours" }),
    days: (days: number) => count(days, { one: "In # day", other: "In # days" }),
  },
  after: {
    over,
    lead: {
      left: "You can come back as long as the meeting goes on.",
      ended: "Its link does not work any more.",
      removed: "Ask a host if you think this was a mistake.",
      moved: "Go on there, or move it back here.",
      elsewhere: "Here the connection was lost for too long. Go on there, or move the call here.",
      lost: "Check your network, then rejoin.",
    } satisfies Record<Over, string>,
    leadRefused: "The call broke off. You can try to come back.",
    rejoin: "Rejoin meeting",
    who: "Who was there",
  },
};

export type Catalogue = typeof en;
