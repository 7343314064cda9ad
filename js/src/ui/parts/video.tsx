import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

interface VideoProps {
  readonly stream: MediaStream | null;
  readonly mirrored: boolean;
  /** False covers the picture, for example while the camera is off. */
  readonly visible: boolean;
}

/** A stream's picture. Always muted: the engine plays the sound. */
export function Video({ stream, mirrored, visible }: VideoProps) {
  const element = useRef<HTMLVideoElement>(null);
  useLayoutEffect(() => {
    const video = element.current;
    if (!video || video.srcObject === stream) return;
    video.srcObject = stream;
    resume(video);
  }, [stream]);
  useEffect(() => (element.current ? keepPlaying(element.current) : undefined), []);
  const looks = ["nbmeet-video", mirrored && "nbmeet-mirrored", !visible && "nbmeet-video-off"];
  // Live people have no caption file; what is said is not ours to write down.
  return <video ref={element} class={looks.filter(Boolean).join(" ")} muted autoPlay playsInline />;
}

/**
 * A video that was detached (a collapsed output) or scrolled away stays paused when it comes back: play it again as
 * soon as it can be seen.
 */
function keepPlaying(video: HTMLVideoElement): () => void {
  const seen = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) resume(video);
  });
  const awake = () => document.visibilityState === "visible" && resume(video);
  seen.observe(video);
  document.addEventListener("visibilitychange", awake);
  return () => {
    seen.disconnect();
    document.removeEventListener("visibilitychange", awake);
    video.srcObject = null;
  };
}

function resume(video: HTMLVideoElement): void {
  if (!video.srcObject || !video.paused) return;
  // A muted video may always play. play() is rejected when the element goes or its stream changes meanwhile;
  // both come by here again.
  video.play().catch(() => undefined);
}
