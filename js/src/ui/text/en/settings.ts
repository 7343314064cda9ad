import type { Rung } from "../../../engine/devices-model";

const rung: Record<Rung, string> = {
  chosen: "Heard nothing? Turn up the volume, or choose another speaker.",
  default: "Heard nothing? Turn up the volume, or choose another speaker in the system's settings.",
  failed: "This speaker could not be used. Choose another one.",
};

export const settings = {
  heading: "Settings",
  level: "Microphone level",
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
  language: "Language",
  automatic: "Automatic",
};
