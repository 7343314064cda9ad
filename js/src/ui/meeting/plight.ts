/** Which one thing a person should know about how slow it is, if any. Pure. */

import type { CallState } from "../../engine/model";
import type { text } from "../text";

export interface Plight {
  readonly kind: keyof typeof text.quality.plights;
  /** Of the only other person, where one is meant. */
  readonly name: string;
}

/** The worst first; nothing while the page is not in touch with the others at all, which is said elsewhere. */
export function plight({ own, tiles }: Pick<CallState, "own" | "tiles">): Plight | null {
  const others = tiles.filter(({ you }) => !you).map(({ participant }) => participant.name);
  const [name = ""] = others;
  // With only one other person nobody can tell whose end is slow.
  const [slow, verySlow] =
    others.length === 1 ? (["path", "pathPoor"] as const) : (["upload", "uploadPoor"] as const);
  if (others.length === 0) return null;
  if (own.upload === "poor") return { kind: verySlow, name };
  if (own.download === "poor" && others.length > 1) return { kind: "download", name };
  if (own.upload === "weak") return { kind: slow, name };
  return own.busy ? { kind: "busy", name } : null;
}
