import { Ellipsis, Maximize, Minimize, Power, ScreenShare, ScreenShareOff, Settings, UserPlus } from "lucide";
import { RoundButton } from "../parts/round-button";
import { text } from "../text";
import type { Share } from "./sharing";
import type { FullScreen } from "./use-full-screen";
import { useMenu } from "./use-menu";
import type { Panels } from "./use-panels";
import { ViewButtons, type ViewButtonsProps } from "./view-buttons";

interface RareProps extends Omit<ViewButtonsProps, "doing"> {
  /** Null for people who may not share a screen, or cannot. */
  readonly share: Share | null;
  readonly panels: Panels;
  readonly fullScreen: FullScreen;
  /** Null for people who may not end the meeting. */
  readonly askToEnd: (() => void) | null;
}

/**
 * The rarer controls. In a wide card they stand in the toolbar, in a narrow one in a `More` menu with their names
 * beside them: the same buttons, moved by CSS.
 */
export function Rare({ share, call, home, state, panels, fullScreen, selfView, askToEnd }: RareProps) {
  const words = text.toolbar;
  const menu = useMenu();
  const doing = (act: () => void) => () => {
    menu.close();
    act();
  };
  return (
    <div class="nbmeet-rarer" {...menu.handlers}>
      <div class="nbmeet-more">
        <RoundButton
          name={words.more}
          icon={Ellipsis}
          expanded={menu.open}
          buttonRef={menu.button}
          onClick={menu.toggle}
        />
      </div>
      <div class={menu.open ? "nbmeet-rare nbmeet-open" : "nbmeet-rare"}>
        {share && (
          <RoundButton
            name={text.screen.share}
            icon={share.on ? ScreenShareOff : ScreenShare}
            look="toggle"
            pressed={share.on}
            busy={share.asking}
            tip={share.on ? text.screen.stop : text.screen.share}
            onClick={doing(share.toggle)}
          />
        )}
        <RoundButton
          name={words.invite}
          icon={UserPlus}
          panel="invite"
          expanded={panels.open === "invite"}
          onClick={doing(() => panels.toggle("invite"))}
        />
        <RoundButton
          name={text.settings.heading}
          icon={Settings}
          panel="settings"
          expanded={panels.open === "settings"}
          onClick={doing(() => panels.toggle("settings"))}
        />
        <ViewButtons call={call} home={home} state={state} selfView={selfView} doing={doing} />
        {fullScreen.possible && (
          <RoundButton
            name={words.fullScreen}
            icon={fullScreen.on ? Minimize : Maximize}
            tip={fullScreen.on ? words.tips.exitFullScreen : words.fullScreen}
            onClick={doing(fullScreen.toggle)}
          />
        )}
        {askToEnd && <RoundButton name={words.end} icon={Power} look="danger" onClick={doing(askToEnd)} />}
      </div>
    </div>
  );
}
