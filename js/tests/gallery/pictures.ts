/** Moving pictures for tiles, drawn on a canvas: somebody in front of a wall. */

export function picture(hue: number): MediaStream {
  return drawn(640, 360, (context) => paint(context, hue, performance.now() / 1000));
}

/** A screen that shows a notebook; not as wide as a tile. */
export function notebook(): MediaStream {
  return drawn(1200, 900, page);
}

function drawn(
  width: number,
  height: number,
  paint: (context: CanvasRenderingContext2D) => void,
): MediaStream {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no 2d canvas in this browser");
  const draw = () => {
    paint(context);
    requestAnimationFrame(draw);
  };
  draw();
  return canvas.captureStream(12);
}

const CELLS = [
  ["import numpy as np", "A = np.array([[2, 1], [1, 3]])"],
  ["values, vectors = np.linalg.eigh(A)", "values"],
];

function page(context: CanvasRenderingContext2D): void {
  context.fillStyle = "#fff";
  context.fillRect(0, 0, 1200, 900);
  context.fillStyle = "#f37726";
  context.fillRect(0, 0, 1200, 44);
  context.font = "26px monospace";
  for (const [cell, lines] of CELLS.entries()) {
    const top = 90 + cell * 170;
    context.fillStyle = "#f5f5f5";
    context.fillRect(120, top, 1000, 110);
    context.fillStyle = "#307fc1";
    context.fillText(`[${cell + 1}]:`, 40, top + 44);
    context.fillStyle = "#222";
    for (const [at, line] of lines.entries()) context.fillText(line, 140, top + 44 + at * 40);
  }
  context.fillText("array([1.38196601, 3.61803399])", 140, 420);
}

function paint(context: CanvasRenderingContext2D, hue: number, time: number): void {
  const wall = context.createLinearGradient(0, 0, 640, 360);
  wall.addColorStop(0, `hsl(${hue} 30% 72%)`);
  wall.addColorStop(1, `hsl(${hue + 40} 28% 44%)`);
  context.fillStyle = wall;
  context.fillRect(0, 0, 640, 360);
  context.fillStyle = `hsl(${hue + 10} 22% 58%)`;
  context.fillRect(430, 40, 150, 200);
  const sway = Math.sin(time) * 6;
  context.fillStyle = `hsl(${hue + 180} 35% 30%)`;
  context.beginPath();
  context.ellipse(300 + sway, 390, 150, 140, 0, 0, 7);
  context.fill();
  context.fillStyle = "hsl(26 45% 66%)";
  context.beginPath();
  context.ellipse(300 + sway, 175, 66, 82, 0, 0, 7);
  context.fill();
  context.fillStyle = `hsl(${hue + 20} 25% 18%)`;
  context.beginPath();
  context.ellipse(300 + sway, 120, 72, 48, 0, 0, 7);
  context.fill();
}
