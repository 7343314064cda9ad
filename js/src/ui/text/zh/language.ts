import { plurals } from "../plural";

export const language = "zh-CN";
/** Chinese has one form for every number; the measure words stand in it. */
export const count = plurals(language);
