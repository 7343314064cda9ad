import { MonitorUp } from "lucide";
import type { Tile } from "../../engine/model";
import { Icon } from "../parts/icon";
import { Video } from "../parts/video";
import { text } from "../text";
import { type Box, styleOf } from "./layout";
import { Trouble } from "./tile";
import { TileControls } from "./tile-controls";

interface ScreenTileProps {
  readonly tile: Tile;
  readonly box: Box;
  readonly pinned: boolean;
  readonly pin: (on: boolean) => void;
}

/** A screen that somebody shares, all of it. */
export function ScreenTile({ tile, box, pinned, pin }: ScreenTileProps) {
  const { participant, you, stream } = tile;
  const whose = text.screen.of(participant.name);
  const name = you ? text.meeting.you(whose) : whose;
  return (
    <figure class="nbmeet-tile nbmeet-screen" aria-label={name} style={styleOf(box)}>
      <div class="nbmeet-screen-coming">
        <Icon shape={MonitorUp} size={40} />
      </div>
      <Video stream={stream} mirrored={false} visible />
      <Trouble tile={tile} />
      <figcaption class="nbmeet-tag">
        <Icon shape={MonitorUp} size={14} />
        <span class="nbmeet-tag-name">{name}</span>
      </figcaption>
      <TileControls name={name} pinned={pinned} pin={pin} />
    </figure>
  );
}
