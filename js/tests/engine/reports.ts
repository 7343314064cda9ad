/** Reports as getStats gives them, with only what matters written out. */
import type { Row } from "../../src/engine/figures";

export interface Counted {
  /** Packets that came, and that were lost on the way here. */
  readonly came?: number;
  readonly lost?: number;
  /** Packets sent; the share of the latest that the other side misses. */
  readonly sent?: number;
  readonly lostThere?: number;
  readonly trip?: number;
  readonly relayed?: boolean;
  readonly available?: number;
  readonly limited?: string;
}

/** A connection with sound and picture both ways, each packet of 100 bytes, 12 of them headers, as Chromium reports it. */
export function report(counted: Counted = {}): Row[] {
  const { came = 0, lost = 0, sent = 0, lostThere = 0, trip = 0.024, relayed = false } = counted;
  const { available = 2_000_000, limited = "none" } = counted;
  const inbound = {
    type: "inbound-rtp",
    packetsReceived: came,
    packetsLost: lost,
    bytesReceived: 88 * came,
    headerBytesReceived: 12 * came,
  };
  const outbound = {
    type: "outbound-rtp",
    packetsSent: sent,
    bytesSent: 88 * sent,
    headerBytesSent: 12 * sent,
  };
  const there = { type: "remote-inbound-rtp", fractionLost: lostThere, roundTripTime: trip };
  const picture = { kind: "video", frameWidth: 640, frameHeight: 360, framesPerSecond: 24 };
  const pair = { type: "candidate-pair", currentRoundTripTime: trip, availableOutgoingBitrate: available };
  return [
    { id: "T", type: "transport", selectedCandidatePairId: "P" },
    { id: "old", ...pair, currentRoundTripTime: 9, nominated: true, state: "succeeded" },
    { id: "P", ...pair, localCandidateId: "L", remoteCandidateId: "R" },
    { id: "L", type: "local-candidate", candidateType: "host" },
    { id: "R", type: "remote-candidate", candidateType: relayed ? "relay" : "prflx" },
    { id: "IA", ...inbound, kind: "audio" },
    { id: "IV", ...inbound, ...picture, trackIdentifier: "theirs" },
    { id: "OA", ...outbound, kind: "audio" },
    { id: "OV", ...outbound, ...picture, mediaSourceId: "S", qualityLimitationReason: limited },
    { id: "S", type: "media-source", kind: "video", trackIdentifier: "ours" },
    { id: "RA", ...there, kind: "audio", localId: "OA" },
    { id: "RV", ...there, kind: "video", localId: "OV" },
  ];
}
