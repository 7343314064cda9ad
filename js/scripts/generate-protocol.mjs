// Reads the protocol's JSON Schema and writes what the browser needs of it:
//   types.gen.ts         a TypeScript type for every definition
//   constants.gen.ts     the limits, close codes and error texts that both sides share
//   validators.gen.js    stand-alone validators for what the server sends (no eval at run time: CSP forbids it)
//   validators.gen.d.ts  those validators as type guards: isServerMessage(value) narrows `unknown` to ServerMessage
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { Ajv } from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";
import { build } from "esbuild";
import { compile } from "json-schema-to-typescript";
import { project, protocol, schema } from "./paths.mjs";

const BANNER = "// Generated from docs/protocol.schema.json by scripts/generate-protocol.mjs. Do not edit.\n";
const SCHEMA_ID = "protocol";

/** Applies `change` to every object in a JSON document, innermost first. */
function mapObjects(value, change) {
  if (Array.isArray(value)) return value.map((item) => mapObjects(item, change));
  if (value === null || typeof value !== "object") return value;
  return change(
    Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapObjects(item, change)])),
  );
}

const isTaggedUnion = (node) =>
  Array.isArray(node.anyOf) && typeof node.discriminator?.propertyName === "string";
const isText = (value) => typeof value === "string";

/** Tuples as draft 7 writes them: both libraries know those best. */
function draft7Tuple(node) {
  if (!Array.isArray(node.prefixItems)) return node;
  const { prefixItems, ...rest } = node;
  return { ...rest, items: prefixItems, additionalItems: false };
}

/** msgspec writes a tagged union as OpenAPI does (anyOf, discriminator with mapping); Ajv wants oneOf and no mapping. */
function taggedUnionForAjv(node) {
  if (!isTaggedUnion(node)) return node;
  const { anyOf, discriminator, ...rest } = node;
  return {
    ...rest,
    type: "object",
    oneOf: anyOf,
    discriminator: { propertyName: discriminator.propertyName },
  };
}

/** Prose would be shipped to every browser. A property that is *called* title holds a schema, no text, and stays. */
function withoutProse(node) {
  const { title, description, ...rest } = node;
  const kept = Object.entries({ title, description }).filter(
    ([, value]) => value !== undefined && !isText(value),
  );
  return { ...rest, ...Object.fromEntries(kept) };
}

/** json-schema-to-typescript would name a type after its title; it is named after its definition. */
function withoutTitles(definitions) {
  return Object.fromEntries(Object.entries(definitions).map(([name, { title, ...rest }]) => [name, rest]));
}

async function typeScriptTypes(definitions) {
  const root = {
    type: "object",
    additionalProperties: false,
    required: Object.keys(definitions),
    properties: Object.fromEntries(
      Object.keys(definitions).map((name) => [name, { $ref: `#/$defs/${name}` }]),
    ),
    $defs: withoutTitles(mapObjects(definitions, draft7Tuple)),
  };
  return compile(root, "Definitions", {
    bannerComment: BANNER,
    additionalProperties: false,
    format: false,
    ignoreMinAndMaxItems: true, // a list of up to 8 is a list, not a union of eight tuples
  });
}

const forAjv = (node) => withoutProse(taggedUnionForAjv(draft7Tuple(node)));

async function validators(definitions, incoming) {
  const ajv = new Ajv({
    strict: true,
    strictTypes: true,
    allowUnionTypes: true,
    discriminator: true,
    messages: false,
    inlineRefs: false, // a third smaller
    code: { source: true, esm: true, lines: true, optimize: 2 },
  });
  ajv.addSchema({ $id: SCHEMA_ID, $defs: mapObjects(definitions, forAjv) });
  const exports = Object.fromEntries(incoming.map((name) => [`is${name}`, `${SCHEMA_ID}#/$defs/${name}`]));
  return selfContained(withoutReasons(standaloneCode(ajv, exports)));
}

/**
 * A validator says yes or no; nobody asks it why. Ajv has no option for that, and its reasons are half of what it
 * writes.
 */
function withoutReasons(code) {
  const bare = code
    .replace(/\{instancePath(?::[^,\n]*)?,schemaPath:[^\n]*?\}\}/g, "{}")
    .replace(/, ?\{instancePath:[^{}\n]*\}\)/g, ")"); // where each part stands
  if (/(schemaPath|instancePath):/.test(bare))
    throw new Error("Ajv writes its errors in another way now: see withoutReasons");
  return bare;
}

/** Ajv's output calls require() for small pieces of its run time; in an ES module they have to stand in the file. */
async function selfContained(code) {
  const stdin = { contents: code, resolveDir: project, loader: "js" };
  const result = await build({
    stdin,
    bundle: true,
    format: "esm",
    target: "es2022",
    write: false,
    logLevel: "error",
  });
  return BANNER + result.outputFiles[0].text;
}

function declarations(incoming) {
  const guards = incoming.map((name) => `export const is${name}: Validator<protocol.${name}>;`);
  return `${BANNER}import type * as protocol from "./types.gen";

/** A type guard. */
export type Validator<T> = (value: unknown) => value is T;

${guards.join("\n")}
`;
}

const camelCase = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());

/** One export each, so that a bundle carries only those it uses. */
function constants(values) {
  const lines = Object.entries(values).map(
    ([name, value]) => `export const ${camelCase(name)} = ${JSON.stringify(value, null, 2)} as const;\n`,
  );
  return BANNER + lines.join("");
}

function incomingNames(document) {
  const names = document.roots?.incoming;
  if (!Array.isArray(names) || names.length === 0)
    throw new Error(`${schema}: "roots.incoming" names no definition`);
  const unknown = names.filter((name) => !(name in document.$defs));
  if (unknown.length > 0)
    throw new Error(`${schema}: "roots.incoming" names what is not in "$defs": ${unknown}`);
  return names;
}

const document = JSON.parse(await readFile(schema, "utf8"));
const incoming = incomingNames(document);
await mkdir(protocol, { recursive: true });
await writeFile(`${protocol}types.gen.ts`, await typeScriptTypes(document.$defs));
await writeFile(`${protocol}constants.gen.ts`, constants(document.constants ?? {}));
await writeFile(`${protocol}validators.gen.js`, await validators(document.$defs, incoming));
await writeFile(`${protocol}validators.gen.d.ts`, declarations(incoming));
