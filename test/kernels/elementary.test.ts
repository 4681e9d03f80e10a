import { describe, expect, test } from "vitest";
import { uniform } from "../../reference/problems.js";
import { Arena, kernels as k } from "../helpers/kernels.js";
import { type Exact, exactExp, exactLog, exactLog1p, ulps } from "../helpers/ulps.js";

/** exp, log1p and log of all of x by the kernels */
function elementary(x: number[]) {
  const n = x.length + (x.length & 1);
  const arena = new Arena();
  const [exps, logs1p, logs] = [0, 1, 2].map(() => arena.blank(n));
  k.elementary(n, arena.f64([...x, 0].slice(0, n)), exps, logs1p, logs);
  arena.checkGuards();
  const [exp, log1p, log] = [exps, logs1p, logs].map((pointer) => [...arena.read(pointer, x.length)]);
  return { exp, log1p, log };
}

const random = uniform(11);
/** `count` numbers that cover [low, high] evenly, each at a random place of its stretch */
const grid = (count: number, low: number, high: number) =>
  Array.from({ length: count }, (_, i) => low + ((i + random()) * (high - low)) / count);
/** `count` numbers of every size between 2^low and 2^high */
const sizes = (count: number, low: number, high: number) => grid(count, low, high).map((e) => 2 ** e);

/** the worst of the errors, in ulp, and where it is */
function worst(x: number[], actual: number[], exact: (x: number) => Exact): { off: number; x: number } {
  let most = { off: 0, x: 0 };
  x.forEach((xi, i) => {
    const off = ulps(actual[i], exact(xi));
    if (!(off <= most.off)) most = { off, x: xi };
  });
  return most;
}

/** the numbers next to x on both sides, and x */
function around(x: number): number[] {
  const step = Math.max(Math.abs(x) * 2 ** -53, Number.MIN_VALUE);
  return [x - step, x, x + step];
}

/** the first 40 decimals of a positive number */
const digits = ({ m, k }: Exact) => String(((k >= 0 ? m << BigInt(k) : m >> BigInt(-k)) * 10n ** 40n) >> 192n);

test("the judge knows 40 decimals, and what an ulp is", () => {
  expect(digits(exactExp(1))).toBe("27182818284590452353602874713526624977572");
  expect(digits(exactExp(-30.25))).toBe("728772409581969241934317748");
  expect(digits(exactLog(10))).toBe("23025850929940456840179914546843642076011");
  expect(digits(exactLog1p(0.75))).toBe("5596157879354226862708885005268265934860");
  expect(digits(exactLog1p(2 ** -30))).toBe("9313225741817976469000627485243");
  expect(digits(exactLog1p(2 ** -71))).toBe("4235164736271501695");
  expect(ulps(Math.E + 2 ** -51, exactExp(1)) + ulps(Math.E, exactExp(1))).toBe(1);
  expect(ulps(1 + 3 * 2 ** -52, exactExp(0))).toBe(3);
  expect(ulps(3 * Number.MIN_VALUE, exactExp(-1000))).toBeCloseTo(3, 9);
});

describe("exp", () => {
  test.each([
    ["the range of a polynomial", grid(20000, -0.35, 0.35)],
    ["small numbers", sizes(300, -80, -1).flatMap((x) => [x, -x])],
    ["everything", grid(30000, -745.2, 709.78)],
    ["where the nearest multiple of log 2 changes", Array.from({ length: 400 }, (_, i) => (i - 200.5) * Math.LN2).flatMap(around)],
    ["subnormal results", grid(500, -745.13, -708.39)],
    ["both ends", [709.782712893384, 709.7827128933839, -745.1332191019411, -745.133219101941, -708.3964185322641, -708.3964185322642]],
  ])("is within 1 ulp: %s", (_, x) => {
    const { off, x: at } = worst(x, elementary(x).exp, exactExp);
    expect(off, `at x = ${at}`).toBeLessThanOrEqual(1);
  });

  test("its ends are those of f64", () => {
    const x = [0, -0, Infinity, -Infinity, NaN, 709.7827128933841, 710, 1e300, -745.1332191019412, -746, -1e300, 5e-324, -5e-324, 2e-308];
    expect(elementary(x).exp).toEqual([1, 1, Infinity, 0, NaN, Infinity, Infinity, Infinity, 0, 0, 0, 1, 1, 1]);
  });
});

describe("log1p", () => {
  test.each([
    ["[0, 1]", grid(20000, 0, 1)],
    ["small numbers", sizes(1500, -140, 0)],
    ["where the reduction changes, and the ends", [...around(0.5), 1, 1 - 2 ** -53, 2 ** -53, 2 ** -52]],
    ["subnormal numbers", [5e-324, 1e-310, 2.2250738585072014e-308, 3e-308]],
  ])("is within 1 ulp: %s", (_, u) => {
    const { off, x: at } = worst(u, elementary(u).log1p, exactLog1p);
    expect(off, `at u = ${at}`).toBeLessThanOrEqual(1);
  });

  test("±0 and NaN are themselves", () => {
    expect(elementary([0, -0, NaN]).log1p).toEqual([0, -0, NaN]);
  });
});

describe("log", () => {
  test.each([
    ["around 1", grid(20000, 0.4, 3)],
    ["next to 1", [...sizes(200, -53, -1).flatMap((x) => [1 + x, 1 - x / 2]), ...around(0.75), ...around(1.5)]],
    ["everything", sizes(2000, -1022, 1023.99)],
    ["subnormal numbers and the ends", [5e-324, 1.5e-323, 1e-310, 2.225073858507201e-308, 2.2250738585072014e-308, 1, Number.MAX_VALUE]],
  ])("is within 1 ulp: %s", (_, x) => {
    const { off, x: at } = worst(x, elementary(x).log, exactLog);
    expect(off, `at x = ${at}`).toBeLessThanOrEqual(1);
  });

  test("its ends are those of f64", () => {
    expect(elementary([0, -0, Infinity, -Infinity, -1, NaN, 1]).log).toEqual([-Infinity, -Infinity, Infinity, NaN, NaN, NaN, 0]);
  });
});

test("a lane does not see what the other one holds", () => {
  const x = [...grid(20, 0, 1), 0, NaN, 1];
  const alone = elementary(x.flatMap((xi) => [xi, 0.3]));
  const swapped = elementary(x.flatMap((xi) => [NaN, xi]));
  for (const name of ["exp", "log1p"] as const) {
    expect(alone[name].filter((_, i) => i % 2 === 0)).toEqual(swapped[name].filter((_, i) => i % 2 === 1));
  }
});
