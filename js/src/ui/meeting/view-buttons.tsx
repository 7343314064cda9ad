import { Eye, EyeOff, PanelTopOpen, PictureInPicture2 } from "lucide";
import type { Call, CallState } from "../../engine/model";
import type { Home } from "../home";
import { RoundButton } from "../parts/round-button";
import { addressElsewhere } from "../prejoin/elsewhere";
import { text } from "../text";
import { openWindow } from "./own-window";
import { usePictureInPicture } from "./use-picture-in-picture";
import type { SelfView } from "./use-self-view";

export interface ViewButtonsProps {
  readonly call: Call;
  readonly home: Home;
  readonly state: CallState;
  readonly selfView: SelfView;
  /** What a click does beside what it is for. */
  readonly doing: (act: () => void) => () => void;
}

/** How and where the meeting is looked at. */
export function ViewButtons({ call, home, state, selfView, doing }: ViewButtonsProps) {
  const words = text.stage;
  const picture = usePictureInPicture(call, [...state.tiles, ...state.screens]);
  const address = addressElsewhere(call.link, home.publicUrl, home.meetingId);
  return (
    <>
      <RoundButton
        name={selfView.hidden ? words.showSelf : words.hideSelf}
        icon={selfView.hidden ? Eye : EyeOff}
        onClick={doing(selfView.toggle)}
      />
      {picture.possible && (
        <RoundButton
          name={words.pictureInPicture}
          icon={PictureInPicture2}
          look="toggle"
          pressed={picture.on}
          onClick={doing(picture.toggle)}
        />
      )}
      {home.kind === "cell" && (
        <RoundButton name={words.ownWindow} icon={PanelTopOpen} onClick={doing(() => openWindow(address))} />
      )}
    </>
  );
}
