import type { Role } from "../../../protocol/types.gen";
import { count } from "./language";
import { roles } from "./people";

export const invite = {
  heading: "Invite people",
  link: "Meeting link",
  linkHint: {
    server: "For people who can log in to this server.",
    hub: "For everybody on this JupyterHub who may use meetings. It opens after the hub's login, and nobody's own server is opened to anybody.",
    users_server:
      "This meeting lives on one person's own server: the hub has no meeting service. The link is for people with access to that server.",
  },
  otherwiseInvite: "Everybody else needs an invite. It opens this meeting and nothing else there.",
  copyLink: "Copy link",
  labLink: "Link for JupyterLab",
  copyLabLink: "Copy link for JupyterLab",
  labHint: "Opens the meeting in the recipient's own JupyterLab.",
  qr: "QR code of the meeting link",
  showPasscode: "Show passcode",
  needsPasscode: "People also need the passcode.",
  guests: "Guests without a login",
  guestsLead: "A personal link. It lets someone in without login and passcode.",
  personal: "Personal invites",
  personalLead:
    "A personal link with a role, for someone with a login, who needs no passcode then. Guests without a login are not let in here.",
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
