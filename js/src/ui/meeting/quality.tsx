import { type IconNode, Signal, SignalLow, SignalMedium } from "lucide";
import { useState } from "preact/hooks";
import type { Figures, Picture } from "../../engine/figures";
import type { Quality } from "../../engine/gauge";
import type { Grade } from "../../engine/grades";
import type { Tile } from "../../engine/model";
import { Icon } from "../parts/icon";
import { text } from "../text";

const BARS: Record<Grade, IconNode> = { good: Signal, weak: SignalMedium, poor: SignalLow };

/** How good the connection behind a tile is: bars for the eye, words and figures on hover, focus and click. */
export function QualityMark({ tile }: { tile: Tile }) {
  const [open, setOpen] = useState(false);
  const { quality, you } = tile;
  if (!quality) return null;
  const name = text.quality[you ? "upload" : "connection"][quality.grade];
  const figures = you ? ownFigures(quality) : peerFigures(quality.figures, shownOn(tile));
  const words = text.quality.all(name, figures);
  return (
    <>
      <button
        type="button"
        class={`nbmeet-quality nbmeet-quality-${quality.grade}`}
        // The figures change all the time, and a name that does would be read out again and again.
        aria-label={name}
        aria-description={figures.join(", ")}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        onBlur={() => setOpen(false)}
      >
        <Icon shape={Signal} size={16} />
        <Icon shape={BARS[quality.grade]} size={16} />
      </button>
      <span class="nbmeet-quality-words" aria-hidden="true">
        {words}
      </span>
    </>
  );
}

function ownFigures({ figures: { up, sent } }: Quality): string[] {
  const { rate } = text.quality;
  return [...(up === null ? [] : [rate(up)]), ...size(sent[0])];
}

function peerFigures({ route, roundTrip, lost, received }: Figures, track: string | null): string[] {
  const words = text.quality;
  return [
    ...(route === null ? [] : [words[route]]),
    ...(roundTrip === null ? [] : [words.trip(roundTrip)]),
    ...(lost === null ? [] : [words.lost(lost)]),
    ...(track === null ? [] : size(pictureOf(received, track))),
  ];
}

function size(picture: Picture | undefined): string[] {
  return picture ? [text.quality.size(picture.width, picture.height)] : [];
}

/** The track of the picture that can be seen on the tile. */
function shownOn({ participant, stream }: Tile): string | null {
  return (participant.camera && stream?.getVideoTracks()[0]?.id) || null;
}

/** Some browsers do not say which track is which; the only picture is the one that is seen. */
function pictureOf(received: readonly Picture[], track: string): Picture | undefined {
  const [only, ...more] = received;
  return (
    received.find((one) => one.track === track) ??
    (only?.track === "" && more.length === 0 ? only : undefined)
  );
}
