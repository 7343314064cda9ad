import { useEffect, useRef } from "preact/hooks";
import type { Devices } from "../../engine/model";
import { useSnapshot } from "../parts/use-snapshot";
import { text } from "../text";

/** Milliseconds between two changes of the bar, for people who ask for less motion. */
const CALM = 500;

/** How loud the own microphone is. While it does not run there is none, and nothing is measured. */
export function Meter({ devices }: { readonly devices: Devices }) {
  const { live } = useSnapshot(devices);
  return live.microphone ? <Bar devices={devices} /> : null;
}

/** Draws without Preact: ten times a second, nothing but one attribute and one length are others. */
function Bar({ devices }: { readonly devices: Devices }) {
  const meter = useRef<HTMLDivElement>(null);
  useEffect(() => devices.listen(calmly((level) => meter.current && draw(meter.current, level))), [devices]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a native meter cannot be drawn alike in all browsers
    <div
      ref={meter}
      class="nbmeet-meter"
      role="meter"
      aria-label={text.settings.level}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
    >
      <div class="nbmeet-meter-bar" />
    </div>
  );
}

function draw(meter: HTMLElement, level: number): void {
  meter.setAttribute("aria-valuenow", String(Math.round(level * 100)));
  meter.style.setProperty("--nbmeet-level", level.toFixed(2));
}

function calmly(tell: (level: number) => void): (level: number) => void {
  const less = matchMedia("(prefers-reduced-motion: reduce)");
  let last = Number.NEGATIVE_INFINITY;
  return (level) => {
    const now = performance.now();
    if (less.matches && now - last < CALM) return;
    last = now;
    tell(level);
  };
}
