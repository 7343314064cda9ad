import { Crown, Hand, Mic, MicOff, WifiOff } from "lucide";
import type { Tile as TileState } from "../../engine/model";
import type { Shown } from "../../engine/talk-model";
import { Avatar } from "../parts/avatar";
import { Icon } from "../parts/icon";
import { Video } from "../parts/video";
import { text } from "../text";
import { type Box, styleOf } from "./layout";
import { QualityMark } from "./quality";
import { EMOJI } from "./react";
import { type TileChoices, TileControls } from "./tile-controls";

interface TileProps {
  readonly tile: TileState;
  /** The place among the raised hands, from 1 on; 0 while the hand is down. */
  readonly turn: number;
  readonly reactions: readonly Shown[];
  readonly box: Box;
  readonly speaking: boolean;
  readonly choices: TileChoices;
}

/** One person: picture or initials, the name, and what is wrong with the connection, if anything is. */
export function Tile({ tile, turn, reactions, box, speaking, choices }: TileProps) {
  const { participant, you, stream } = tile;
  const words = text.meeting;
  const name = you ? words.you(participant.name) : participant.name;
  return (
    <figure
      class={speaking ? "nbmeet-tile nbmeet-speaking" : "nbmeet-tile"}
      aria-label={name}
      style={styleOf(box)}
    >
      <Avatar name={participant.name} />
      <Video stream={stream} mirrored={you} visible={participant.camera} />
      <Trouble tile={tile} />
      <QualityMark tile={tile} />
      {turn > 0 && (
        <p class="nbmeet-hand">
          <Icon shape={Hand} size={16} />
          <span>{turn}</span>
          <span class="nbmeet-unseen">{words.handUp}</span>
        </p>
      )}
      {reactions.length > 0 && (
        <p class="nbmeet-shown" aria-hidden="true">
          {reactions.map(({ key, reaction }) => (
            <span key={key}>{EMOJI[reaction]}</span>
          ))}
        </p>
      )}
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
      <TileControls name={name} {...choices} />
    </figure>
  );
}

export function Trouble({ tile: { participant, you, link } }: { tile: TileState }) {
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
