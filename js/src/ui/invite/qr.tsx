import { correction, generate } from "lean-qr/nano";

const QUIET = 4;

/** A QR code. Black on white in both themes: many readers know no other. */
export function QrCode({ value, name }: { value: string; name: string }) {
  const bits = generate(value, { minCorrectionLevel: correction.M });
  const side = bits.size + 2 * QUIET;
  return (
    <svg
      class="nbmeet-qr"
      role="img"
      aria-label={name}
      viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`}
      shape-rendering="crispEdges"
    >
      <rect x={-QUIET} y={-QUIET} width={side} height={side} fill="#fff" />
      <path d={path(bits.size, (x, y) => bits.get(x, y))} fill="#000" />
    </svg>
  );
}

function path(size: number, dark: (x: number, y: number) => boolean): string {
  const places = Array.from({ length: size * size }, (_, index) => [index % size, Math.floor(index / size)]);
  return places
    .filter(([x = 0, y = 0]) => dark(x, y))
    .map(([x, y]) => `M${x} ${y}h1v1h-1z`)
    .join("");
}
