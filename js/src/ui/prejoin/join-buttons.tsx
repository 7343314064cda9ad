import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { Button } from "../parts/button";
import { text } from "../text";
import type { JoinForm } from "./use-join-form";

interface JoinButtonsProps {
  readonly joining: boolean;
  /** The browser asks for camera or microphone: one may still go on without. */
  readonly asking: boolean;
  /** False where media cannot work: there is only one way to join then. */
  readonly withMedia: boolean;
  readonly join: JoinForm["submit"];
}

/** The ways in for someone who is not in yet. */
export function JoinButtons({ joining, asking, withMedia, join }: JoinButtonsProps) {
  const words = text.prejoin;
  return (
    <div class="nbmeet-join">
      {withMedia && (
        <Button look="primary" type="submit" busy={joining}>
          {words.join}
        </Button>
      )}
      <Button
        look={withMedia ? "quiet" : "primary"}
        disabled={joining && !asking}
        onClick={() => join(false)}
      >
        {words.joinWithout}
      </Button>
    </div>
  );
}

interface ElsewhereButtonsProps extends JoinButtonsProps {
  /** A join that was tried here led to this choice: the button that had the focus is gone. */
  readonly takeFocus: boolean;
  readonly words: RefObject<HTMLParagraphElement | null>;
}

/** The choice of someone who is in the meeting already. Nothing is chosen without a click on it. */
export function ElsewhereButtons(props: ElsewhereButtonsProps) {
  const { joining, asking, withMedia, join, takeFocus, words: sentence } = props;
  const words = text.prejoin;
  const [again, setAgain] = useState(false);
  useLayoutEffect(() => {
    if (takeFocus) sentence.current?.focus({ preventScroll: true });
  }, []);
  const choose = (media: boolean, ifHere: "move" | "join") => {
    setAgain(ifHere === "join");
    join(media, ifHere);
  };
  return (
    <div class="nbmeet-join">
      <p ref={sentence} class="nbmeet-here" role="status" tabIndex={-1}>
        {words.here}
      </p>
      <Button
        look="primary"
        busy={joining && !again}
        disabled={joining}
        onClick={() => choose(withMedia, "move")}
      >
        {words.moveHere}
      </Button>
      <Button busy={joining && again} disabled={joining} onClick={() => choose(withMedia, "join")}>
        {words.joinAgain}
      </Button>
      {withMedia && (
        <Button look="quiet" disabled={joining && !asking} onClick={() => choose(false, "move")}>
          {words.moveWithout}
        </Button>
      )}
      <p class="nbmeet-hint">{words.joinAgainHint}</p>
    </div>
  );
}
