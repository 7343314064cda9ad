/** Takes back the description that is half agreed on, if there is one. */
export async function rollback(connection: RTCPeerConnection): Promise<void> {
  const description = { type: "rollback" } as const;
  const undo = {
    "have-local-offer": () => connection.setLocalDescription(description),
    "have-remote-offer": () => connection.setRemoteDescription(description),
  }[connection.signalingState as string];
  // Refused only by a connection that is beyond help; to report that as `failed` would lead here again.
  await undo?.().catch(() => undefined);
}
