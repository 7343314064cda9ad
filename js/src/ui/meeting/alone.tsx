import type { Call } from "../../engine/model";
import { LinkToShare } from "../invite/link-to-share";
import { text } from "../text";

/** Nobody else is here yet: what to do about it. */
export function Alone({ call }: { call: Call }) {
  return (
    <>
      <p class="nbmeet-alone-lead">
        <strong>{text.meeting.alone}</strong> {text.meeting.aloneLead}
      </p>
      <LinkToShare link={call.link} />
    </>
  );
}
