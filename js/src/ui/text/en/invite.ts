import type { Role } from "../../../protocol/types.gen";
import { count } from "./language";
import { roles } from "./people";

export const invite = {
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
};
