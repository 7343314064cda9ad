import type { Catalogue } from "../en";

export const settings: Catalogue["settings"] = {
  language: "语言",
  automatic: "自动",
};
