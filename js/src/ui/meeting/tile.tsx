import { Crown, Mic, MicOff, WifiOff } from "lucide";
import type { Tile as TileState } from "../../engine/model";
import { Avatar } from "../parts/avatar";
import { Icon } from "../parts/icon";
import { Video } from "../parts/video";
import { text } from "../text";

/** One person: picture or initials, the name, and what is wrong with the connection, if anything is. */
export function Tile({ tile }: { tile: TileState }) {
  const { participant, you, stream } = tile;
  const words = text.meeting;
  const name = you ? words.you(participant.name) : participant.name;
  return (
    <figure class="nbmeet-tile" aria-label={name}>
      <Avatar name={participant.name} />
      <Video stream={stream} mirrored={you} visible={participant.camera} />
      <Trouble tile={tile} />
      <figcaption class="nbmeet-tag">
        <Icon shape={participant.microphone ? Mic : MicOff} size={14} />
        <span class="nbmeet-unseen">{participant.microphone ? words.microphoneOn : words.microphoneOff}</span>
        <span class="nbmeet-tag-name">{name}</span>
        {participant.role === "host" && (
          <span class="nbmeet-mark" title={words.host}>
            <Icon shape={Crown} size={14} />
            <span class="nbmeet-unseen">{words.host}</span>
          </span>
        )}
        {participant.guest && <span class="nbmeet-mark nbmeet-guest">{words.guest}</span>}
      </figcaption>
    </figure>
  );
}

function Trouble({ tile: { participant, you, link } }: { tile: TileState }) {
  const words = text.meeting;
  const away = participant.presence === "reconnecting";
  const sentence = away ? words.away : you ? "" : words.links[link];
  if (!sentence) return null;
  return (
    <p class="nbmeet-trouble">
      <Icon shape={WifiOff} size={14} />
      <span>{sentence}</span>
    </p>
  );
}
