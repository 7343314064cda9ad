import { describe, expect, it } from "vitest";
import { parts } from "../../src/ui/chat/parts";

const words = (text: string) => ({ kind: "words", text });
const link = (text: string, href = text) => ({ kind: "link", text, href });

describe("the parts of a message", () => {
  it.each([
    ["", []],
    ["hello", [words("hello")]],
    ["see https://a.example/x.", [words("see "), link("https://a.example/x"), words(".")]],
    ["(https://a.example/x_(y))", [words("("), link("https://a.example/x_(y)"), words(")")]],
    ["http://a.example?q=1,2!", [link("http://a.example?q=1,2", "http://a.example/?q=1,2"), words("!")]],
    ["HTTPS://A.example/X", [link("HTTPS://A.example/X", "https://a.example/X")]],
    ["javascript:alert(1)", [words("javascript:alert(1)")]],
    ["data:text/html,<b>", [words("data:text/html,<b>")]],
    ["xhttps://a.example", [words("xhttps://a.example")]],
    ["https://", [words("https://")]],
    ["<img src=x onerror=alert(1)>", [words("<img src=x onerror=alert(1)>")]],
    ["use `x = 1` here", [words("use "), { kind: "code", text: "x = 1" }, words(" here")]],
    ["`https://a.example`", [{ kind: "code", text: "https://a.example" }]],
    ["```python\nx = 1\ny = `2`\n```", [{ kind: "block", text: "x = 1\ny = `2`" }]],
    [
      "a\n```\nhttps://a.example\n```\nb",
      [words("a\n"), { kind: "block", text: "https://a.example" }, words("\nb")],
    ],
    ["```never closed", [words("```never closed")]],
  ])("%j", (text, expected) => {
    expect(parts(text)).toEqual(expected);
  });

  it("lose nothing of the text but the marks of code", () => {
    const text = "a https://a.example/(b), `c` (https://d.example) ```e``` f\n\n`g";
    expect(
      parts(text)
        .map((part) => part.text)
        .join(""),
    ).toBe(text.replaceAll("```", "").replaceAll("`c`", "c"));
  });
});
