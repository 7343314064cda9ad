import { describe, expect, it } from "vitest";
import type { Row } from "../../src/engine/figures";
import { EVERY, Gauge, type Gauged } from "../../src/engine/gauge";
import { Clock } from "./clock";
import { type Counted, report } from "./reports";

class FakePeer implements Gauged {
  link: Gauged["link"] = "connected";
  looks = 0;
  need = 650_000;
  thin: boolean | null = null;
  rows: () => Row[] = () => report();

  async stats(): Promise<Iterable<Row>> {
    this.looks += 1;
    return this.rows();
  }

  adapt(thin: boolean): void {
    this.thin = thin;
  }

  /** At each look, so much more of everything than at the last one. */
  flow(each: Counted): void {
    const counts = { came: 0, lost: 0, sent: 0 };
    this.rows = () => {
      for (const what of ["came", "lost", "sent"] as const) counts[what] += each[what] ?? 0;
      return report({ ...each, ...counts });
    };
  }
}

function gauging(...names: string[]) {
  const clock = new Clock();
  const peers = new Map(names.map((name) => [name, new FakePeer()]));
  let changes = 0;
  const gauge = new Gauge({ timers: clock, peers: () => peers, changed: () => (changes += 1) });
  gauge.start();
  const peer = (name: string) => {
    const found = peers.get(name);
    if (!found) throw new Error(`no ${name}`);
    return found;
  };
  return {
    clock,
    peers,
    peer,
    gauge,
    changes: () => changes,
    look: (looks: number) => clock.pass(looks * EVERY),
  };
}

describe("the gauge", () => {
  it("looks once every two seconds, and knows something from the second look on", async () => {
    const { gauge, peer, look, changes } = gauging("grace");
    gauge.start();
    await look(1);
    expect([peer("grace").looks, gauge.look("grace")]).toEqual([1, null]);
    await look(1);
    expect(gauge.look("grace")).toMatchObject({ grade: "good", figures: { route: "direct", roundTrip: 24 } });
    expect([peer("grace").looks, changes()]).toEqual([2, 2]);
  });

  it("asks nothing of connections that do not work, and forgets what they did", async () => {
    const { gauge, peer, look } = gauging("grace");
    await look(2);
    peer("grace").link = "interrupted";
    await look(3);
    expect([peer("grace").looks, gauge.look("grace")]).toEqual([2, null]);
  });

  it("begins anew with another connection to the same person", async () => {
    const { gauge, peers, look } = gauging("grace");
    await look(2);
    peers.set("grace", new FakePeer());
    await look(1);
    expect(gauge.look("grace")).toBeNull();
  });

  it("goes on when a connection has nothing to tell any more", async () => {
    const { gauge, peer, look } = gauging("grace", "alan");
    peer("grace").rows = () => {
      throw new Error("InvalidStateError");
    };
    await look(2);
    expect([gauge.look("grace"), gauge.look("alan")?.grade]).toEqual([null, "good"]);
  });

  it("tells the trouble of one person from that of the own end", async () => {
    const { gauge, peer, look } = gauging("grace", "alan");
    peer("grace").flow({ came: 80, lost: 20, sent: 100, lostThere: 0.2 });
    await look(6);
    expect([gauge.look("grace")?.grade, gauge.look("alan")?.grade]).toEqual(["poor", "good"]);
    expect(gauge.own).toEqual({ upload: "good", download: "good", busy: false });
    peer("alan").flow({ came: 95, lost: 5, sent: 100, lostThere: 0.05 });
    await look(6);
    expect(gauge.own).toEqual({ upload: "weak", download: "weak", busy: false });
    for (const name of ["grace", "alan"]) peer(name).flow({ came: 100, sent: 100 });
    await look(7);
    expect(gauge.own).toEqual({ upload: "good", download: "good", busy: false });
  });

  it("calls a way thin at the second look in a row, and no more when it is twice as wide for three", async () => {
    const { peer, look } = gauging("grace");
    const told: (boolean | null)[] = [];
    for (const available of [90, 90, 90, 130, 250, 250, 130, 250, 250, 250]) {
      peer("grace").rows = () => report({ available: available * 1000 });
      await look(1);
      told.push(peer("grace").thin);
    }
    expect(told).toEqual([null, false, true, true, true, true, true, true, true, false]);
  });

  it("calls the upload very slow as long as the way is thin, though nothing is held back on it", async () => {
    const { gauge, peer, look } = gauging("grace");
    peer("grace").rows = () => report({ available: 110_000 });
    await look(3);
    peer("grace").rows = () => report({ available: 190_000 });
    await look(6);
    expect(gauge.own.upload).toBe("poor");
  });

  it("calls no way thin, and no upload slow, where only sound is sent and gets through", async () => {
    const { gauge, peer, look } = gauging("grace");
    peer("grace").need = 50_000;
    peer("grace").rows = () => report({ available: 70_000 });
    await look(10);
    expect([peer("grace").thin, gauge.own.upload]).toEqual([false, "good"]);
  });

  it("says that the computer is busy when it holds most pictures back", async () => {
    const { gauge, peer, look } = gauging("grace");
    peer("grace").rows = () => report({ limited: "cpu" });
    await look(4);
    expect(gauge.own.busy).toBe(false);
    await look(1);
    expect(gauge.own).toEqual({ upload: "good", download: "good", busy: true });
  });

  it("is quiet while there is nobody, and after the end", async () => {
    const { gauge, look, changes, clock } = gauging();
    await look(3);
    expect(changes()).toBe(0);
    gauge.stop();
    expect(clock.pending).toBe(0);
    gauge.start();
    expect(clock.pending).toBe(0);
  });
});
