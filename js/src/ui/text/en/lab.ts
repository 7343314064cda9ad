import { create } from "./prejoin";

/** What JupyterLab shows of us: commands, launcher, questions. Loaded with JupyterLab, so it is short. */
export const lab = {
  meeting: "Meeting",
  panelOf: (title: string) => `Meeting: ${title}`,
  category: "Meetings",
  newMeeting: "New meeting",
  newCaption: "Start a meeting in a panel",
  joinMeeting: "Join meeting…",
  joinCaption: "Go to a meeting by its link",
  link: "Meeting link",
  go: "Go to the meeting",
  title: create.title,
  titleMissing: create.titleMissing,
  create: create.submit,
  noAnswer: "The Jupyter server does not answer. Check that it is running, and load the page again.",
};
