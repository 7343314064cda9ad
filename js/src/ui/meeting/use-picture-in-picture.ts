import { useEffect, useRef, useState } from "preact/hooks";
import type { Call, Tile } from "../../engine/model";
import { useSnapshot } from "../parts/use-snapshot";
import { foremost } from "./compose";
import type { Size } from "./layout";
import { sightOf, useSeen } from "./use-seen";

export interface PictureInPicture {
  /** False where the browser has no such thing, or nobody shows a picture. */
  readonly possible: boolean;
  readonly on: boolean;
  readonly toggle: () => void;
}

/** The browser's own window over all others, with whatever says most about the call. It follows the conversation. */
export function usePictureInPicture(call: Call, tiles: readonly Tile[]): PictureInPicture {
  const { spoken } = useSnapshot(call.voices);
  const tile = pictured(tiles, spoken);
  const stream = tile?.stream ?? null;
  const video = useRef<HTMLVideoElement | null>(null);
  const [size, setSize] = useState<Size | null>(null);
  useSeen(call, size && tile && !tile.you ? [sightOf(tile, size)] : []);
  useEffect(() => {
    if (video.current && stream) show(video.current, stream);
  }, [stream]);
  const close = () => {
    if (video.current) end(video.current);
    video.current = null;
    setSize(null);
  };
  useEffect(() => close, []);
  const open = async () => {
    if (!stream) return;
    video.current = hiddenVideo(close);
    show(video.current, stream);
    await metadata(video.current);
    const { width, height } = await video.current.requestPictureInPicture();
    setSize({ width, height });
  };
  const toggle = () => {
    if (video.current) close();
    // Refused when the browser takes the click for stale: the button is still there then.
    else open().catch(close);
  };
  return { possible: supported() && tile !== undefined, on: size !== null, toggle };
}

const supported = (): boolean => document.pictureInPictureEnabled === true;

/** A shared screen, since its window can be made large; else a face. */
function pictured(tiles: readonly Tile[], spoken: readonly string[]): Tile | undefined {
  const seen = tiles.filter(
    ({ stream, source, participant }) => stream && (source === "screen" || participant.camera),
  );
  return seen.find(({ source, you }) => source === "screen" && !you) ?? foremost(seen, spoken);
}

/** A window of this kind shows one element's picture, and tiles come and go. */
function hiddenVideo(onLeave: () => void): HTMLVideoElement {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.className = "nbmeet-hidden-video";
  video.setAttribute("aria-hidden", "true");
  video.addEventListener("leavepictureinpicture", onLeave);
  return document.body.appendChild(video);
}

function end(video: HTMLVideoElement): void {
  // Rejected when the window is closed already.
  if (document.pictureInPictureElement === video) document.exitPictureInPicture().catch(() => undefined);
  video.srcObject = null;
  video.remove();
}

function show(video: HTMLVideoElement, stream: MediaStream): void {
  if (video.srcObject === stream) return;
  video.srcObject = stream;
  // Muted, so it may play; rejected when the stream changes meanwhile, which comes by here again.
  video.play().catch(() => undefined);
}

/** Resolves when the browser knows the size of the picture. */
function metadata(video: HTMLVideoElement): Promise<void> {
  if (video.readyState >= HTMLMediaElement.HAVE_METADATA) return Promise.resolve();
  return new Promise((resolve) => video.addEventListener("loadedmetadata", () => resolve(), { once: true }));
}
