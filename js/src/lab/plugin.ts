/** Our plugin: two commands, in the launcher and in the palette, and the meeting that the page's address names. */

import { meetingInSearch, type Roots } from "./address";
import { fetchBundle } from "./bundle";
import { icon } from "./icon";
import type { LabApp, LabModules, Launcher, Palette, Plugin } from "./jupyterlab";
import { LabMeetings } from "./meetings";
import { Panels } from "./panels";
import { labWords, type Words } from "./words";

const CREATE = "notebook-meet:new";
const JOIN = "notebook-meet:join";
/** JupyterLab's own category, in which it puts what is neither a notebook nor a console. */
const OTHER = "Other";
const LAST = 100;

export function plugin(lab: LabModules, roots: Roots): Plugin {
  return {
    id: "notebook-meet:meetings",
    autoStart: true,
    optional: [lab.ILauncher, lab.ICommandPalette],
    activate: (app, launcher, palette) => {
      const words = labWords();
      const panels = new Panels(app, lab, words);
      const meetings = new LabMeetings({
        lab,
        roots,
        words,
        panels,
        fetchBundle: () => fetchBundle(roots.root),
      });
      addCommands(app, meetings, words, new lab.LabIcon({ name: "notebook-meet:meeting", svgstr: icon }));
      offer(words, launcher, palette);
      const meetingId = meetingInSearch(location.search);
      // Not before JupyterLab has put back what was open, which would push the panel aside.
      if (meetingId) void app.restored.then(() => meetings.open(meetingId));
    },
  };
}

function addCommands({ commands }: LabApp, meetings: LabMeetings, words: Words, icon: unknown): void {
  const create = () => meetings.create();
  const join = () => meetings.join();
  commands.addCommand(CREATE, { label: words.newMeeting, caption: words.newCaption, icon, execute: create });
  commands.addCommand(JOIN, { label: words.joinMeeting, caption: words.joinCaption, icon, execute: join });
}

function offer(words: Words, launcher: Launcher | null, palette: Palette | null): void {
  for (const [rank, command] of [CREATE, JOIN].entries()) {
    launcher?.add({ command, category: OTHER, rank: LAST + rank });
    palette?.addItem({ command, category: words.category });
  }
}
