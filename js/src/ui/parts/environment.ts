import type { DeviceProblem } from "../../engine/model";

/** The standard and Chromium's older name for it; neither is in TypeScript's library. */
interface PolicyDocument {
  readonly featurePolicy?: { allowsFeature(name: string): boolean };
  readonly permissionsPolicy?: { allowsFeature(name: string): boolean };
}

/**
 * Why media cannot work here at all, found without asking for any device: null when it may work.
 * An editor's webview is told by its address (microsoft/vscode#119127).
 */
export function mediaObstacle(): Extract<DeviceProblem, "insecure" | "policy" | "unsupported"> | null {
  if (location.protocol === "vscode-webview:") return "policy";
  if (!window.isSecureContext) return "insecure";
  const { permissionsPolicy, featurePolicy } = document as PolicyDocument;
  const policy = permissionsPolicy ?? featurePolicy;
  if (policy && !policy.allowsFeature("camera") && !policy.allowsFeature("microphone")) return "policy";
  if (typeof RTCPeerConnection === "undefined" || !navigator.mediaDevices) return "unsupported";
  return null;
}
