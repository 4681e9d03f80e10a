// exp, log and their kin in JavaScript: the kernels' own bits where the kernels have them, within their stated errors elsewhere, and the exact values.
import { describe, expect, test } from "vitest";
import { uniform } from "../reference/problems.js";
import { cos, exp, expm1, hypot, log, log1p, log2, power, powerOfTwo, sin, square } from "../src/elementary.js";
import { Arena, kernels as k } from "./helpers/kernels.js";
import { exactExp, exactLog, exactLog1p, ulps } from "./helpers/ulps.js";

const random = uniform(5);
const between = (count: number, low: number, high: number) => Array.from({ length: count }, () => low + (high - low) * random());
const sizes = (count: number, low: number, high: number) => between(count, low, high).map((e) => 2 ** e);
const special = [0, -0, 1, -1, Number.MIN_VALUE, -1e-320, Number.MAX_VALUE, -Number.MAX_VALUE, Infinity, -Infinity, Number.NaN];
const everything = [...special, ...between(4000, -746, 711), ...sizes(4000, -1074, 1023), ...sizes(1000, -60, 3).map((x) => -x)];
const bits = (values: number[]) => [...new BigUint64Array(Float64Array.from(values).buffer)];

// relaxed SIMD may round a product and its sum once
test.skipIf(import.meta.env.RELAXED_SIMD === "on")("exp and log have the bits of the kernels; log1p where the kernels ask for it", () => {
  const inside = [...special.slice(0, 3), ...between(8000, 0, 1), ...sizes(1000, -1074, 0)];
  for (const x of [everything, inside]) {
    const arena = new Arena();
    const n = x.length + (x.length & 1);
    const [exps, logs1p, logs] = [0, 1, 2].map(() => arena.blank(n));
    k.elementary(n, arena.f64([...x, 0].slice(0, n)), exps, logs1p, logs);
    expect(bits(x.map(exp))).toEqual(bits([...arena.read(exps, x.length)]));
    expect(bits(x.map(log))).toEqual(bits([...arena.read(logs, x.length)]));
    if (x === inside) expect(bits(x.map(log1p))).toEqual(bits([...arena.read(logs1p, x.length)]));
  }
});

describe("within a few ulp of the exact value", () => {
  const worst = (x: number[], of: (x: number) => number, exact: typeof exactExp) => Math.max(...x.map((xi) => ulps(of(xi), exact(xi))));

  test("exp, log", () => {
    expect(worst(between(3000, -745, 709), exp, exactExp)).toBeLessThan(2);
    expect(worst(sizes(3000, -1074, 1023), log, exactLog)).toBeLessThan(2);
  });

  test("log1p of what the kernels do not ask for: negative numbers and large ones", () => {
    expect(worst([...between(2000, -1, 3), ...sizes(500, 1, 900), ...sizes(500, -60, -1).map((x) => -x)], log1p, exactLog1p)).toBeLessThan(
      4,
    );
  });

  // Kahan's quotient has the errors of log and of two roundings
  test("expm1", () => {
    const x = [...between(2000, -40, 40), ...sizes(500, -60, 1), ...sizes(500, -60, 1).map((value) => -value)];
    // expm1(log1p(u)) = u, and log1p magnifies nothing for |u| ≤ 1
    for (const xi of x) expect(Math.abs(expm1(xi) - Math.expm1(xi))).toBeLessThanOrEqual(8 * Number.EPSILON * Math.abs(Math.expm1(xi)));
  });

  test("sin and cos", () => {
    for (const x of [...between(3000, -10, 10), ...between(1000, -1e6, 1e6)]) {
      expect(Math.abs(sin(x) - Math.sin(x))).toBeLessThanOrEqual(2 * Number.EPSILON);
      expect(Math.abs(cos(x) - Math.cos(x))).toBeLessThanOrEqual(2 * Number.EPSILON);
    }
    expect([sin(0), cos(0), cos(Math.PI), cos(Math.PI / 3) * 2]).toEqual([0, 1, -1, expect.closeTo(1, 15)]);
  });

  // e^(y log x): the relative error of y log x's rounding is |y log x| halves of ε
  test("power", () => {
    for (const [i, y] of between(3000, -9, 9).entries()) {
      const x = sizes(1, -20, 20)[0];
      const whole = i % 3 ? y : Math.round(y);
      const exact = x ** whole;
      expect(Math.abs(power(x, whole) - exact)).toBeLessThanOrEqual((4 + 2 * Math.abs(whole * Math.log(x))) * Number.EPSILON * exact);
    }
  });

  test("hypot", () => {
    for (const scale of [1e-300, 1, 1e300]) {
      const [a, b, c] = between(3, -scale, scale);
      expect(Math.abs(hypot(a, b, c) - Math.hypot(a, b, c))).toBeLessThanOrEqual(4 * Number.EPSILON * Math.hypot(a, b, c));
    }
  });
});

test("exact values", () => {
  expect([exp(0), exp(-0), exp(-Infinity), exp(Infinity), exp(-746), exp(710)]).toEqual([1, 1, 0, Infinity, 0, Infinity]);
  expect([log(1), log(0), log(Infinity), log(-1)]).toEqual([0, -Infinity, Infinity, Number.NaN]);
  expect([log1p(0), log1p(-0), log1p(-1), log1p(-2), log1p(Infinity)]).toEqual([0, -0, -Infinity, Number.NaN, Infinity]);
  expect([expm1(0), expm1(-0), expm1(1e-300), expm1(-800), expm1(800)]).toEqual([0, -0, 1e-300, -1, Infinity]);
  for (let e = -1074; e < 1024; e++) expect(log2(2 ** e)).toBe(e);
  for (let e = -1022; e < 1024; e++) expect(powerOfTwo(e)).toBe(2 ** e);
  expect([power(0.001, 1), power(3, 4), power(2, -3), power(0, 0.5), power(0, -1.5), power(7, 0)]).toEqual([
    0.001,
    81,
    0.125,
    0,
    Infinity,
    1,
  ]);
  expect([hypot(), hypot(-3, 4), hypot(0, 0), hypot(1, -Infinity), hypot(Number.NaN, 1)]).toEqual([0, 5, 0, Infinity, Number.NaN]);
  expect(square(-3)).toBe(9);
});
