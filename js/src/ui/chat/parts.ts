/** What stands in a chat message: words, links, code. All of it is text; nothing is ever HTML. Pure. */

export type Part =
  | { readonly kind: "words"; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "block"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string };

const BLOCK = /```(?:[\w+-]*\n)?([\s\S]*?)```/g;
const PIECE = /`([^`\n]+)`|\bhttps?:\/\/[^\s<>"`]+/gi;
const AFTER = new Set(".,;:!?'");
const BRACKETS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/** The parts of a text, in order. Three backticks fence a block of code, as in Markdown, one a piece of a line. */
export function parts(text: string): readonly Part[] {
  return split(text, BLOCK, ([, code = ""]) => [block(code)], inline);
}

function inline(text: string): readonly Part[] {
  return split(
    text,
    PIECE,
    ([whole, code]) => (code === undefined ? linked(whole) : [{ kind: "code", text: code }]),
    words,
  );
}

const words = (text: string): readonly Part[] => (text === "" ? [] : [{ kind: "words", text }]);
const block = (code: string): Part => ({ kind: "block", text: code.replace(/^\n|\n$/g, "") });

/** `made` says what a match becomes, `between` what stands between matches. */
function split(
  text: string,
  pattern: RegExp,
  made: (match: RegExpExecArray) => readonly Part[],
  between: (text: string) => readonly Part[],
): readonly Part[] {
  const found: Part[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    found.push(...between(text.slice(at, match.index)), ...made(match));
    at = match.index + match[0].length;
  }
  return [...found, ...between(text.slice(at))];
}

/** An address, without the full stop of the sentence that it ends. */
function linked(whole: string): readonly Part[] {
  let end = whole.length;
  while (end > 0 && isOutside(whole.slice(0, end))) end -= 1;
  const address = whole.slice(0, end);
  const rest = words(whole.slice(end));
  return URL.canParse(address)
    ? [{ kind: "link", text: address, href: new URL(address).href }, ...rest]
    : [...words(address), ...rest];
}

function isOutside(address: string): boolean {
  const last = address.at(-1) ?? "";
  const opening = BRACKETS[last];
  if (opening === undefined) return AFTER.has(last);
  return address.split(last).length > address.split(opening).length;
}
