import { Smile } from "lucide";
import type { Reaction } from "../../engine/talk-model";
import { RoundButton } from "../parts/round-button";
import { text } from "../text";
import { useMenu } from "./use-menu";

/** What is drawn for a reaction. Its name stands beside it for those who do not see it. */
export const EMOJI: Readonly<Record<Reaction, string>> = {
  thumbs_up: "👍",
  clap: "👏",
  heart: "❤️",
  laugh: "😄",
  surprised: "😮",
  celebrate: "🎉",
};

const ALL = Object.keys(EMOJI) as Reaction[];

/** A few reactions to choose from. */
export function React({ react }: { react: (reaction: Reaction) => void }) {
  const menu = useMenu();
  return (
    <div class="nbmeet-react" {...menu.handlers}>
      <RoundButton
        name={text.toolbar.react}
        icon={Smile}
        expanded={menu.open}
        buttonRef={menu.button}
        onClick={menu.toggle}
      />
      {menu.open && (
        <div class="nbmeet-reactions">
          {ALL.map((reaction) => (
            <button
              key={reaction}
              type="button"
              class="nbmeet-emoji"
              aria-label={text.reactions[reaction]}
              title={text.reactions[reaction]}
              onClick={() => {
                menu.close();
                react(reaction);
              }}
            >
              {EMOJI[reaction]}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
