// docs/pictures/ holds what `npm run pictures` draws from this build.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./installed.js";

const { pictures } = (await import(/* @vite-ignore */ join(root, "scripts/pictures.mjs"))) as { pictures(): Record<string, string> };
const drawn = pictures();
const folder = join(root, "docs/pictures");

const number = /-?\d+(?:\.\d+)?/g;
const numbers = (text: string) => (text.match(number) ?? []).map(Number);

test("every file there is drawn", () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(drawn).sort());
});

test.each(Object.keys(drawn))("%s is the picture of this build's numbers", (name) => {
  const kept = readFileSync(join(folder, name), "utf8");
  expect(kept.replace(number, "#") === drawn[name].replace(number, "#"), "the same but for numbers; npm run pictures draws anew").toBe(
    true,
  );
  // places are rounded to a hundredth of a pixel, and may fall to either side
  const now = numbers(drawn[name]);
  const away = numbers(kept).map((value, k) => Math.abs(value - now[k]));
  expect(Math.max(...away)).toBeLessThan(0.011);
});

const wanted: [string, RegExp][] = [
  ["a namespace", /^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/],
  ["a white ground", /<rect width="100%" height="100%" fill="white"\/>/],
  ["x labelled", /aria-label="x-axis label"/],
  // or its ticks are names
  ["y labelled", /aria-label="y-axis label"|aria-label="y-axis tick label"[^>]*><text[^>]*>[a-z]/],
  ["a description", /^<svg [^>]*aria-label="[^"]{60,}"/],
];

test.each(Object.keys(drawn))("%s stands on its own: white ground, labelled axes, a description, no script, no NaN, small", (name) => {
  // names of what is amiss: the whole text would be no message
  expect(wanted.filter(([, pattern]) => !pattern.test(drawn[name])).map(([what]) => what)).toEqual([]);
  expect(drawn[name].match(/NaN|Infinity|undefined|<script|href/g) ?? []).toEqual([]);
  expect(drawn[name].length).toBeLessThan(30_000);
});
