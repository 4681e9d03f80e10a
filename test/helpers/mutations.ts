// Texts that somebody has changed, by accident or on purpose: what is read from one is refused in plain words, or works.
import fc from "fast-check";
import { expect } from "vitest";
import { memoryUsage } from "../../src/index.js";

// biome-ignore lint/suspicious/noExplicitAny: a text may hold anything
type Anything = any;

const env = import.meta.env as Record<string, string | undefined>;
/** mutations a kind of text: MUTATIONS=200000 npx vitest run --project node untrusted */
const numRuns = Number(env.MUTATIONS ?? (typeof process === "undefined" ? 300 : 2000));
const seed = Number(env.MUTATION_SEED ?? 1);

/** ms a test: as many mutations as were asked for take as long as they take */
export const longest = env.MUTATIONS === undefined ? 60_000 : 3_600_000;

/** stands for a number that JSON.parse reads as Infinity, and JSON.stringify does not write */
const BEYOND = "@beyond@";

const deep = (depth: number) => {
  let value: unknown = 1;
  for (let k = 0; k < depth; k++) value = k % 2 ? [value] : { a: value };
  return value;
};

/** what a value may be replaced with */
const ODD: readonly unknown[] = [
  ...[null, true, false, "", "x", "NaN", "Infinity", "-Infinity", "-0", BEYOND, `-${BEYOND}`, "1", "0x10"],
  ...[0, -1, 1, 2, 3, 0.5, -0.5, 1e-320, 1e154, -1e154, 1e308, -1e308, 2 ** 22, 1e9, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53, 1e15],
  ...[[], {}, [[]], [null], [1, 2, 3], { length: 1e9 }, { length: 3, 0: 1 }, deep(200), "__proto__", "constructor", "toString", "length"],
  ...["squared", "logistic", "poisson", "multinomial", "cox", "squaredHinge", "huber", "gamma", "mcp", "log", "gap", "kkt"],
  ...["a".repeat(5000), "é\u0000\ud800", { constructor: { name: "x" } }, { __proto__: null }],
];
const KEYS = ["__proto__", "constructor", "toString", "hasOwnProperty", "length", "extra", "toJSON"];

/** every container in a value, with the path to it */
function containers(value: Anything, found: Anything[] = []): Anything[] {
  if (value !== null && typeof value === "object") {
    found.push(value);
    for (const each of Object.values(value)) containers(each, found);
  }
  return found;
}

const define = (object: object, key: string, value: unknown) =>
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });

interface Step {
  where: number;
  key: number;
  how: number;
  what: number;
}

/** one change of a value, in place */
function change(root: Anything, { where, key, how, what }: Step): void {
  const all = containers(root);
  // half of the changes are near the top, where the words are
  const at = all[how % 2 ? where % all.length : where % Math.min(all.length, 4)];
  const keys = Object.keys(at);
  const name = keys[key % Math.max(1, keys.length)];
  const odd = ODD[what % ODD.length];
  const put = (to: string, value: unknown) => define(at, to, structuredClone(value));
  switch (how % 9) {
    case 0:
      if (name === undefined) return;
      if (Array.isArray(at)) at.splice(Number(name), 1);
      else delete at[name];
      return;
    case 1:
      if (Array.isArray(at)) at.push(structuredClone(at[Number(name ?? 0)] ?? odd));
      else put(KEYS[what % KEYS.length], at[name]);
      return;
    case 2:
      // a part of the text in another's place
      if (name !== undefined) put(name, all[(where + what) % all.length]);
      return;
    case 3:
      if (!Array.isArray(at)) put(KEYS[what % KEYS.length], { polluted: true, format: "shrinkage/fit" });
      else at.length = what % (at.length + 1);
      return;
    case 4: {
      const value = name === undefined ? undefined : at[name];
      if (typeof value === "string") put(name, value.slice(0, what % (value.length + 1)));
      else if (typeof value === "number") put(name, value * [-1, 1e300, 1e-300, 0.1, 1e16][what % 5]);
      return;
    }
    case 5: {
      const value = name === undefined ? undefined : at[name];
      if (typeof value !== "string" || value.length === 0) return;
      const k = what % value.length;
      put(name, `${value.slice(0, k)}${"Aa/+=é !"[where % 8]}${value.slice(k + 1)}`);
      return;
    }
    default:
      if (name !== undefined) put(name, odd);
  }
}

const steps = fc.array(fc.record({ where: fc.nat(), key: fc.nat(), how: fc.nat(), what: fc.nat() }), { minLength: 1, maxLength: 3 });
/** 0 to 5: what happens to the text itself, mostly nothing */
const spoils = fc.record({ how: fc.nat(39), at: fc.nat() });

/** the text of a value that `change` has been at */
function changed(value: unknown, list: readonly Step[], { how, at }: { how: number; at: number }): string {
  const root = structuredClone(value) as object;
  for (const step of list) change(root, step);
  const text = JSON.stringify(root).replaceAll(`"${BEYOND}"`, "1e999").replaceAll(`"-${BEYOND}"`, "-1e999");
  const k = at % (text.length + 1);
  switch (how) {
    case 0:
      return text.slice(0, k);
    case 1:
      return `${text.slice(0, k)}${text.slice(k + 1)}`;
    case 2:
      return `${text.slice(0, k)}${'"[{,:0'[at % 6]}${text.slice(k)}`;
    default:
      return text;
  }
}

/** the errors of this library: a kind that says who may mend it, and the function's name in front */
const KINDS = ["TypeError", "RangeError", "SyntaxError", "OutOfMemoryError"];
/** what engines say about what this library ought to have looked at before */
const ENGINES =
  /Invalid (typed )?array length|call stack|Array buffer allocation|not iterable|undefined \(|of null|of undefined|is not a function/i;

/** what is wrong with a thrown error; undefined where it is one of ours */
function foreign(thrown: unknown): string | undefined {
  const { name, message, stack } = thrown as Error;
  if (!(thrown instanceof Error) || !KINDS.includes(name)) return `${name}: ${message}\n${stack}`;
  const own = /^[A-Za-z]+(\.[A-Za-z]+)?: ./.test(message);
  return own && (name === "SyntaxError" || !ENGINES.test(message)) && message.length < 2000 ? undefined : `${name}: ${message}\n${stack}`;
}

/** true where a NaN is in what a model answers */
export function hasNaN(value: unknown): boolean {
  if (typeof value === "number") return Number.isNaN(value);
  if (ArrayBuffer.isView(value) || Array.isArray(value)) return Array.from(value as ArrayLike<unknown>).some(hasNaN);
  return value !== null && typeof value === "object" && Object.values(value).some(hasNaN);
}

/** Something that is read from a value as JSON has it. */
export interface Readable<T> {
  /** a good one */
  readonly value: unknown;
  /** `value` is the text, or what it parses to */
  read(value: string | object): T | Promise<T>;
  /** what is read from parsed values alone */
  readonly parsedOnly?: boolean;
  /** all that it answers: no entry may be NaN; what it refuses it refuses in words */
  readonly uses: readonly ((made: T) => unknown)[];
  /** the same as it is written again; undefined where it is not */
  write?(made: T): string;
  dispose?(made: T): void;
}

/** one of any class */
export type AnyReadable = Readable<Anything>;

/** holds a kind of text to all of this; some have to be read and some refused, or the changes say nothing */
export async function holds<T>(kind: Readable<T>): Promise<void> {
  const { read, refused } = await judge(kind);
  expect(Math.min(read, refused)).toBeGreaterThan(20);
}

/** answers how many were read and how many refused */
async function judge<T>({ value, read, parsedOnly, uses, write, dispose }: Readable<T>): Promise<{ read: number; refused: number }> {
  const count = { read: 0, refused: 0 };
  const inherited = Reflect.ownKeys(Object.prototype).length;
  const { warn } = console;
  console.warn = () => {};
  const { bytes } = memoryUsage();
  try {
    await fc.assert(
      fc.asyncProperty(steps, spoils, fc.boolean(), async (list, spoil, asObject) => {
        const { used } = memoryUsage();
        const text = changed(value, list, parsedOnly ? { how: 9, at: 0 } : spoil);
        let given: string | object = text;
        if (asObject || parsedOnly)
          try {
            given = JSON.parse(text);
          } catch {
            // as a text then
          }
        const fail = (what: string) => {
          throw new Error(`${what}\n\nof ${text.length > 3000 ? `${text.slice(0, 3000)}…` : text}`);
        };
        const attempt = async <R>(work: () => R | Promise<R>): Promise<{ answer?: R; refused?: true }> => {
          try {
            return { answer: await work() };
          } catch (thrown) {
            const wrong = foreign(thrown);
            if (wrong !== undefined) fail(wrong);
            return { refused: true };
          }
        };
        const { answer: made, refused } = await attempt(() => read(given));
        if (refused) count.refused++;
        else {
          count.read++;
          for (const use of uses) {
            const { answer } = await attempt(() => use(made as T));
            if (hasNaN(answer)) fail(`${use} has NaN`);
          }
          if (write) {
            const again = write(made as T);
            if (write(await read(again)) !== again) fail(`written again it is ${again}`);
          }
          dispose?.(made as T);
        }
        if (memoryUsage().used !== used) fail(`${memoryUsage().used - used} bytes stay allocated`);
        if (memoryUsage().bytes > bytes + 2 ** 28) fail(`memory grew to ${memoryUsage().bytes} bytes`);
        if (Reflect.ownKeys(Object.prototype).length !== inherited || "polluted" in {}) fail("Object.prototype has changed");
      }),
      { numRuns, seed, endOnFailure: env.MUTATIONS === undefined },
    );
  } finally {
    console.warn = warn;
  }
  return count;
}
