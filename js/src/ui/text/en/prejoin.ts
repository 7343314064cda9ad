import type { DeviceKind } from "../../../engine/model";
import { devices } from "./devices";
import { count } from "./language";

export const deadEnd = {
  heading: "This meeting cannot be opened",
  createNew: "Create a new meeting",
  createInCell: "To start a new one, run Meeting.create(…) in a cell.",
  logIn: "Log in",
};

export const create = {
  heading: "Start a meeting",
  lead: "Anyone you send the link to can join from a notebook or a browser tab.",
  title: "Meeting title",
  titleMissing: "Give the meeting a title, so that people know what they join.",
  titleTooLong: (limit: number) => `The title is too long: at most ${limit} characters.`,
  passcode: "Passcode (optional)",
  passcodeTooLong: (limit: number) => `The passcode is too long: at most ${limit} characters.`,
  passcodeHint: "Without one, everybody who can log in to this server and has the link can join.",
  submit: "Create meeting",
};

export const prejoin = {
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
};

export const elsewhere = {
  open: "Open in browser",
  address: "Address of the meeting",
  copy: "Copy address",
};
