import { ChevronLeft, ChevronRight } from "lucide";
import { Icon } from "../parts/icon";
import { text } from "../text";

interface PagerProps {
  /** From 0 on. */
  readonly page: number;
  readonly pages: number;
  readonly turn: (page: number) => void;
}

/** Turns the pages of a stage with more tiles than fit. After the last comes the first, so that no button goes dead. */
export function Pager({ page, pages, turn }: PagerProps) {
  const words = text.stage;
  const to = (next: number) => () => turn((next + pages) % pages);
  return (
    <div class="nbmeet-pager">
      <button type="button" class="nbmeet-turn" aria-label={words.previous} onClick={to(page - 1)}>
        <Icon shape={ChevronLeft} size={18} />
      </button>
      <span aria-live="polite">{words.page(page + 1, pages)}</span>
      <button type="button" class="nbmeet-turn" aria-label={words.next} onClick={to(page + 1)}>
        <Icon shape={ChevronRight} size={18} />
      </button>
    </div>
  );
}
