/** Moving pictures for tiles, drawn on a canvas: somebody in front of a wall. */

export function picture(hue: number): MediaStream {
  const canvas = document.createElement("canvas");
  canvas.width = 640;
  canvas.height = 360;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no 2d canvas in this browser");
  const draw = () => {
    paint(context, hue, performance.now() / 1000);
    requestAnimationFrame(draw);
  };
  draw();
  return canvas.captureStream(12);
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
