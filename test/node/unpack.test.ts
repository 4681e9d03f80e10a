// Whatever LZMA makes of some bytes is undone to the last one; a file out of another one and what it differs in. Wants `npm run build`.
import { readFileSync } from "node:fs";
// @ts-expect-error it has no types
import lzma from "lzma";
import { expect, test } from "vitest";
// @ts-expect-error nor has a script of the build
import { delta } from "../../scripts/delta.mjs";
// @ts-expect-error nor has this one
import { packed } from "../../scripts/packed.mjs";
import { changed, unpack } from "../../src/kernels/unpack.js";

/** seeded bytes below `kinds` */
function bytes(size: number, kinds: number, seed = 1): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length: size }, () => {
    state = (state * 48271) % 2147483647;
    return Math.floor((state / 2147483647) * kinds);
  });
}

const noise = bytes(4000, 256);
const text = new TextEncoder().encode("the sum of squares and the sum of products ".repeat(40));
const wasm = new Uint8Array(readFileSync(new URL("../../wasm/release.wasm", import.meta.url)));

const inputs: [what: string, input: Uint8Array][] = [
  ["one byte", bytes(1, 256)],
  ["noise, which no match helps", noise],
  ["two kinds of bytes, literals behind matches", bytes(20_000, 2)],
  ["a run of one byte, matches that overlap themselves", new Uint8Array(5000).fill(7)],
  ["a text that repeats", text],
  ["distances of up to 100 kB", Uint8Array.from([...noise, ...bytes(96_000, 4, 5), ...noise])],
  ["the four last distances by turns", Uint8Array.from({ length: 30_000 }, (_, i) => (i % 7 ? noise[i % (50 + (i % 5))] : i & 255))],
  ["the kernels", wasm],
];

test.each(inputs)("unpack: %s", (_, input) => {
  const [properties, ...rest] = Uint8Array.from(lzma.compress(Array.from(input), 9));
  expect(properties).toBe(0x5d);
  const out = unpack({ text: Buffer.from(rest.slice(12)).toString("base64"), size: input.length });
  expect(Buffer.compare(out, input)).toBe(0);
});

const halves: typeof inputs = [["a part of the kernels", wasm.slice(20_000, 30_000)]];
const short = inputs.filter(([, input]) => input.length <= 5000);

test.each([...short, ...halves])("unpack, behind kernels, behind noise and behind one byte: %s", (_, input) => {
  for (const first of [wasm.slice(0, 20_000), noise, bytes(1, 256)]) {
    const before = packed(first);
    const behind = packed(input, first);
    expect(Buffer.compare(unpack(behind, before), input)).toBe(0);
    // what the first one left is there for others
    expect(Buffer.compare(unpack(behind, before), input)).toBe(0);
  }
  // behind itself little is left to be said: matches of 273 bytes
  if (input.length > 1) expect(packed(input, input).text.length).toBeLessThan(40 + input.length / 273);
});

const insert = (into: Uint8Array, at: number, what: Uint8Array) => Uint8Array.from([...into.slice(0, at), ...what, ...into.slice(at)]);

const pairs: [what: string, before: Uint8Array, after: Uint8Array][] = [
  ["nothing", wasm, wasm],
  ["bytes put in", wasm, insert(wasm, 5000, noise)],
  ["bytes taken out", insert(wasm, 5000, noise), wasm],
  ["halves exchanged", wasm, Uint8Array.from([...wasm.slice(30_000), ...wasm.slice(0, 30_000)])],
  ["every 50th byte", wasm, wasm.map((byte, i) => (i % 50 ? byte : byte ^ 255))],
  ["new bytes at the end", noise, insert(noise, noise.length, text)],
  ["everything", noise, text],
];

test.each(pairs)("delta: %s", (_, before, after) => {
  const changes = delta(before, after);
  expect(Buffer.compare(changed(before, changes), after)).toBe(0);
  if (after !== text) expect(changes.length).toBeLessThan(0.5 * after.length);
});
