import type { Reaction } from "../../../engine/talk-model";
import { count } from "./language";

export const meeting = {
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
};

export const connection = {
  name: "Connection",
  connecting: "Connecting",
  connected: "Connected",
  reconnecting: "Reconnecting",
  interrupted: "Picture and sound are interrupted",
  unreachable: "The server does not answer",
  ended: "Ended",
};

export const outage = {
  silent: {
    what: "The Jupyter server does not answer.",
    cure: "This page keeps trying. Picture and sound can go on without it, but nobody can join. Check your network, and that the server is running.",
  },
  refused: "This page keeps trying to come back. Picture and sound can go on meanwhile.",
};

export const reactions: Record<Reaction, string> = {
  thumbs_up: "Thumbs up",
  clap: "Applause",
  heart: "Heart",
  laugh: "Laughing",
  surprised: "Surprised",
  celebrate: "Celebrate",
};
