import { plurals } from "../plural";

export const language = "en";
export const count = plurals(language);
