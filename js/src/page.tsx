/** Root of the stand-alone page `<root>` and `<root><meeting id>`. */

import { render } from "preact";
import { server } from "./engine/api";
import { attach } from "./engine/registry";
import { meetingIn, takeInvite } from "./ui/page/address";
import { Page } from "./ui/page/page";

const root = new URL(document.documentElement.getAttribute("data-root") ?? "/", location.origin).href;
const meetingId = meetingIn(location.pathname, root);
const invite = takeInvite(meetingId);

const home = document.getElementById("meet") ?? document.body;
home.classList.add("nbmeet-root", "nbmeet-page");
render(
  <Page
    root={root}
    server={server(root)}
    attach={(id) => attach({ root, home: root, links: root }, id)}
    start={{ meetingId, credentials: invite ? { invite } : {} }}
  />,
  home,
);
