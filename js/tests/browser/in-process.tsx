/** The stand-alone page, with a server inside the browser: the baseline of benchmarks/first_frame.py. Stands in for page.js. */

import { render } from "preact";
import type { Api } from "../../src/engine/api";
import { browser } from "../../src/engine/browser";
import { MeetingCall } from "../../src/engine/call";
import { createDevices } from "../../src/engine/devices";
import { browserDevices } from "../../src/engine/devices-browser";
import type { RequestAdmission } from "../../src/protocol/types.gen";
import { meetingIn } from "../../src/ui/page/address";
import { Page } from "../../src/ui/page/page";
import { SECRET } from "../engine/make";
import { digest, FakeServer } from "../ui/fakes";
import { InProcessSocket } from "./in-process-socket";

const root = new URL(document.documentElement.getAttribute("data-root") ?? "/", location.origin).href;
const meetingId = meetingIn(location.pathname, root);
let name = "";
let visits = 0;

/** Lets everyone in at once. */
const api = {
  digest: async () => digest(),
  preview: async () => digest(),
  async admit(_meeting: string, request: RequestAdmission) {
    name = request.name ?? "";
    return { admission: SECRET, expires_in: 30, role: "attendee", name, guest: false };
  },
} as unknown as Api;

const call = new MeetingCall({
  root,
  link: location.href,
  meetingId,
  api,
  devices: createDevices(browserDevices()),
  browser: {
    ...browser,
    network: {
      ...browser.network,
      socket: () => {
        visits += 1;
        return new InProcessSocket(name, visits) as unknown as WebSocket;
      },
    },
  },
  keepsake: { recall: () => null, keep: () => undefined },
});

const home = document.getElementById("meet") ?? document.body;
home.classList.add("nbmeet-root", "nbmeet-page");
render(
  <Page
    root={root}
    server={new FakeServer()}
    attach={() => ({ call, close: () => undefined })}
    start={{ meetingId, credentials: {} }}
  />,
  home,
);
