/** What is said about choosing and testing devices. */

import type { Rung } from "../../../engine/devices-model";
import type { DeviceProblem, DeviceState } from "../../../engine/model";

type Device = NonNullable<DeviceState["problem"]>["device"];
interface Said {
  readonly what: string;
  readonly cure: string;
}

const nothing: Record<Device, string> = {
  camera: "Your camera delivers no picture.",
  microphone: "Your microphone delivers no sound.",
  speaker: "Your speaker plays nothing.",
  both: "Your camera and microphone deliver nothing.",
};
const taken: Record<Device, string> = {
  camera: "Your camera was unplugged. Another one is in use now.",
  microphone: "Your microphone was unplugged. Another one is in use now.",
  speaker: "Your speaker was unplugged. Sound comes from the system's default one now.",
  both: "Camera and microphone were unplugged. Others are in use now.",
};

export const setupTroubles = {
  silent: (device) => ({
    what: nothing[device],
    cure: "Look for a cover, a switch or a key that turns it off, and close other programs that use it. Then try again, or choose another one in Settings.",
  }),
  replaced: (device) => ({
    what: taken[device],
    cure: "Plug it in again to go back to it if you have chosen it, or choose another one in Settings.",
  }),
} satisfies Partial<Record<DeviceProblem, (device: Device) => Said>>;

const rung: Record<Rung, string> = {
  chosen: "Heard nothing? Turn up the volume, or choose another speaker.",
  default: "Heard nothing? Turn up the volume, or choose another speaker in the system's settings.",
  failed: "This speaker could not be used. Choose another one.",
};

export const setup = {
  heading: "Settings",
  level: "Microphone level",
  microphoneOff: "Your microphone is off.",
  testSpeaker: "Test speaker",
  playing: "Playing…",
  rung,
  notRoutable: "This browser plays all sound through the system's default speaker.",
  away: (label: string) => `${label} (not connected)`,
  sound: "Your sound",
  noiseSuppression: "Noise suppression",
  echoCancellation: "Echo cancellation",
  autoGainControl: "Automatic volume",
  soundHint: "Turn these off for music. Leave echo cancellation on unless you wear headphones.",
  help: "Something wrong?",
  helpLead:
    "For a report: browser, devices and connections in figures. No names, addresses or labels of devices.",
  copyDiagnostics: "Copy diagnostics",
  diagnostics: "Diagnostics",
};
