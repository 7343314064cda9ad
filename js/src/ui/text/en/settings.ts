export const settings = {
  language: "Language",
  automatic: "Automatic",
};
