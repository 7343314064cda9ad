/**
 * What getStats of one connection says, in the few figures that people and rules can use. Pure: rows in, figures out.
 *
 * Names of rows and fields: W3C "Identifiers for WebRTC's Statistics API". Browsers leave some of them out; what is
 * not known is null.
 */

/** What is read of a row. */
type Field =
  | "id"
  | "type"
  | "kind"
  | "bytesReceived"
  | "headerBytesReceived"
  | "bytesSent"
  | "headerBytesSent"
  | "packetsReceived"
  | "packetsSent"
  | "packetsLost"
  | "fractionLost"
  | "roundTripTime"
  | "currentRoundTripTime"
  | "availableOutgoingBitrate"
  | "frameWidth"
  | "frameHeight"
  | "framesPerSecond"
  | "qualityLimitationReason"
  | "trackIdentifier"
  | "mediaSourceId"
  | "localId"
  | "localCandidateId"
  | "remoteCandidateId"
  | "candidateType"
  | "selectedCandidatePairId"
  | "selected"
  | "nominated"
  | "state";

/** One row of an RTCStatsReport, which is the browser's: nothing is sure about it. */
export type Row = { readonly [field in Field]?: unknown };

/** One video as it goes over the connection. */
export interface Picture {
  /** The id of the track that is shown or captured; "" where the browser does not say. */
  readonly track: string;
  readonly width: number;
  readonly height: number;
  /** Frames a second. */
  readonly frameRate: number | null;
}

/** Why a sent picture is worse than it was captured. */
export type Limit = "none" | "bandwidth" | "cpu" | "other";

export interface SentPicture extends Picture {
  readonly limited: Limit;
}

/** How one connection does, between two readings. Bit rates are in bit/s, losses in percent. */
export interface Figures {
  readonly route: "direct" | "relayed" | null;
  /** Milliseconds. */
  readonly roundTrip: number | null;
  /** Of what the other side sent. */
  readonly lost: number | null;
  /** Of what was sent to the other side, as far as it has told. */
  readonly lostThere: number | null;
  readonly down: number | null;
  readonly up: number | null;
  /** What the browser takes the way to the other side to bear. */
  readonly available: number | null;
  readonly received: readonly Picture[];
  readonly sent: readonly SentPicture[];
}

/** What was read at one moment. Counters go up all the time. */
export interface Reading {
  /** Milliseconds. */
  readonly at: number;
  readonly rows: ReadonlyMap<unknown, Row>;
}

export function read(report: Iterable<Row>, at: number): Reading {
  return { at, rows: new Map([...report].map((row) => [row.id, row])) };
}

/** The figures of the time between two readings of one connection. */
export function figures(before: Reading, now: Reading): Figures {
  const pair = selectedPair(now);
  const inbound = typed(now, "inbound-rtp");
  const outbound = typed(now, "outbound-rtp");
  const rate = (rows: readonly Row[], ...fields: Field[]) => perSecond(before, now, rows, fields);
  return {
    route: routeOf(now, pair),
    roundTrip: milliseconds(number(pair, "currentRoundTripTime") ?? reported(now)),
    lost: percentLost(before, inbound),
    lostThere: percentLostThere(before, now),
    down: rate(inbound, "bytesReceived", "headerBytesReceived"),
    up: rate(outbound, "bytesSent", "headerBytesSent"),
    available: number(pair, "availableOutgoingBitrate"),
    received: inbound.flatMap((row) => pictureOf(row, row)),
    sent: outbound.flatMap((row) => sentPicture(now, row)),
  };
}

/** What goes out to all, in one: the largest picture, and everything that is sent. */
export function together(all: readonly Figures[]): Figures | null {
  if (all.length === 0) return null;
  const sent = all.flatMap((one) => one.sent).sort((a, b) => b.width - a.width);
  const sum = (of: (one: Figures) => number | null) => all.reduce((total, one) => total + (of(one) ?? 0), 0);
  const nothing = {
    route: null,
    roundTrip: null,
    lost: null,
    lostThere: null,
    available: null,
    received: [],
  };
  return { ...nothing, down: sum(({ down }) => down), up: sum(({ up }) => up), sent };
}

const typed = ({ rows }: Reading, type: string) => [...rows.values()].filter((row) => row.type === type);
const at = ({ rows }: Reading, id: unknown) => (id === undefined ? undefined : rows.get(id));

function number(row: Row | undefined, field: Field): number | null {
  const value = row?.[field];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

const milliseconds = (seconds: number | null) => (seconds === null ? null : seconds * 1000);

function selectedPair(reading: Reading): Row | undefined {
  const [transport] = typed(reading, "transport");
  const pairs = typed(reading, "candidate-pair");
  return (
    at(reading, transport?.selectedCandidatePairId) ??
    pairs.find(({ selected }) => selected === true) ??
    pairs.find(({ nominated, state }) => nominated === true && state === "succeeded")
  );
}

function routeOf(reading: Reading, pair: Row | undefined): Figures["route"] {
  const ends = [at(reading, pair?.localCandidateId), at(reading, pair?.remoteCandidateId)];
  if (ends.every((end) => end === undefined)) return null;
  return ends.some((end) => end?.candidateType === "relay") ? "relayed" : "direct";
}

/** The round trip by the other side's reports, in seconds. */
function reported(now: Reading): number | null {
  const trips = typed(now, "remote-inbound-rtp").map((row) => number(row, "roundTripTime"));
  return trips.find((trip) => trip !== null) ?? null;
}

const grown = (before: Reading, row: Row, field: Field) =>
  Math.max(0, (number(row, field) ?? 0) - (number(at(before, row.id), field) ?? 0));

const total = <T>(all: readonly T[], of: (one: T) => number) => all.reduce((sum, one) => sum + of(one), 0);

function perSecond(
  before: Reading,
  now: Reading,
  rows: readonly Row[],
  fields: readonly Field[],
): number | null {
  const seconds = (now.at - before.at) / 1000;
  if (seconds <= 0 || rows.length === 0) return null;
  return (8 * total(rows, (row) => total(fields, (field) => grown(before, row, field)))) / seconds;
}

function percentLost(before: Reading, inbound: readonly Row[]): number | null {
  const lost = total(inbound, (row) => grown(before, row, "packetsLost"));
  const came = total(inbound, (row) => grown(before, row, "packetsReceived"));
  return lost + came === 0 ? null : (100 * lost) / (lost + came);
}

/** Only of what still flows: the last report on a stream that is paused says nothing of now. */
function percentLostThere(before: Reading, now: Reading): number | null {
  const reports = typed(now, "remote-inbound-rtp").flatMap((row) => {
    const of = at(now, row.localId);
    const share = number(row, "fractionLost");
    const sent = of ? grown(before, of, "packetsSent") : 0;
    return share === null || sent === 0 ? [] : [{ share, sent }];
  });
  const sent = reports.reduce((sum, report) => sum + report.sent, 0);
  if (sent === 0) return null;
  return (100 * reports.reduce((sum, report) => sum + report.share * report.sent, 0)) / sent;
}

function pictureOf(row: Row, source: Row | undefined): Picture[] {
  const width = number(row, "frameWidth");
  const height = number(row, "frameHeight");
  if (row.kind !== "video" || !width || !height) return [];
  const track = typeof source?.trackIdentifier === "string" ? source.trackIdentifier : "";
  return [{ track, width, height, frameRate: number(row, "framesPerSecond") }];
}

const LIMITS: readonly unknown[] = ["bandwidth", "cpu", "other"];

function sentPicture(now: Reading, row: Row): SentPicture[] {
  const reason = row.qualityLimitationReason;
  const limited = LIMITS.includes(reason) ? (reason as Limit) : "none";
  return pictureOf(row, at(now, row.mediaSourceId)).map((picture) => ({ ...picture, limited }));
}
