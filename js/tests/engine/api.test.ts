import { describe, expect, it } from "vitest";
import { server } from "../../src/engine/api";

const ROOT = "https://hub.example/user/ada/meet/";
const MEETING = "M".repeat(22);
const ABOUT = { name: "notebook-meet", version: "0.1.0", protocols: [1] };

interface Asked {
  readonly url: string;
  readonly init: RequestInit;
}

/** A server that answers each path with a status and a body; what was asked is kept. */
function fake(answers: Record<string, [number, unknown]>) {
  const asked: Asked[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    asked.push({ url, init });
    const [status, body] = answers[url.slice(ROOT.length)] ?? [404, "<html>"];
    if (status === 0) throw new TypeError("Failed to fetch");
    return new Response(status === 204 ? null : typeof body === "string" ? body : JSON.stringify(body), {
      status,
    });
  };
  return { asked, api: server(ROOT, { fetch, cookie: () => "a=b; _xsrf=2%7Cabc; c=d" }) };
}

const refused = (code: string, retryAfter: number | null = null) => ({
  error: { code, message: "A sentence.", retry_after: retryAfter },
});

describe("the REST client", () => {
  it("asks once which protocols the server speaks, then sends cookie and XSRF header", async () => {
    const { api, asked } = fake({
      "api/about": [200, ABOUT],
      "api/v1/me": [200, { name: "Ada", logged_in: true, login_url: null, public_url: null }],
    });
    expect((await api.me()).name).toBe("Ada");
    await api.me();
    expect(asked.map(({ url }) => url.slice(ROOT.length))).toEqual(["api/about", "api/v1/me", "api/v1/me"]);
    expect(asked[1]?.init).toMatchObject({ credentials: "same-origin", headers: { "X-XSRFToken": "2|abc" } });
    expect(asked[0]?.init).toMatchObject({ headers: { "X-XSRFToken": "2|abc" } });
  });

  it.each([
    ["server_unreachable", { "api/about": [502, "<html>Bad gateway"] }],
    ["service_missing", { "api/about": [502, refused("service_missing")] }],
    ["extension_not_enabled", { "api/about": [404, "<html>not found"] }],
    ["extension_not_enabled", { "api/about": [200, { hello: "other service" }] }],
    ["server_too_old", { "api/about": [200, { ...ABOUT, protocols: [0] }] }],
    ["server_too_new", { "api/about": [200, { ...ABOUT, protocols: [2, 3] }] }],
    ["server_unreachable", { "api/about": [0, ""] }],
    ["server_unreachable", { "api/about": [200, ABOUT], "api/v1/me": [502, "<html>Bad gateway"] }],
    ["server_too_new", { "api/about": [200, ABOUT], "api/v1/me": [200, { name: 7 }] }],
    ["throttled", { "api/about": [200, ABOUT], "api/v1/me": [429, refused("throttled", 4)] }],
  ] as [string, Record<string, [number, unknown]>][])("says %s", async (code, answers) => {
    await expect(fake(answers).api.me()).rejects.toMatchObject({ code });
  });

  it("passes on how long to wait", async () => {
    const { api } = fake({ "api/about": [200, ABOUT], "api/v1/me": [429, refused("throttled", 4)] });
    await expect(api.me()).rejects.toEqual({ code: "throttled", message: "A sentence.", retryAfter: 4 });
  });

  it("asks again after the server was not there", async () => {
    const answers: Record<string, [number, unknown]> = { "api/about": [0, ""] };
    const { api } = fake(answers);
    await expect(api.end(MEETING)).rejects.toMatchObject({ code: "server_unreachable" });
    answers["api/about"] = [200, ABOUT];
    answers[`api/v1/meetings/${MEETING}`] = [204, ""];
    await expect(api.end(MEETING)).resolves.toBeUndefined();
  });

  it("puts secrets into bodies, never into addresses", async () => {
    const secret = "s".repeat(43);
    const { api, asked } = fake({ "api/about": [200, ABOUT] });
    await expect(api.preview(MEETING, { invite: secret, resume: secret })).rejects.toBeDefined();
    await expect(
      api.admit(MEETING, { invite: secret, passcode: secret, host_key: secret }),
    ).rejects.toBeDefined();
    expect(asked).toHaveLength(3);
    for (const { url, init } of asked) {
      expect(url).not.toContain(secret);
      expect(JSON.stringify(init.headers ?? {})).not.toContain(secret);
    }
  });
});
