import { Ellipsis, Maximize, Minimize, Power } from "lucide";
import type { TargetedFocusEvent } from "preact";
import { useRef, useState } from "preact/hooks";
import { RoundButton } from "../parts/round-button";
import { text } from "../text";
import type { FullScreen } from "./use-full-screen";

interface RareProps {
  readonly fullScreen: FullScreen;
  /** Null for people who may not end the meeting. */
  readonly askToEnd: (() => void) | null;
}

/**
 * The rarer controls. In a wide card they stand in the toolbar, in a narrow one in a `More` menu with their names
 * beside them: the same buttons, moved by CSS.
 */
export function Rare({ fullScreen, askToEnd }: RareProps) {
  const words = text.toolbar;
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  if (!fullScreen.possible && !askToEnd) return null;
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation(); // one Escape closes one thing
    close();
  };
  const onFocusOut = ({ currentTarget, relatedTarget }: TargetedFocusEvent<HTMLElement>) => {
    // Without a new place the focus has not gone on: a click in Safari, or another window.
    if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget)) setOpen(false);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears what its buttons get, and is no control itself
    <div class="nbmeet-rarer" onKeyDown={onKeyDown} onFocusOut={onFocusOut}>
      <div class="nbmeet-more">
        <RoundButton
          name={words.more}
          icon={Ellipsis}
          expanded={open}
          buttonRef={button}
          onClick={() => setOpen(!open)}
        />
      </div>
      <div class={open ? "nbmeet-rare nbmeet-open" : "nbmeet-rare"}>
        {fullScreen.possible && (
          <RoundButton
            name={words.fullScreen}
            icon={fullScreen.on ? Minimize : Maximize}
            tip={fullScreen.on ? words.tips.exitFullScreen : words.fullScreen}
            onClick={() => {
              close();
              fullScreen.toggle();
            }}
          />
        )}
        {askToEnd && (
          <RoundButton
            name={words.end}
            icon={Power}
            look="danger"
            onClick={() => {
              close();
              askToEnd();
            }}
          />
        )}
      </div>
    </div>
  );
}
