import type { IconNode } from "lucide";
import { createElement } from "preact";

/** A decoration: whatever it means also stands in words beside it or in its button's name. */
export function Icon({ shape, size = 20 }: { shape: IconNode; size?: number }) {
  return (
    <svg
      class="nbmeet-icon"
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      {shape.map(([tag, attributes]) => createElement(tag, attributes))}
    </svg>
  );
}
