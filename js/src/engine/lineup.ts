/** The media lines of one connection, as its transceivers. */

import { LINES, type LocalTracks, OF_PERSON } from "./lines";

/** Tie sound and picture together for the other side, the person's and the screen's; what is in them does not matter. */
export interface Labels {
  readonly person: MediaStream;
  readonly screen: MediaStream;
}

/** In the order of the lines: each side makes its own in this order, and those that an offer makes follow the offer's. */
export const lineup = (connection: RTCPeerConnection): RTCRtpTransceiver[] =>
  connection.getTransceivers().filter(({ direction }) => direction !== "stopped");

/** Makes the lines that are not there yet. */
export function complete(connection: RTCPeerConnection, labels: Labels): void {
  const here = lineup(connection).length;
  for (const [index, { kind }] of LINES.entries())
    if (index >= here)
      connection.addTransceiver(kind, { direction: "sendrecv", streams: [labelOf(index, labels)] });
}

/** The lines are those of the offer. Own ones that a rollback has orphaned would become further ones. */
export function adopt(connection: RTCPeerConnection, labels: Labels): void {
  for (const transceiver of lineup(connection)) if (transceiver.mid === null) transceiver.stop();
  for (const [index, transceiver] of lineup(connection).entries()) {
    transceiver.direction = "sendrecv";
    transceiver.sender.setStreams?.(labelOf(index, labels));
  }
}

/** Sends each track on its line. */
export async function attach(connection: RTCPeerConnection, tracks: LocalTracks): Promise<void> {
  const sent = LINES.map(({ sends }) => tracks[sends]);
  const senders = lineup(connection).map(({ sender }, index) => sender.replaceTrack(sent[index] ?? null));
  await Promise.all(senders);
}

const labelOf = (index: number, { person, screen }: Labels) => (index < OF_PERSON ? person : screen);
