/** RTCPeerConnection and what belongs to it, as far as the engine uses them. */

import type { Row } from "../../src/engine/figures";
import type { Rtc } from "../../src/engine/peer";
import { stream, track } from "./fake-media";
import * as model from "./signalling";

/** A sender's encoding, which takes every order but while it refuses. */
export class FakeSender {
  track: MediaStreamTrack | null = null;
  encoding: Record<string, unknown> = { active: true };
  preference: string | undefined;
  /** How often it was given an order. */
  orders = 0;
  refuses = false;

  getParameters() {
    return { encodings: [{ ...this.encoding }] };
  }

  async setParameters(parameters: { encodings: Record<string, unknown>[]; degradationPreference?: string }) {
    this.orders += 1;
    if (this.refuses) throw new Error("InvalidStateError");
    this.encoding = { ...parameters.encodings[0] };
    this.preference = parameters.degradationPreference;
  }
}

/** The end of a data channel; the test is the other one. */
export class FakeChannel {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  readyState: "connecting" | "open" = "connecting";
  readonly sent: string[] = [];

  send(words: string) {
    if (this.readyState !== "open") throw new Error("InvalidStateError");
    this.sent.push(words);
  }

  open() {
    this.readyState = "open";
    this.onopen?.();
  }

  hear(data: unknown) {
    this.onmessage?.({ data });
  }
}

/** A transceiver of the model, as a browser shows it. */
function transceiver(of: model.Transceiver, sent: Map<model.Transceiver, MediaStreamTrack | null>) {
  const receiving = track(of.kind);
  const sender = new FakeSender();
  return {
    get mid() {
      return of.mid;
    },
    get direction() {
      return of.stopped ? "stopped" : of.sends ? "sendrecv" : "recvonly";
    },
    set direction(direction: string) {
      of.sends = direction === "sendrecv";
    },
    stop() {
      of.stopped = true;
    },
    receiver: { track: receiving, getSynchronizationSources: () => [] },
    sender: Object.assign(sender, {
      getStats: async () => new Map(),
      async replaceTrack(next: MediaStreamTrack | null) {
        if (of.stopped) throw new Error("InvalidStateError: stopped");
        sent.set(of, next);
        sender.track = next;
      },
    }),
  } as unknown as RTCRtpTransceiver;
}

/** RTCPeerConnection over the signalling model; a test says how the connection is. */
export class FakeConnection {
  onicecandidate: ((event: { candidate: unknown }) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  connectionState: RTCPeerConnectionState = "new";
  closed = false;
  /** Every description set, as "local offer" and so on. */
  readonly set: string[] = [];
  readonly added: string[] = [];
  /** What getStats tells; a test changes it. */
  rows: Row[] = [];
  readonly channel = new FakeChannel();
  /** Every data channel made, in order. */
  readonly channels: [string, RTCDataChannelInit][] = [];
  configuration: RTCConfiguration;
  readonly #pc: model.Signalling;
  readonly #shown = new Map<model.Transceiver, RTCRtpTransceiver>();
  readonly #sent = new Map<model.Transceiver, MediaStreamTrack | null>();
  static #count = 0;

  constructor(configuration: RTCConfiguration) {
    FakeConnection.#count += 1;
    this.configuration = configuration;
    this.#pc = model.signalling(`pc${FakeConnection.#count}.`);
  }

  setConfiguration(configuration: RTCConfiguration) {
    if (this.closed) throw new Error("InvalidStateError");
    const { bundlePolicy } = this.configuration;
    if (configuration.bundlePolicy !== bundlePolicy) throw new Error("InvalidModificationError");
    this.configuration = configuration;
  }

  get signalingState() {
    return this.#pc.state;
  }

  get localDescription() {
    return { sdp: JSON.stringify(model.localDescription(this.#pc)) };
  }

  /** The senders in use, sound first. */
  get senders(): FakeSender[] {
    const used = this.getTransceivers().filter(
      ({ mid, direction }) => mid !== null && direction !== "stopped",
    );
    return used.map(({ sender }) => sender as unknown as FakeSender);
  }

  /** What is sent on each m-line in use. */
  get sending(): (string | null)[] {
    const used = this.#pc.transceivers.filter(({ mid, stopped }) => mid !== null && !stopped);
    return used.map((each) => this.#sent.get(each)?.id ?? null);
  }

  createDataChannel(name: string, options: RTCDataChannelInit) {
    this.channels.push([name, options]);
    return this.channel as unknown as RTCDataChannel;
  }

  addTransceiver(kind: "audio" | "video") {
    model.addTransceiver(this.#pc, kind);
  }

  getTransceivers() {
    return this.#pc.transceivers.map((each) => {
      const shown = this.#shown.get(each) ?? transceiver(each, this.#sent);
      this.#shown.set(each, shown);
      return shown;
    });
  }

  async createOffer({ iceRestart }: { iceRestart: boolean }) {
    return { type: "offer", sdp: JSON.stringify(model.createOffer(this.#pc, iceRestart)) };
  }

  async setLocalDescription(description?: { type: string; sdp?: string }) {
    this.set.push(`local ${description?.type ?? "answer"}`);
    if (description?.type === "rollback") model.rollback(this.#pc);
    else if (description?.sdp) model.setLocalOffer(this.#pc, JSON.parse(description.sdp));
    else model.setLocalAnswer(this.#pc);
  }

  async setRemoteDescription({ type, sdp }: { type: string; sdp: string }) {
    this.set.push(`remote ${type}`);
    if (type === "rollback") model.rollback(this.#pc);
    else if (type === "offer") model.setRemoteOffer(this.#pc, JSON.parse(sdp));
    else model.setRemoteAnswer(this.#pc, JSON.parse(sdp));
  }

  async addIceCandidate({ candidate }: { candidate: string }) {
    if (candidate.startsWith("bad")) throw new Error("OperationError");
    this.added.push(candidate);
  }

  async getStats() {
    return new Map(this.rows.map((row) => [row.id, row]));
  }

  close() {
    this.closed = true;
  }

  // --- what a test does ---

  become(state: RTCPeerConnectionState) {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  gather(candidate: string) {
    this.onicecandidate?.({ candidate: { candidate, sdpMid: "0", sdpMLineIndex: 0, usernameFragment: "u" } });
  }
}

export function fakeRtc(): Rtc & { readonly made: FakeConnection[] } {
  const made: FakeConnection[] = [];
  return {
    made,
    connection(configuration) {
      const connection = new FakeConnection(configuration);
      made.push(connection);
      return connection as unknown as RTCPeerConnection;
    },
    stream,
  };
}
