// MCP and SCAD with squared error, piece by piece (assembly/concave/path.ts). The state stays in WebAssembly memory; the slices, and the
// room that the working set grows into, are here.
import { CertificateField, DesignKind } from "../kernels/abi.js";
import { concaveKernels } from "../kernels/families.js";
import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import type { Scope } from "../kernels/scope.js";
import { entries, SLICE } from "../problem/costs.js";
import { type Columns, type Problem, select } from "../problem/problem.js";
import { intercept, nonzero } from "../problem/solution.js";
import type { ConcaveAnswer, ConcaveSolver, ConcaveSpec } from "./concaveSolver.js";
import { Descent, unpenalised } from "./coordinateDescent.js";
import { PackedRows } from "./packedRows.js";

/** One problem, solved at one λ > 0 after another from where the last one ended. */
export class ConcavePieces implements ConcaveSolver {
  readonly #problem: Problem;
  readonly #columns: Columns;
  readonly #beta: number;
  readonly #places: number;
  readonly #path: number;
  readonly #out: number;
  readonly #packed: PackedRows;
  readonly yardstick: ConcaveSolver["yardstick"];
  readonly lambdaMax: number;
  readonly nullLoss: number;
  readonly saturated = 0;

  constructor(memory: Scope, problem: Problem, { penalty: name, gamma }: ConcaveSpec) {
    const { n, included } = problem;
    const descent = new Descent(memory, problem);
    this.#problem = problem;
    this.yardstick = descent.yardstick;
    this.lambdaMax = descent.lambdaMax(1);
    this.nullLoss = problem.yHalfSquares[0];
    this.#columns = select(memory, problem, included);
    const m = included.length;
    this.#beta = memory.f64(m);
    this.#places = memory.bytes(4 * m);
    this.#out = memory.f64(CertificateField.Count);
    this.#path = memory.bytes(concaveKernels().concaveScratch(n, m));
    const { design, loss, penalty, h } = this.#columns;
    this.#columns.penalise(1, 1);
    concaveKernels().concaveState(this.#path, design, loss, penalty, h, this.#beta, this.#places, name === "scad", gamma);
    this.#packed = new PackedRows(memory, m, n, (...room) => kernels().giveRoom(this.#path, ...room));
    if (problem.kind === DesignKind.Dense) kernels().roundColumns(this.#path, memory.bytes(kernels().roundedScratch(n, m)));
    // what has no penalty moves from the start
    const free = new Set(unpenalised(problem));
    const joining = Array.from(included.keys()).filter((k) => free.has(included[k]));
    const start = descent.coefficients();
    this.#packed.grow(joining.length);
    concaveKernels().concaveJoin(this.#path, memory.putIntegers(joining), joining.length);
    view(this.#beta, joining.length).set(Float64Array.from(joining, (k) => start[included[k]]));
  }

  solve(lambda: number): ConcaveAnswer {
    const { settings } = this.#problem;
    const target = settings.tol * lambda;
    const slice = Math.max(8, Math.ceil(SLICE / Math.max(1, entries(this.#problem))));
    this.#columns.penalise(lambda, 1);
    for (let iterations = 0; ; settings.watch.check()) {
      const most = Math.min(slice, settings.maxIterations - iterations);
      const wanted = concaveKernels().concaveSolve(this.#path, target, most, this.#out);
      const [objective, violation, made] = view(this.#out, CertificateField.Count);
      iterations += made;
      if (wanted > 0) this.#packed.grow(wanted);
      else if (violation <= target || made < most || iterations >= settings.maxIterations) {
        const list = new Int32Array(kernels().memory.buffer, this.#places, kernels().workingSetSize(this.#path));
        const solution = nonzero({ places: list, values: view(this.#beta, list.length) }, this.#problem.included);
        return { solution, intercept: intercept(this.#problem, solution), objective, violation, iterations };
      }
    }
  }
}
