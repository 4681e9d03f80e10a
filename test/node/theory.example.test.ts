// examples/theory.mjs beside the packed tarball: the shape of every number it prints.
import { spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installed, root } from "./installed.js";

/** title → column → cells; columns are flush right under their headings */
const tables = new Map<string, Record<string, string[]>>();
let folder: string;
let run: { status: number | null; stdout: string; stderr: string };

beforeAll(() => {
  folder = installed("theory");
  cpSync(join(root, "examples/theory.mjs"), join(folder, "theory.mjs"));
  run = spawnSync(process.execPath, ["theory.mjs"], { cwd: folder, encoding: "utf8" });
  for (const [, title, header, body] of run.stdout.matchAll(/^== (.*)\n(.*)\n([\s\S]*?)^-> /gm)) {
    const ends = [...header.matchAll(/\S+(?: \S+)*/g)].map((match) => ({ key: match[0], end: match.index + match[0].length }));
    const cells = (k: number) =>
      body
        .trimEnd()
        .split("\n")
        .map((line) => line.slice(k === 0 ? 0 : ends[k - 1].end, ends[k].end).trim());
    tables.set(title, Object.fromEntries(ends.map(({ key }, k) => [key, cells(k)])));
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const table = (start: string) => [...tables].find(([title]) => title.startsWith(start))?.[1] as Record<string, string[]>;
const numbers = (start: string, column: string) => table(start)[column].map(Number);
const smallest = (values: number[]) => values.indexOf(Math.min(...values));
/** strictly, in the four digits printed */
const rises = (values: number[]) => values.every((value, k) => k === 0 || value > values[k - 1]);
const falls = (values: number[]) => rises(values.map((value) => -value));

test("it runs from the package alone and prints six tables of numbers, each with what is to be seen", () => {
  expect(run.stderr).toBe("");
  expect(run.status).toBe(0);
  expect(run.stdout).not.toMatch(/NaN|undefined|Infinity/);
  expect(tables.size).toBe(6);
  expect(run.stdout.match(/^-> .{40,}$/gm)).toHaveLength(6);
  for (const line of run.stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(140);
});

describe("the λ table", () => {
  test("training error rises, the test error is smallest inside, coefficients leave", () => {
    expect(rises(numbers("the λ table", "training error"))).toBe(true);
    const held = numbers("the λ table", "test error");
    const best = smallest(held);
    expect(best).toBeGreaterThan(0);
    expect(best).toBeLessThan(held.length - 1);
    expect(falls(held.slice(0, best + 1)) && rises(held.slice(best))).toBe(true);
    expect(table("the λ table").best.map((mark) => mark === "<-")).toEqual(held.map((_, k) => k === best));
    const nonzero = numbers("the λ table", "non-zero");
    expect(nonzero.every((count, k) => k === 0 || count <= nonzero[k - 1])).toBe(true);
    expect([nonzero[0], nonzero.at(-1)]).toEqual([20, 0]);
  });
});

describe("polynomials", () => {
  test("training error falls with the degree, test error is smallest inside, and ridge brings degree 13 back", () => {
    const last = numbers("polynomials", "degree").length - 1;
    expect(numbers("polynomials", "degree").slice(0, 5)).toEqual([1, 2, 3, 4, 5]);
    expect(falls(numbers("polynomials", "training error").slice(0, last))).toBe(true);
    const unseen = numbers("polynomials", "test error");
    const best = smallest(unseen.slice(0, last));
    expect(best).toBeGreaterThan(0);
    expect(best).toBeLessThan(last - 1);
    expect(unseen[last - 1]).toBeGreaterThan(10 * unseen[best]); // the overfit
    expect(unseen[last]).toBeLessThan(2 * unseen[best]); // undone, at the same degree
    expect(numbers("polynomials", "degree")[last]).toBe(numbers("polynomials", "degree")[last - 1]);
    expect(Math.min(...unseen)).toBeGreaterThan(0.09 * 0.8); // no test error below the noise but by chance
    const size = numbers("polynomials", "largest |w|");
    expect(size[last]).toBeLessThan(size[last - 1] / 100);
  });
});

describe("100 universes", () => {
  const column = (name: string) => numbers("100 universes", name);

  test("variance falls, bias rises, the error is smallest inside, and the parts add up", () => {
    for (const end of ["", " ="]) {
      expect(falls(column(`variance${end}`))).toBe(true);
      expect(rises(column(`bias²${end}`))).toBe(true);
      const best = smallest(column(`mse${end}`));
      expect(best).toBeGreaterThan(0);
      expect(best).toBeLessThan(column("λ").length - 1);
      // four numbers of four digits each
      column(`mse${end}`).forEach((mse, k) => {
        const sum = column(`bias²${end}`)[k] + column(`variance${end}`)[k] + column("noise")[k];
        expect(Math.abs(sum - mse)).toBeLessThanOrEqual(4 * 5e-4 * mse);
      });
    }
  });

  test("the experiment is within 4 of its own errors of the closed form, and those are not large", () => {
    for (const part of ["bias²", "variance", "mse"])
      column(part).forEach((value, k) => {
        const error = column(`${part} ±`)[k];
        expect(Math.abs(value - column(`${part} =`)[k])).toBeLessThanOrEqual(4 * error);
        expect(error).toBeLessThan(0.05 * column("mse")[k]);
      });
    // least squares: no bias, and 21 parameters of variance 4/80 each on average over the rows
    expect(column("bias² =")[0]).toBeLessThan(1e-20);
    expect(column("variance =")[0]).toBeCloseTo((4 * 21) / 80, 3);
  });
});

test("shrinkage factors are d/(d + λ), and their sum goes from 6 down", () => {
  const d = numbers("shrinkage factors", "d").slice(0, 6);
  expect(falls(d)).toBe(true);
  for (const lambda of [0, 0.1, 1, 10]) {
    const kept = numbers("shrinkage factors", `λ = ${lambda}`);
    for (let i = 0; i < 6; i++) expect(Math.abs(kept[i] - d[i] / (d[i] + lambda))).toBeLessThanOrEqual(1e-3 * kept[i]);
    const sum = kept.slice(0, 6).reduce((a, b) => a + b);
    expect(Math.abs(kept[6] - sum)).toBeLessThanOrEqual(1e-3 * sum);
  }
  expect(numbers("shrinkage factors", "λ = 0")[6]).toBe(6);
});

test("L1 makes zeros, more and more and at last all; L2 makes none", () => {
  const [l1, l2] = [numbers("zeros", "zeros, L1"), numbers("zeros", "zeros, L2")];
  expect(l1.every((count, k) => k === 0 || count >= l1[k - 1])).toBe(true);
  expect(l1[0]).toBeLessThan(l1[2]);
  expect(l1.at(-1)).toBe(20);
  expect(l2).toEqual(l2.map(() => 0));
  for (const norm of ["Σ|w|, L1", "Σ|w|, L2"]) expect(falls(numbers("zeros", norm))).toBe(true);
});

test("decay is ridge for plain steps; under Adam the decoupled one is not", () => {
  const columns = ["wide kept", "narrow kept"].map((name) => numbers("weight decay", name));
  const [ridge, decayed, penalised, coupled, decoupled, adam, adamw] = columns[0].map((_, k) => columns.map((cells) => cells[k]));
  // d/(d + λ) with d = 100 and 1
  ridge.forEach((kept, j) => {
    expect(kept).toBeCloseTo([100 / 100.5, 1 / 1.5][j], 4);
  });
  expect([decayed, penalised]).toEqual([ridge, ridge]);
  expect(decoupled).toEqual(coupled);
  // stochastic, so near: the rates fall to 0 along a cosine
  for (const kept of [coupled, adam]) kept.forEach((value, j) => void expect(Math.abs(value - ridge[j])).toBeLessThan(2e-3));
  // decoupled, each is decayed against its gradients' own size: the wide one more than by ridge, the narrow one much less
  expect(adamw[0]).toBeLessThan(ridge[0] - 2e-3);
  expect(adamw[1]).toBeGreaterThan(ridge[1] + 0.1);
});
