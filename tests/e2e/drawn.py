"""Small moving pictures for a made-up camera: two cores can hardly encode six large ones, and draw them, at once."""

from pathlib import Path


def draw(path: Path, *, width: int = 160, height: int = 120, rate: int = 5, frames: int = 10) -> Path:
    """Writes a bar that wanders over a grey ground, as YUV4MPEG2; what Chromium's fake camera plays in a loop."""
    header = f"YUV4MPEG2 W{width} H{height} F{rate}:1 Ip A1:1 C420jpeg\n".encode()
    colour = bytes([128]) * (width // 2 * (height // 2) * 2)
    pieces = [header]
    for frame in range(frames):
        at = frame * width // frames
        row = bytes(235 if at <= x < at + width // 8 else 90 for x in range(width))
        pieces += [b"FRAME\n", row * height, colour]
    path.write_bytes(b"".join(pieces))
    return path
