import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { Button } from "../parts/button";
import { text } from "../text";
import type { JoinForm } from "./use-join-form";

interface ButtonsProps {
  readonly joining: boolean;
  /** The browser asks for camera or microphone: one may still go on without. */
  readonly asking: boolean;
  /** False where media cannot work: there is only one way to join then. */
  readonly withMedia: boolean;
  readonly join: JoinForm["submit"];
}

interface JoinButtonsProps extends ButtonsProps {
  /** Somebody in the meeting has to let the person in. */
  readonly asks: boolean;
}

/** The ways in for someone who is not in yet. */
export function JoinButtons({ joining, asking, withMedia, asks, join }: JoinButtonsProps) {
  const { join: now, joinWithout } = text.prejoin;
  const words = asks
    ? { join: text.entrance.ask, without: text.entrance.askWithout }
    : { join: now, without: joinWithout };
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
        {words.without}
      </Button>
    </div>
  );
}

interface ElsewhereButtonsProps extends ButtonsProps {
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
