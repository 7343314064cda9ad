import { describe, expect, it } from "vitest";
import { findRoot, inviteLinkFor, labLinkFor, linkFor, linkRoot } from "../../src/engine/root";

const page = (options: { config?: string; classic?: string; origin?: string; protocol?: string }) => ({
  document: {
    getElementById: (id: string) =>
      id === "jupyter-config-data" && options.config !== undefined ? { textContent: options.config } : null,
    body: { getAttribute: (name: string) => (name === "data-base-url" ? (options.classic ?? null) : null) },
  } as unknown as Pick<Document, "getElementById" | "body">,
  location: { origin: options.origin ?? "https://hub.example", protocol: options.protocol ?? "https:" },
});

describe("the application's root", () => {
  it.each([
    ["JupyterLab", { config: '{"baseUrl": "/user/ada/"}' }, "", "https://hub.example/user/ada/meet/"],
    [
      "a base without its slash",
      { config: '{"baseUrl": "/user/ada"}' },
      "",
      "https://hub.example/user/ada/meet/",
    ],
    ["nbclassic", { classic: "%2Fuser%2Fada%40home%2F" }, "", "https://hub.example/user/ada@home/meet/"],
    [
      "another application's element",
      { config: "not json" },
      "http://127.0.0.1:8888/x/",
      "https://hub.example/x/meet/",
    ],
    ["another page", {}, "http://127.0.0.1:8888/base/", "https://hub.example/base/meet/"],
    ["a page without any hint", {}, "", "https://hub.example/meet/"],
    [
      "a webview",
      { protocol: "vscode-webview:" },
      "http://127.0.0.1:8888/x/",
      "http://127.0.0.1:8888/x/meet/",
    ],
    ["a webview without a hint", { protocol: "vscode-webview:" }, "", ""],
  ])("is found in %s", (_where, options, hint, root) => {
    expect(findRoot(page(options), hint)).toBe(root);
  });

  it("never follows a page's base to another host", () => {
    expect(new URL(findRoot(page({ config: '{"baseUrl": "//evil.example/"}' }), "")).host).toBe(
      "hub.example",
    );
  });

  it.each([
    ["a web page's own", "https:", "https://public/meet/", "http://a/meet/"],
    ["the public one in a webview", "vscode-webview:", "https://public/meet/", "https://public/meet/"],
    ["the server's in a webview that knows no other", "vscode-webview:", "", "http://a/meet/"],
  ])("of links is %s", (_which, protocol, publicRoot, root) => {
    expect(linkRoot(page({ protocol }), "http://a/meet/", publicRoot)).toBe(root);
  });

  it("makes links", () => {
    expect(linkFor("http://127.0.0.1:8888/meet/", "M".repeat(22))).toBe(
      `http://127.0.0.1:8888/meet/${"M".repeat(22)}`,
    );
    expect(linkFor("http://a/meet/", "x")).toBe("http://a/meet/x");
    expect(inviteLinkFor("https://a/meet/x", "s")).toBe("https://a/meet/x#invite=s");
  });
});

describe("the form of a link for people with notebooks", () => {
  const residence = (lab?: string) =>
    ({ kind: "hub", guests: false, ...(lab !== undefined && { lab }) }) as const;

  it.each([
    ["/hub/user-redirect/meet/lab/", "https://hub.example:8443/hub/user-redirect/meet/lab/m"],
    [
      "https://other.example/hub/user-redirect/meet/lab/",
      "https://other.example/hub/user-redirect/meet/lab/m",
    ],
    ["", null],
    [undefined, null],
  ])("%s", (lab, link) => {
    expect(labLinkFor("https://hub.example:8443/services/meet/m", residence(lab))).toBe(link);
  });
});
