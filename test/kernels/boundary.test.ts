import { describe, expect, test } from "vitest";
import { normal } from "../../reference/problems.js";
import { CertificateField, PenaltyKind, RidgeRoute, STRUCT_BYTES } from "../../src/kernels/abi.js";
import { builtIn } from "../../src/kernels/families.js";
import { unpack } from "../../src/kernels/unpack.js";
import { Arena, kernels as k } from "../helpers/kernels.js";

const [squared, ...others] = Object.values(builtIn).map((packed) => new WebAssembly.Module(unpack(packed, builtIn.squared)));
const random = normal(7);
const vector = (n: number) => Array.from({ length: n }, random);

test("the shipped modules export these and nothing else, each one of them, but for what they have from one another", () => {
  const linked = others.flatMap((each) => WebAssembly.Module.imports(each)).map(({ module, name }) => `${module} ${name}`);
  const exported = [squared, ...others].flatMap((each) => WebAssembly.Module.exports(each)).map(({ name }) => name);
  const names = exported.filter((name) => name === "memory" || !linked.includes(`0 ${name}`));
  expect(names.sort()).toEqual([
    "blocks",
    "blocksLambda",
    "concaveJoin",
    "concaveScratch",
    "concaveSolve",
    "concaveState",
    "condense",
    "conjugate",
    "conjugateScratch",
    "conjugateState",
    "covariance",
    "covarianceScratch",
    "cox",
    "curvature",
    "dense",
    "descent",
    "descentScratch",
    "descentState",
    "elasticNet",
    "epoch",
    "evaluate",
    "fitted",
    "fullBatchSeen",
    "fullBatchTaken",
    "gamma",
    "giveRoom",
    "glmIntercept",
    "glmJoin",
    "glmLambdaMax",
    "glmOutgrown",
    "glmScratch",
    "glmSolve",
    "glmStart",
    "glmState",
    "heapBase",
    "huber",
    "jointGive",
    "jointIntercepts",
    "jointJoin",
    "jointLambdaMax",
    "jointLoss",
    "jointPenalty",
    "jointReweigh",
    "jointRoom",
    "jointRow",
    "jointRows",
    "jointScratch",
    "jointSize",
    "jointSizes",
    "jointSlopes",
    "jointSolve",
    "jointState",
    "jointTargets",
    "lambdaMax",
    "leaveOneOut",
    "leaveOneOutScratch",
    "logistic",
    "memory",
    "moments",
    "multinomial",
    "pathJoin",
    "pathKnow",
    "pathScratch",
    "pathSolve",
    "pathState",
    "poisson",
    "powerGap",
    "predict",
    "proximalGradient",
    "proximalGradientScratch",
    "proximalGradientSteps",
    "quasiNewton",
    "quasiNewtonScratch",
    "quasiNewtonSteps",
    "ridge",
    "ridgeScratch",
    "roundColumns",
    "roundedScratch",
    "rowMajor",
    "rowSquares",
    "scatter",
    "scatterScratch",
    "singleRows",
    "singleRowsScratch",
    "slopes",
    "smooth",
    "smoothGap",
    "smoothResidual",
    "span",
    "sparse",
    "sparseMoments",
    "sparseRows",
    "sparseRowsScratch",
    "spectralRidge",
    "spectralRidgeScratch",
    "spectrum",
    "spectrumScratch",
    "squared",
    "squaredHinge",
    "stochasticInputs",
    "stochasticRows",
    "stochasticRule",
    "stochasticScratch",
    "stochasticShares",
    "strips",
    "stripsScratch",
    "sweep",
    "transpose",
    "virtualRows",
    "workingSetSize",
  ]);
});

test("the first of the shipped modules imports one function, the others what it exports", () => {
  // WebKit tells types too
  const asked = WebAssembly.Module.imports(squared).map(({ module, name, kind }) => ({ module, name, kind }));
  expect(asked).toEqual([{ module: "heed", name: "heed", kind: "function" }]);
  const given = new Map(WebAssembly.Module.exports(squared).map(({ name, kind }) => [name, kind]));
  for (const each of others)
    for (const { module, name, kind } of WebAssembly.Module.imports(each)) expect([module, given.get(name)], name).toEqual(["0", kind]);
});

describe("a struct that the boundary fills in", () => {
  // every argument has a value of its own, so that one that is dropped or stored over another is missed
  test.each<[string, (struct: number) => void, number[], number[]]>([
    ["dense", (struct) => k.dense(struct, 11, 12, 1003, 1004, 1005, 1006), [11, 12, 1003, 1004, 1005, 1006], []],
    ["squared", (struct) => k.squared(struct, 11, 1002, 1003), [11, 1002, 1003], []],
    ["logistic", (struct) => k.logistic(struct, 11, 1002, 1003), [11, 1002, 1003], []],
    ["huber", (struct) => k.huber(struct, 11, 1002, 1003, 0.1), [11, 1002, 1003], [0.1]],
    ["poisson", (struct) => k.poisson(struct, 11, 1002, 1003), [11, 1002, 1003], []],
    ["gamma", (struct) => k.gamma(struct, 11, 1002, 1003), [11, 1002, 1003], []],
    ["squaredHinge", (struct) => k.squaredHinge(struct, 11, 1002, 1003), [11, 1002, 1003], []],
    ["elasticNet", (struct) => k.elasticNet(struct, 0.1, 0.2, 1003, 1004, 1005, 1006), [1003, 1004, 1005, 1006], [0.1, 0.2]],
  ])("%s holds all its arguments and fits in STRUCT_BYTES", (_, fill, integers, numbers) => {
    for (const skew of [0, 8] as const) {
      const arena = new Arena(skew);
      const struct = arena.bytes(STRUCT_BYTES);
      fill(struct);
      arena.checkGuards();
      const words = [...new Int32Array(k.memory.buffer, struct, STRUCT_BYTES / 4)];
      expect(words).toEqual(expect.arrayContaining(integers));
      expect([...arena.read(struct, STRUCT_BYTES / 8)]).toEqual(expect.arrayContaining(numbers));
    }
  });
});

describe("scratch of exactly the size that the boundary states is enough", () => {
  const shapes = [
    [1, 1],
    [2, 1],
    [1, 4],
    [5, 3],
    [3, 5],
    [8, 8],
    [9, 20],
    [300, 5],
    [5, 300],
    [60, 90],
    [90, 60],
  ];

  /** a problem whose first `free` columns have no penalty, squared error with equal weights */
  function place(n: number, m: number, free: number, rho: number) {
    const arena = new Arena();
    const X = vector(n * m);
    const [design, loss, penalty] = [0, 0, 0].map(() => arena.bytes(STRUCT_BYTES));
    const columns = Array.from({ length: m }, (_, j) => j);
    const w = arena.f64(vector(n).fill(1 / n));
    const factors = arena.f64(columns.map((j) => Number(j >= free)));
    const [ones, zeros] = [1, 0].map((value) => arena.f64(columns.map(() => value)));
    const [low, high] = [-Infinity, Infinity].map((value) => arena.f64(columns.map(() => value)));
    k.dense(design, n, m, arena.f64(X), arena.i32(columns), zeros, w);
    const y = arena.f64(vector(2 * n));
    k.squared(loss, n, y, w);
    k.elasticNet(penalty, 0.1, rho, factors, ones, low, high);
    const h = arena.f64(columns.map((j) => X.slice(j * n, (j + 1) * n).reduce((sum, x) => sum + (x * x) / n, 0)));
    return { arena, design, loss, penalty, h, y, w };
  }

  const cases = shapes.flatMap(([n, m]) => [0, 1, 3].filter((free) => free <= Math.min(n, m)).map((free) => ({ n, m, free })));

  test("ridge of two targets", () => {
    for (const { n, m, free } of cases) {
      const { arena, design, loss, penalty, y, w } = place(n, m, free, 0);
      const beta = arena.blank(2 * m);
      const certificates = arena.blank(2 * CertificateField.Count);
      const conditioning = arena.blank(2);
      for (const route of [m > n ? RidgeRoute.Dual : RidgeRoute.Primal, RidgeRoute.Orthogonal]) {
        const work = arena.bytes(k.ridgeScratch(route, n, m, free, 1));
        const name = `route ${route}, n = ${n}, m = ${m}, ${free} free columns`;
        k.squared(loss, n, y, w);
        expect(k.ridge(route, design, loss, penalty, free, 2, beta, work, certificates, conditioning), name).toBe(0);
        arena.checkGuards();
        const results = [
          ...arena.read(beta, 2 * m),
          ...arena.read(certificates, 2 * CertificateField.Count),
          ...arena.read(conditioning, 2),
        ];
        expect(results, name).not.toContain(NaN);
      }
    }
  });

  test("descent and lambdaMax", () => {
    for (const { n, m, free } of cases) {
      const { arena, design, loss, penalty, h } = place(n, m, free, 0.7);
      const beta = arena.f64(new Float64Array(m));
      const certificate = arena.blank(CertificateField.Count);
      const state = arena.bytes(k.descentScratch(n, m, free));
      const name = `n = ${n}, m = ${m}, ${free} free columns`;
      k.descentState(state, n, m, free, beta);
      expect(k.lambdaMax(design, loss, penalty, state), name).toSatisfy(Number.isFinite);
      k.descent(design, loss, PenaltyKind.ElasticNet, penalty, h, state, 1e-9, 10_000, certificate);
      arena.checkGuards();
      const fields = arena.read(certificate, CertificateField.Count);
      expect([...arena.read(beta, m), ...fields], name).not.toContain(NaN);
      expect(fields[CertificateField.Gap], name).toBeLessThanOrEqual(1e-9);
    }
  });

  test("sizes beyond 4 GiB come back as they are, not wrapped to 32 bits", () => {
    for (const [n, m] of [
      [1e5, 1e5],
      [1e6, 2e5],
      [2e5, 1e6],
    ]) {
      for (const route of [m > n ? RidgeRoute.Dual : RidgeRoute.Primal, RidgeRoute.Orthogonal])
        expect(k.ridgeScratch(route, n, m, 0, 1)).toBeGreaterThan(8 * Math.min(n, m) ** 2);
      expect(k.descentScratch(n, m, n)).toBeGreaterThan(8 * n ** 2);
    }
  });
});
