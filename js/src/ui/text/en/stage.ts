/** What is said on and around the stage. */
export const stage = {
  previous: "Previous tiles",
  next: "Next tiles",
  page: (page: number, pages: number) => `${page} of ${pages}`,
  pin: (name: string) => `Pin ${name}`,
  hideSelf: "Hide self view",
  showSelf: "Show self view",
  pictureInPicture: "Picture in picture",
  ownWindow: "Open in own window",
  floating: (title: string) => `Floating view of the meeting: ${title}`,
  back: "Back to the meeting",
  spotlight: (name: string) => `Spotlight ${name}`,
};
