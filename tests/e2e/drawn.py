"""Moving pictures for a made-up camera, as YUV4MPEG2: what Chromium's fake camera plays in a loop."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

FRAMES = 10


def bar(path: Path, *, width: int = 160, height: int = 120) -> Path:
    """A bar that wanders over a grey ground, small: two cores can hardly encode six large ones, and draw them, at once."""

    def frames() -> Iterator[bytes]:
        for frame in range(FRAMES):
            at = frame * width // FRAMES
            yield bytes(235 if at <= x < at + width // 8 else 90 for x in range(width)) * height

    return _write(path, width, height, frames())


def noise(path: Path, *, width: int = 640, height: int = 360) -> Path:
    """What no encoder can make small, as a real camera's picture in bad light."""
    chance = Random(1)
    return _write(path, width, height, (chance.randbytes(width * height) for _ in range(FRAMES)))


def _write(path: Path, width: int, height: int, frames: Iterator[bytes]) -> Path:
    colour = bytes([128]) * (width // 2 * (height // 2) * 2)
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{width} H{height} F5:1 Ip A1:1 C420jpeg\n".encode())
        for luminance in frames:
            file.write(b"FRAME\n" + luminance + colour)
    return path
