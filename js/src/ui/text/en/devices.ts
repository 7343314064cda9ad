import type { DeviceKind, DeviceProblem } from "../../../engine/model";
import type { Trouble, TroubledDevice } from "../types";

const named: Record<TroubledDevice, string> = {
  camera: "camera",
  microphone: "microphone",
  speaker: "speaker",
  both: "camera and microphone",
};
const nothing: Record<TroubledDevice, string> = {
  camera: "Your camera delivers no picture.",
  microphone: "Your microphone delivers no sound.",
  speaker: "Your speaker plays nothing.",
  both: "Your camera and microphone deliver nothing.",
};
const replaced: Record<TroubledDevice, string> = {
  camera: "Your camera was unplugged. Another one is in use now.",
  microphone: "Your microphone was unplugged. Another one is in use now.",
  speaker: "Your speaker was unplugged. Sound comes from the system's default one now.",
  both: "Camera and microphone were unplugged. Others are in use now.",
};
const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
const are = (device: TroubledDevice): string => (device === "both" ? "are" : "is");
const were = (device: TroubledDevice): string => (device === "both" ? "were" : "was");
const it = (device: TroubledDevice): string => (device === "both" ? "them" : "it");

export const troubles: Record<DeviceProblem, (device: TroubledDevice) => Trouble> = {
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
  replaced: (device) => ({
    what: replaced[device],
    cure: "Plug it in again, or choose another one.",
  }),
  silent: (device) => ({
    what: nothing[device],
    cure: "Look for a cover, a switch or a key that turns it off, and close other programs that use it. Then try again, or choose another one.",
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

export const devices: Record<DeviceKind, string> = {
  camera: "Camera",
  microphone: "Microphone",
  speaker: "Speaker",
};
