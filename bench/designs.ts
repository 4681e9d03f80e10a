// The problems of path.ts: 100 λ in equal ratios from λmax down to 1e-2 of it where n < p, else to 1e-3.
import { readFileSync } from "node:fs";
import * as plain from "../reference/plain.mjs";
import { autoregressive, type Design, equicorrelated } from "../reference/problems.js";
import type { Loaded } from "./rivals/protocol.js";

export interface PathDesign {
  name: string;
  seed: number;
  n: number;
  p: number;
  problem(): Loaded;
}

const COUNT = 100;

export const DESIGNS: readonly PathDesign[] = [
  simulated("AR", autoregressive, { n: 200, p: 2000, rho: 0.5, seed: 41 }),
  simulated("AR", autoregressive, { n: 1000, p: 5000, rho: 0.6, seed: 42 }),
  simulated("AR", autoregressive, { n: 1000, p: 10_000, rho: 0.6, seed: 43 }),
  simulated("AR", autoregressive, { n: 1000, p: 10_000, rho: 0.9, seed: 44 }),
  simulated("AR", autoregressive, { n: 400, p: 20_000, rho: 0.5, seed: 45 }),
  simulated("equal", equicorrelated, { n: 100, p: 5000, rho: 0.5, seed: 46 }),
  { name: "golub 38×3051", seed: 0, n: 38, p: 3051, problem: golub },
  simulated("AR", autoregressive, { n: 10_000, p: 200, rho: 0.5, seed: 47 }),
  simulated("AR", autoregressive, { n: 5000, p: 500, rho: 0.5, seed: 48 }),
  simulated("AR", autoregressive, { n: 50_000, p: 100, rho: 0.5, seed: 49 }),
  simulated("equal", equicorrelated, { n: 5000, p: 100, rho: 0.5, seed: 50 }),
];

type Generator = (design: Design) => { columns: Float64Array[]; y: Float64Array };

function simulated(kind: string, generator: Generator, design: Required<Pick<Design, "n" | "p" | "rho" | "seed">>): PathDesign {
  const { n, p, rho, seed } = design;
  return { name: `${n}×${p}, ${kind} ${rho}`, seed, n, p, problem: () => withLambdas(generator(design)) };
}

/** two kinds of leukaemia as 0 and 1 */
function golub(): Loaded {
  const { X, y } = JSON.parse(readFileSync(new URL("../test/fixtures/golub.json", import.meta.url), "utf8")) as {
    X: number[][];
    y: number[];
  };
  return withLambdas({ columns: X[0].map((_, j) => Float64Array.from(X, (row) => row[j])), y: Float64Array.from(y) });
}

function withLambdas({ columns, y }: { columns: Float64Array[]; y: Float64Array }): Loaded {
  return { columns, y, lambdas: plain.grid(plain.lambdaMax(columns, y), COUNT, y.length < columns.length ? 1e-2 : 1e-3) };
}
