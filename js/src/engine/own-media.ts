/** What the page does with the own camera, microphone and speaker, in a real browser. */

import type { Watch } from "./capturing";
import type { Rung } from "./devices-model";
import { loudness, type Tap } from "./listen";

/** Milliseconds between two looks at the level. */
const LOOK = 100;
const NOTES = [523, 659, 784];
const NOTE = 0.28;

/** A picture has come when a video of the camera has one. Of a page that nobody sees, browsers draw none. */
export const watch: Watch = (camera, seen) => {
  const video = document.createElement("video");
  const forget = () => {
    video.removeEventListener("loadeddata", look);
    document.removeEventListener("visibilitychange", look);
    video.srcObject = null;
  };
  const look = () => {
    if (video.readyState < video.HAVE_CURRENT_DATA && document.visibilityState === "visible") return;
    forget();
    seen();
  };
  video.addEventListener("loadeddata", look);
  document.addEventListener("visibilitychange", look);
  video.muted = true;
  video.srcObject = new MediaStream([camera]);
  video.play().catch(() => undefined); // it was forgotten meanwhile; without playing, the first picture comes, too
  return forget;
};

export const tap: Tap = (track, heard) => {
  const context = new AudioContext();
  const source = sourceOf(context, track);
  const analyser = context.createAnalyser();
  analyser.fftSize = 4096; // nearly all that was heard since the last look
  source?.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    heard(loudness(samples));
  }, LOOK);
  return () => {
    clearInterval(timer);
    source?.disconnect();
    void context.close();
  };
};

/** Some browsers refuse a microphone whose sampling rate is not the speaker's: it is heard by all, but has no level here. */
function sourceOf(context: AudioContext, track: MediaStreamTrack): AudioNode | null {
  try {
    return context.createMediaStreamSource(new MediaStream([track]));
  } catch {
    return null;
  }
}

export function canRoute(): boolean {
  return typeof globalThis.HTMLMediaElement?.prototype.setSinkId === "function";
}

/** Three rising notes. An element plays them, as it plays the others: only elements can be sent to a speaker everywhere. */
export async function ring(speaker: string): Promise<Rung> {
  const context = new AudioContext();
  const element = new Audio();
  try {
    const destination = context.createMediaStreamDestination();
    element.srcObject = destination.stream;
    if (speaker !== "") await element.setSinkId?.(speaker);
    await Promise.all([context.resume(), element.play()]);
    await notes(context, destination);
    return canRoute() ? "chosen" : "default";
  } catch {
    return "failed"; // the speaker is gone, or the browser plays nothing
  } finally {
    element.pause();
    element.srcObject = null;
    void context.close();
  }
}

function notes(context: AudioContext, destination: AudioNode): Promise<void> {
  const begin = context.currentTime + 0.05;
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  gain.gain.value = 0;
  NOTES.forEach((frequency, index) => {
    const at = begin + index * NOTE;
    oscillator.frequency.setValueAtTime(frequency, at);
    gain.gain.setTargetAtTime(0.25, at, 0.01);
    gain.gain.setTargetAtTime(0, at + NOTE * 0.6, 0.03);
  });
  oscillator.connect(gain).connect(destination);
  return new Promise((resolve) => {
    oscillator.onended = () => resolve();
    oscillator.start(begin);
    oscillator.stop(begin + NOTES.length * NOTE + 0.3);
  });
}
