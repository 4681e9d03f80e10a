// The mini-batch kernels write within what they were given.
import { expect, test } from "vitest";
import { normal } from "../../reference/problems.js";
import { RowKind, Rule, STRUCT_BYTES } from "../../src/kernels/abi.js";
import { Arena, kernels as k } from "../helpers/kernels.js";

const random = normal(71);
const vector = (length: number) => Array.from({ length }, random);

test.each([
  [1, 1, 1],
  [2, 3, 1],
  [7, 5, 3],
  [9, 4, 9],
  [16, 8, 5],
])("%i rows, %i columns, batches of %i: scratch of exactly the stated size is enough", (n, m, size) => {
  for (const [noise, keep] of [
    [0, 1],
    [0.5, 0.5],
  ]) {
    const arena = new Arena();
    const s = arena.bytes(k.stochasticScratch(m, size));
    const loss = arena.bytes(STRUCT_BYTES);
    const width = 2 * Math.ceil((m + 1) / 2);
    const state = arena.f64(new Float64Array(3 * width));
    const [X, y, w] = [arena.f64(vector(n * m)), arena.f64(vector(n)), arena.f64(new Float64Array(n).fill(1 / n))];
    const zeros = arena.f64(new Float64Array(width));
    const order = arena.i32(Array.from({ length: n }, (_, i) => i));
    const batches = Math.ceil(n / size);
    const grad = arena.blank(m + 1);
    k.squared(loss, size, 0, 0);
    k.stochasticRows(s, n, m, size, true, RowKind.Dense, X, y, w, state, loss);
    k.stochasticRule(s, Rule.Adam, 0.9, 0.999, 1e-8, zeros, zeros, 1, false, true);
    k.stochasticInputs(s, noise, keep, true, 5, 1);
    k.epoch(s, loss, order, n, arena.f64(new Float64Array(batches).fill(0.01)), 0);
    const value = k.sweep(s, loss, order, n, grad);
    arena.checkGuards();
    expect(Number.isFinite(value)).toBe(true);
    expect([...arena.read(state, 3 * width), ...arena.read(grad, m + 1)].every(Number.isFinite)).toBe(true);
  }
});

test.each([
  [1, 1, 1],
  [2, 3, 1],
  [7, 5, 3],
  [40, 4, 39],
  [16, 9, 5],
])("%i rows, %i columns in single precision, batches of %i: the same", (n, m, size) => {
  const arena = new Arena();
  const s = arena.bytes(k.stochasticScratch(m, size));
  const loss = arena.bytes(STRUCT_BYTES);
  const width = 2 * Math.ceil((m + 1) / 2);
  const state = arena.f64(new Float64Array(3 * width));
  const [X, y, w, means] = [
    arena.f64(vector(n * m)),
    arena.f64(vector(n)),
    arena.f64(new Float64Array(n).fill(1 / n)),
    arena.f64(vector(m)),
  ];
  const [zeros, ones] = [arena.f64(new Float64Array(width)), arena.f64(new Float64Array(m).fill(1))];
  const rows = arena.bytes(k.singleRowsScratch(n, m));
  const order = arena.i32(Array.from({ length: n }, (_, i) => i));
  const grad = arena.blank(m + 1);
  k.singleRows(n, m, X, arena.i32(Array.from({ length: m }, (_, j) => j)), means, zeros, ones, 1, rows);
  k.squared(loss, size, 0, 0);
  k.stochasticRows(s, n, m, size, true, RowKind.Single, rows, y, w, state, loss);
  k.stochasticRule(s, Rule.Adam, 0.9, 0.999, 1e-8, zeros, zeros, 1, false, true);
  k.stochasticInputs(s, 0, 1, true, 5, 1);
  k.epoch(s, loss, order, n, arena.f64(new Float64Array(Math.ceil(n / size)).fill(0.01)), 0);
  const value = k.sweep(s, loss, order, n, grad);
  arena.checkGuards();
  expect(Number.isFinite(value)).toBe(true);
  expect([...arena.read(state, 3 * width), ...arena.read(grad, m + 1)].every(Number.isFinite)).toBe(true);
});

test("rows are the columns in the list, centred and scaled", () => {
  for (const [n, p] of [
    [1, 1],
    [63, 3],
    [64, 4],
    [130, 5],
  ]) {
    const arena = new Arena();
    const X = vector(n * p);
    const list = Array.from({ length: p }, (_, j) => p - 1 - j);
    const [means, scales] = [vector(p), vector(p)];
    const out = arena.blank(n * p);
    k.rowMajor(n, p, arena.f64(X), arena.i32(list), arena.f64(means), arena.f64(scales), out);
    arena.checkGuards();
    const rows = arena.read(out, n * p);
    for (let i = 0; i < n; i++) for (let j = 0; j < p; j++) expect(rows[i * p + j]).toBe((X[list[j] * n + i] - means[j]) / scales[j]);
  }
});
