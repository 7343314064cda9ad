import { LogIn, Plus } from "lucide";
import { useEffect, useRef } from "preact/hooks";
import type { CallState, Over, Problem, Stay } from "../engine/model";
import type { Home } from "./home";
import { Status } from "./meeting/status";
import { Button } from "./parts/button";
import { useRefusedInvite } from "./prejoin/use-refused-invite";
import { problemWords, text } from "./text";

interface AfterProps {
  readonly state: CallState;
  readonly home: Home;
  readonly takeFocus: boolean;
  readonly rejoin: (ifHere?: "move") => void;
}

const FOR_GOOD: ReadonlySet<Over> = new Set(["ended", "removed"]);
/** The call goes on in another place. */
const ELSEWHERE: ReadonlySet<Over> = new Set(["moved", "elsewhere"]);

/** The call is over for this person: why, what one can do now, and who was there. */
export function After({ state, home, takeFocus, rejoin }: AfterProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takeFocus) heading.current?.focus({ preventScroll: true });
  }, []);
  useRefusedInvite(home, state.problem);
  const words = text.after;
  const over = state.over ?? "left";
  const reason = reasonGiven(state, over);
  const mayReturn = !FOR_GOOD.has(over);
  return (
    <div class="nbmeet-center">
      <header class="nbmeet-after-head">
        <p class="nbmeet-facts">{state.meeting?.title ?? home.title}</p>
        <Status connection="ended" />
      </header>
      <h2 class="nbmeet-heading" ref={heading} tabIndex={-1}>
        {reason ? problemWords(reason) : words.over[over]}
      </h2>
      <p>{over === "lost" && reason ? words.leadRefused : words.lead[over]}</p>
      <div class="nbmeet-actions">
        {mayReturn && <WaysBack elsewhere={ELSEWHERE.has(over)} rejoin={rejoin} />}
        {!mayReturn && home.createNew && (
          <Button icon={Plus} onClick={home.createNew}>
            {text.deadEnd.createNew}
          </Button>
        )}
      </div>
      {over === "ended" && !home.createNew && <p class="nbmeet-hint">{text.deadEnd.createInCell}</p>}
      <Stays stays={state.stays} />
    </div>
  );
}

interface WaysBackProps extends Pick<AfterProps, "rejoin"> {
  readonly elsewhere: boolean;
}

/** Whose call is elsewhere most likely wants it here; to rejoin asks what shall become of the other tab. */
function WaysBack({ elsewhere, rejoin }: WaysBackProps) {
  if (!elsewhere)
    return (
      <Button look="primary" icon={LogIn} onClick={() => rejoin()}>
        {text.after.rejoin}
      </Button>
    );
  return (
    <>
      <Button look="primary" icon={LogIn} onClick={() => rejoin("move")}>
        {text.prejoin.moveHere}
      </Button>
      <Button onClick={() => rejoin()}>{text.after.rejoin}</Button>
    </>
  );
}

/**
 * The server's own reason where it says more than that the call is over: a revoked invite is not the same as being
 * removed by a person, and a refused connection is not a bad network.
 */
function reasonGiven({ problem }: CallState, over: Over): Problem | null {
  if (over === "removed") return problem;
  return over === "lost" && problem?.code !== "server_unreachable" ? problem : null;
}

function Stays({ stays }: { stays: readonly Stay[] }) {
  if (stays.length === 0) return null;
  return (
    <section class="nbmeet-section">
      <h3 class="nbmeet-subheading">{text.after.who}</h3>
      <ul class="nbmeet-list nbmeet-stays" aria-label={text.after.who}>
        {stays.map(({ name, seconds }, index) => (
          // Two people may have one name, and the list never changes again.
          <li key={`${index} ${name}`}>
            <span>{name}</span>
            <span class="nbmeet-facts">{text.length(seconds)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
