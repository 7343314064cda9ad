import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parseJson, parseReply, parseServerMessage, type ReplyName } from "../../src/protocol/parse";
import * as validators from "../../src/protocol/validators.gen";

const guards = new Map<string, (value: unknown) => boolean>(Object.entries(validators));

/** One golden message. `fill` replaces a marker in the text by a string repeated that many times. */
interface Case {
  name: string;
  type: string;
  text: string;
  ok: boolean;
  fill?: Record<string, [string, number]>;
}

const CASES = new URL("../../../tests/cases/", import.meta.url);
const schema = JSON.parse(
  readFileSync(new URL("../../../docs/protocol.schema.json", import.meta.url), "utf8"),
);

function text(example: Case): string {
  const fill = Object.entries(example.fill ?? {});
  return fill.reduce(
    (done, [marker, [piece, times]]) => done.replace(marker, piece.repeat(times)),
    example.text,
  );
}

const cases = readdirSync(CASES)
  .filter((file) => file.endsWith(".json"))
  .flatMap((file) => JSON.parse(readFileSync(new URL(file, CASES), "utf8")) as Case[]);

const ajv = new Ajv2020({ strict: false });
ajv.addSchema({ $id: "protocol", $defs: schema.$defs });

const incoming: string[] = schema.roots.incoming;
const replyNames = new Set<string>([
  ...["About", "Admission", "Created", "Digest", "ErrorReply", "InviteCreated", "InviteList", "Me"],
]);

describe("every golden message means the same in the schema and in the shipped validators", () => {
  it.each(cases.map((example) => [`${example.type}: ${example.name}`, example] as const))(
    "%s",
    (_, example) => {
      const value = parseJson(text(example));
      const bySchema = ajv.validate({ $ref: `protocol#/$defs/${example.type}` }, value);
      expect(bySchema, JSON.stringify(ajv.errors)).toBe(example.ok);
      if (incoming.includes(example.type)) {
        expect(guards.get(`is${example.type}`)?.(value)).toBe(example.ok);
      }
    },
  );
});

describe("parsing", () => {
  it.each(
    cases.filter(({ type }) => type === "ServerMessage").map((example) => [example.name, example] as const),
  )("server message: %s", (_, example) => {
    const parsed = parseServerMessage(text(example));
    expect(parsed).toEqual(example.ok ? JSON.parse(text(example)) : null);
  });

  it.each(
    cases.filter(({ type }) => replyNames.has(type)).map((example) => [example.name, example] as const),
  )("reply: %s", (_, example) => {
    const value = parseJson(text(example));
    expect(parseReply(example.type as ReplyName, value)).toEqual(example.ok ? value : null);
  });

  it("takes text that is no JSON for nothing at all", () => {
    expect(parseJson("{")).toBeUndefined();
    expect(parseServerMessage("")).toBeNull();
  });
});
