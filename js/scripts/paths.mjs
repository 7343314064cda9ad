// Where everything lies, in one place for the three scripts beside this file.
import { fileURLToPath } from "node:url";

const at = (relative) => fileURLToPath(new URL(relative, import.meta.url));

export const project = at("../");
export const schema = at("../../docs/protocol.schema.json");
export const protocol = at("../src/protocol/");
export const staticFiles = at("../../src/notebook_meet/static/");
