import { describe, expect, it } from "vitest";
import { meetingInSearch, readLink } from "../../src/lab/address";

const ID = "Q7zVb1mXc3Nf8aKp0tYw2g";
const SECRET = "s".repeat(43);
const OWN = { root: "https://hub.example/user/ada/meet/", service: null, hubHost: "" };
const HUB = { ...OWN, service: "https://hub.example/services/meet/" };
const APART = {
  root: "https://ada.hub.example/user/ada/meet/",
  service: "https://services.hub.example/services/meet/",
  hubHost: "https://hub.example",
};

describe("a pasted link", () => {
  it.each([
    [ID, HUB, { meetingId: ID }],
    [`  ${ID}\n`, OWN, { meetingId: ID }],
    [`https://hub.example/services/meet/${ID}`, HUB, { meetingId: ID }],
    [`https://hub.example/user/ada/meet/${ID}`, OWN, { meetingId: ID }],
    // An old link of one's own server leads on to the service, in JupyterLab as in a tab.
    [`https://hub.example/user/ada/meet/${ID}`, HUB, { meetingId: ID }],
    [`https://hub.example/hub/user-redirect/meet/lab/${ID}`, HUB, { meetingId: ID }],
    [`https://hub.example/jupyter/hub/user-redirect/meet/lab/${ID}`, HUB, { meetingId: ID }],
    [`https://hub.example/services/meet/${ID}#invite=${SECRET}`, HUB, { meetingId: ID, invite: SECRET }],
    [`https://hub.example/services/meet/${ID}#invite=short`, HUB, { meetingId: ID }],
    [`https://hub.example/services/meet/${ID}`, OWN, "wrong_server"],
    [`https://hub.example/user/bob/meet/${ID}`, HUB, "wrong_server"],
    [`https://evil.example/services/meet/${ID}`, HUB, "wrong_server"],
    [`https://evil.example/hub/user-redirect/meet/lab/${ID}`, HUB, "wrong_server"],
    [`http://hub.example/services/meet/${ID}`, HUB, "wrong_server"],
    [`https://hub.example/hub/user-redirect/meet/lab/${ID}`, APART, { meetingId: ID }],
    [`https://services.hub.example/services/meet/${ID}`, APART, { meetingId: ID }],
    [`https://ada.hub.example/hub/user-redirect/meet/lab/${ID}`, APART, "wrong_server"],
    ["", HUB, "bad_id"],
    ["hello", HUB, "bad_id"],
    [`https://hub.example/services/meet/${ID.slice(1)}`, HUB, "bad_id"],
    [`https://hub.example/services/meet/${ID}/`, HUB, "bad_id"],
    [`javascript:alert(1)//${ID}`, HUB, "wrong_server"],
  ])("%s", (pasted, roots, goal) => {
    expect(readLink(pasted, roots)).toEqual(goal);
  });
});

describe("the address that JupyterLab was opened with", () => {
  it.each([
    [`?notebook-meet=${ID}`, ID],
    [`?reset&notebook-meet=${ID}&x=1`, ID],
    ["", null],
    ["?notebook-meet=", null],
    [`?notebook-meet=${ID}${ID}`, null],
    ["?notebook-meet=../../hub/logout", null],
  ])("%s", (search, id) => {
    expect(meetingInSearch(search)).toBe(id);
  });
});
