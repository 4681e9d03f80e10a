// How near the kernels come to what this machine allows, `npm run bench -- ceilings`: register-only multiply-adds, the 4 × 4 tile on two
// panels in L1, and a read-only stream, measured in the same process, in turns with the kernel. One build at a time; on Node 20 the relaxed
// one needs `node --experimental-wasm-relaxed-simd --import tsx bench/run.ts ceilings`.

import { normal } from "../reference/problems.js";
import { decode } from "../src/kernels/base64.js";
import { bytes as relaxed } from "../test/generated/relaxedTesting.js";
import { bytes as base } from "../test/generated/testing.js";
import type { Group } from "./groups.js";
import { Memory } from "./memory.js";

/** One kernel beside one ceiling, in GFLOP/s or GB/s. */
export interface Ceiling {
  build: string;
  work: string;
  against: string;
  rate: number;
  ceiling: number;
  /** median over neighbouring samples of rate / ceiling */
  share: number;
}

const ROUNDS = 9;
/** a sample is at least this long */
const SAMPLE_MS = 20;

export const group: Group<{ ceilings: Ceiling[] }> = {
  title: "Ceilings",
  what: "kernels beside what this machine allows in the same process",
  quick: true,
  minutes: 0.5,
  run: async ({ report }) => ({ ceilings: ceilings(report) }),
  tables: (contents) => table(contents.ceilings),
};

/** all of it, for every build that this engine has */
function ceilings(report: (done: string) => void): Ceiling[] {
  const builds = { base, relaxed };
  return Object.entries(builds).flatMap(([build, base64]) => {
    if (!WebAssembly.validate(decode(base64))) return [];
    report(`ceilings of the ${build} build`);
    return measure(build, new Memory(base64));
  });
}

function measure(build: string, memory: Memory): Ceiling[] {
  const k = memory.kernels;
  const numbers = (n: number) => memory.put(Float64Array.from({ length: n }, normal(n)));
  const fill = (n: number, value: number) => memory.fill(n, value);
  const [A, C, out] = [fill(4 * 256, 1e-3), fill(16, 0), fill(6, 1e-3)];
  const flops = {
    registers: { count: 32 * 2e5, run: () => k.registers(2e5, out) },
    "L1 tile": { count: 32 * 256 * 200, run: () => k.tiles(200, 256, A, C) },
  };
  const results: Ceiling[] = [];
  const compare = (work: string, count: number, run: () => void, against: string, other: { count: number; run(): void }) => {
    const [rate, ceiling, share] = turns({ count, run }, other);
    results.push({ build, work, against, rate, ceiling, share });
  };

  for (const [n, m] of [
    [1000, 100],
    [2000, 1000],
    [10000, 500],
    [500, 5000],
  ]) {
    const { mark } = memory;
    const order = Math.min(n, m);
    const ld = Math.ceil(order / 4) * 4;
    const [X, columns, means, ones, G] = [numbers(n * m), memory.list(m), fill(m, 0), fill(Math.max(n, m), 1), memory.bytes(8 * ld * ld)];
    const panels = memory.bytes(k.panelBytes(order));
    const gram = () =>
      m > n ? k.syrkT(n, m, X, columns, means, ones, ones, G, panels) : k.syrk(n, m, X, columns, means, ones, G, panels, 0);
    // the lower triangle, 2 flops an entry and row
    const count = (m > n ? m : n) * order * (order + 1);
    for (const [name, ceiling] of Object.entries(flops)) compare(`Gram ${n}×${m}`, count, gram, name, ceiling);
    if (order === 1000) {
      gram();
      const matrix = memory.f64(G, ld * ld);
      const keep = matrix.slice();
      const factor = () => {
        matrix.set(keep);
        k.factorBlocked(order, G, panels);
      };
      for (const [name, ceiling] of Object.entries(flops)) compare("Cholesky, p = 1000", order ** 3 / 3, factor, name, ceiling);
    }
    memory.mark = mark;
  }

  for (const [place, n, m] of [
    ["L1", 1000, 2],
    ["L2", 500, 40],
    ["memory", 50_000, 100],
  ] as const) {
    const { mark } = memory;
    const [X, columns, means, r, beta, g] = [numbers(n * m), memory.list(m), fill(m, 0), numbers(n), fill(m, 0.1), fill(m, 0)];
    const half = (n * m) / 2;
    const stream = { count: 8 * n * m, run: () => void k.stream(n * m, X) };
    compare(`dot, ${place}`, 16 * half, () => void k.dot(half, X, X + 8 * half), "stream", stream);
    compare(`gemvT, ${place}`, 8 * n * m, () => k.gemvT(n, m, X, columns, means, r, g), "stream", stream);
    compare(`gemv, ${place}`, 8 * n * m, () => k.gemv(n, m, X, columns, means, beta, r), "stream", stream);
    memory.mark = mark;
  }
  return results;
}

/** rates in 10⁹ counts a second and the median of their ratios, A B A B */
export function turns(...pair: { count: number; run(): void }[]): [number, number, number] {
  const repeats = pair.map(({ run }) => {
    run();
    const start = performance.now();
    run();
    return Math.max(1, Math.ceil(SAMPLE_MS / Math.max(1e-3, performance.now() - start)));
  });
  const rates = Array.from({ length: ROUNDS }, () =>
    pair.map(({ count, run }, side) => {
      const start = performance.now();
      for (let i = 0; i < repeats[side]; i++) run();
      return (repeats[side] * count) / (performance.now() - start) / 1e6;
    }),
  );
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1];
  return [median(rates.map(([a]) => a)), median(rates.map(([, b]) => b)), median(rates.map(([a, b]) => a / b))];
}

export function table(results: readonly Ceiling[]): string {
  return [
    "| build | work | GFLOP/s or GB/s | ceiling | | share |",
    "|---|---|---|---|---|---|",
    ...results.map(
      (c) =>
        `| ${c.build} | ${c.work} | ${c.rate.toFixed(1)} | ${c.against} | ${c.ceiling.toFixed(1)} | **${(100 * c.share).toFixed(0)} %** |`,
    ),
  ].join("\n");
}
