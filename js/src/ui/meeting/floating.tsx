import { Mic, MicOff, Undo2 } from "lucide";
import { type ComponentChild, type RefObject, render } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Call, CallState, DeviceState } from "../../engine/model";
import type { Home } from "../home";
import { Avatar } from "../parts/avatar";
import { Button } from "../parts/button";
import { Icon } from "../parts/icon";
import { useSnapshot } from "../parts/use-snapshot";
import { Video } from "../parts/video";
import { text } from "../text";
import { foremost } from "./compose";
import { maySpeak } from "./may";
import { MicrophoneButton } from "./microphone-button";
import { reveal } from "./reveal";
import { sightOf, useOnScreen, useSeen } from "./use-seen";

interface FloatingProps {
  readonly call: Call;
  readonly home: Home;
  readonly state: CallState;
  readonly device: DeviceState;
  /** The meeting in its cell. */
  readonly region: RefObject<HTMLElement | null>;
}

/** What stays of the meeting in the page while its cell is scrolled away: who speaks, the own microphone, the way back. */
export function Floating(props: FloatingProps) {
  // The stand-alone page has nothing else to scroll to.
  return props.home.kind === "cell" ? <Aloft {...props} /> : null;
}

function Aloft(props: FloatingProps) {
  const { call, region } = props;
  const view = useRef({});
  const onScreen = useOnScreen(region);
  useEffect(() => call.lookout.report(view.current, onScreen));
  useEffect(() => () => call.lookout.gone(view.current), [call]);
  const { floating } = useSnapshot(call.lookout);
  useBody(floating === view.current ? <FloatingView {...props} /> : null, region);
  return null;
}

/** Pixels, as in floating.css. */
const SIZE = { width: 240, height: 135 };

function FloatingView({ call, state, device, region }: FloatingProps) {
  const { spoken } = useSnapshot(call.voices);
  const tile = foremost(state.tiles, spoken);
  useSeen(call, tile && !tile.you ? [sightOf(tile, SIZE)] : []);
  const back = () => {
    if (region.current) reveal(region.current);
    region.current?.focus({ preventScroll: true });
  };
  return (
    <aside class="nbmeet-floating" aria-label={text.stage.floating(state.meeting?.title ?? "")}>
      {tile && (
        <div class="nbmeet-floating-picture">
          <Avatar name={tile.participant.name} />
          <Video stream={tile.stream} mirrored={tile.you} visible={tile.participant.camera} />
          <p class="nbmeet-tag">
            <Icon shape={tile.participant.microphone ? Mic : MicOff} size={14} />
            <span class="nbmeet-tag-name">{tile.participant.name}</span>
          </p>
        </div>
      )}
      <div class="nbmeet-floating-bar">
        {maySpeak(state.role) && (
          <MicrophoneButton call={call} device={device} held={state.voice.silence === "held"} />
        )}
        <Button icon={Undo2} onClick={back}>
          {text.stage.back}
        </Button>
      </div>
    </aside>
  );
}

/** Draws something at the end of the page instead of here: what surrounds a cell would clip it. */
function useBody(what: ComponentChild, near: RefObject<HTMLElement | null>): void {
  const host = useRef<HTMLElement | null>(null);
  const clear = () => {
    if (!host.current) return;
    render(null, host.current);
    host.current.remove();
    host.current = null;
  };
  useLayoutEffect(() => {
    if (what === null) return clear();
    host.current ??= document.body.appendChild(document.createElement("div"));
    host.current.className = "nbmeet-root nbmeet-float";
    host.current.lang = near.current?.closest<HTMLElement>("[lang]")?.lang ?? "";
    render(what, host.current);
  });
  useLayoutEffect(() => clear, []);
}
