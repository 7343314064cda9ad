import type { Role } from "../../../protocol/types.gen";

export const roles: Record<Role, string> = {
  attendee: "Attendee",
  presenter: "Presenter",
  host: "Host",
  observer: "Observer",
};

export const people = {
  heading: "People",
  list: "Participants",
  turn: (place: number) => (place === 1 ? "Next" : `No. ${place}`),
  lowerHand: "Lower hand",
  lowerHandOf: (name: string) => `Lower hand of ${name}`,
  cameraOn: "camera on",
  cameraOff: "camera off",
};
