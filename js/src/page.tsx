/** Root of the stand-alone page `<root>` and `<root><meeting id>`. */

import { render } from "preact";
import { server } from "./engine/api";
import { attach } from "./engine/registry";
import { meetingIn, takeInvite, wantedPage } from "./ui/page/address";
import { Page } from "./ui/page/page";
import { Translated } from "./ui/parts/language";

const said = (name: string) => document.documentElement.getAttribute(name);
const root = new URL(said("data-root") ?? "/", location.origin).href;
const problem = said("data-problem");
// A login that led nowhere: its address says nothing, and is not to be loaded again.
if (problem) history.replaceState(null, "", wantedPage(root));
const meetingId = meetingIn(location.pathname, root);
const invite = takeInvite(meetingId);

const home = document.getElementById("meet") ?? document.body;
home.classList.add("nbmeet-root", "nbmeet-page");
const ours = {
  root,
  server: server(root),
  attach: (id: string) => attach({ root, home: root, links: root }, id),
};
const start = { meetingId, credentials: invite ? { invite } : {}, problem };
render(
  <Translated root={document.documentElement} around="">
    {() => <Page {...ours} start={start} />}
  </Translated>,
  home,
);
