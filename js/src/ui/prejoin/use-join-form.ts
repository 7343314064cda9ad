import { useState } from "preact/hooks";
import type { Call, JoinRequest, Problem } from "../../engine/model";
import type { Digest } from "../../protocol/types.gen";
import { rememberedName, rememberName } from "../parts/remember";

const ABOUT_PASSCODE: ReadonlySet<string> = new Set(["passcode_required", "passcode_mismatch", "throttled"]);

export interface JoinForm {
  readonly name: string;
  /** The invite decides it. */
  readonly nameFixed: boolean;
  /**
   * What the server would call the person, if nothing is typed. It comes late, so it never becomes the field's value:
   * that would change under the hands of someone who has begun to type.
   */
  readonly nameProposed: string;
  readonly setName: (name: string) => void;
  readonly passcodeAsked: boolean;
  readonly passcode: string;
  readonly setPasscode: (passcode: string) => void;
  readonly submit: (media: boolean, ifHere?: JoinRequest["ifHere"]) => void;
}

interface Known {
  readonly digest: Digest | null;
  readonly problem: Problem | null;
  readonly proposal: string;
  readonly join: (request: JoinRequest) => void;
}

const UNKNOWN: Pick<Digest, "name" | "name_fixed" | "needs_passcode"> = {
  name: "",
  name_fixed: false,
  needs_passcode: false,
};

/** What the person types before joining. The passcode is kept here and nowhere else. */
export function useJoinForm(call: Call, { digest, problem, proposal, join }: Known): JoinForm {
  const [typed, setTyped] = useState<string | null>(null);
  const [passcode, setPasscode] = useState("");
  const [asked, setAsked] = useState(false);
  const refused = problem !== null && ABOUT_PASSCODE.has(problem.code);
  if (refused && !asked) setAsked(true); // stays while the next try is under way
  const { name: serverName, name_fixed: nameFixed, needs_passcode: needed } = digest ?? UNKNOWN;
  const name = nameFixed ? serverName : (typed ?? (proposal || rememberedName()));
  const submit: JoinForm["submit"] = (media, ifHere) => {
    if (typed !== null) rememberName(name.trim());
    join({ name: name.trim(), media, ...(passcode ? { passcode } : {}), ...(ifHere ? { ifHere } : {}) });
  };
  return {
    name,
    nameFixed,
    nameProposed: serverName,
    setName: setTyped,
    passcodeAsked: asked || (needed && call.passcode === null),
    passcode,
    setPasscode,
    submit,
  };
}
