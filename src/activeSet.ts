// The solver behind a path: Newton's method on a working set (assembly/solvers/path.ts). Its state stays in WebAssembly memory; the loop
// over λ, and the room that the working set grows into, are here.
import { CertificateField } from "./abi.js";
import type { Certificate, Yardstick } from "./certificate.js";
import { Descent, spread, unpenalised } from "./descent.js";
import { type Scope, view } from "./memory.js";
import { type Columns, type Problem, select } from "./problem.js";
import { kernels } from "./wasm.js";

/** Rows of G and L that get room at a time. */
const ROWS = 64;

/** One problem, solved at one λ after another from where the last one ended. */
export class ActiveSet {
  readonly #memory: Scope;
  readonly #problem: Problem;
  readonly #l1Ratio: number;
  readonly #columns: Columns;
  readonly #beta: number;
  readonly #places: number;
  readonly #path: number;
  readonly #out: number;
  /** coordinate descent on the same problem: the null model, and what takes over where Newton's method gets stuck */
  readonly #descent: Descent;
  /** true where β stands in `descent` */
  #byDescent = false;
  /** rows that G and L have room for */
  #rooms = { G: 0, L: 0 };

  /** `looks`: how many λ's will be asked for */
  constructor(memory: Scope, problem: Problem, l1Ratio: number, looks: number) {
    const { n, included, settings } = problem;
    this.#memory = memory;
    this.#l1Ratio = l1Ratio;
    this.#problem = problem;
    this.#descent = new Descent(memory, problem);
    this.#columns = select(memory, problem, included);
    const m = included.length;
    const free = unpenalised(problem);
    const block = Math.min(settings.fitIntercept ? n - 1 : n, free.length);
    this.#beta = memory.f64(m);
    this.#places = memory.bytes(4 * m);
    this.#out = memory.f64(CertificateField.Count);
    this.#path = memory.bytes(kernels().pathScratch(n, m, block));
    const { design, loss, penalty, h } = this.#columns;
    this.#columns.penalise(1, 1);
    kernels().pathState(this.#path, design, loss, penalty, h, block, this.#beta, this.#places);
    if (looks > 4) kernels().pathRound(this.#path, memory.bytes(kernels().pathRounded(n, m)));
    this.#start(this.#descent.coefficients(), free);
  }

  get yardstick(): Yardstick {
    return this.#descent.yardstick;
  }

  /** see {@link Descent.lambdaMax} */
  lambdaMax(): number {
    return this.#descent.lambdaMax(this.#l1Ratio);
  }

  /** β ← the given coefficients of all p columns, inside the bounds; 0 where they are no place to start from */
  start(coefficients: Float64Array): void {
    this.#descent.start(coefficients);
    const inside = this.#descent.coefficients();
    this.#byDescent = false;
    this.#start(
      inside,
      this.#problem.included.filter((j) => inside[j] !== 0),
    );
  }

  /** β ← the coefficients of all columns; `list` has all that are not 0 */
  #start(coefficients: Float64Array, list: readonly number[]): void {
    const { included } = this.#problem;
    const known = new Set(this.#list());
    const joining = included.map((j, k) => [j, k]).filter(([j, k]) => list.includes(j) && !known.has(k));
    const size = known.size + joining.length;
    this.#grow(size);
    kernels().pathJoin(this.#path, this.#memory.putIntegers(joining.map(([, k]) => k)), joining.length);
    view(this.#beta, size).set(this.#list().map((k) => coefficients[included[k]]));
  }

  /** places among the included columns of β's entries */
  #list(): number[] {
    return Array.from(new Int32Array(kernels().memory.buffer, this.#places, kernels().pathSize(this.#path)));
  }

  /** room for `wanted` columns in the working set */
  #grow(wanted: number): void {
    const { n, included } = this.#problem;
    const rows = Math.min(included.length, Math.ceil(wanted / ROWS) * ROWS);
    // without a ridge part no more columns than rows are independent; one more row is where a dependent one shows
    const independent = this.#l1Ratio === 1 ? Math.min(rows, n + 1) : rows;
    this.#rooms.G = this.#extend(false, this.#rooms.G, rows);
    this.#rooms.L = this.#extend(true, this.#rooms.L, independent);
  }

  #extend(ofL: boolean, from: number, to: number): number {
    if (to <= from) return from;
    kernels().pathRoom(this.#path, ofL, from, to, this.#memory.f64((to * (to + 1) - from * (from + 1)) / 2));
    return to;
  }

  /** β ← the solution at λ from where it stands; `step` is called between slices with the steps made so far */
  solve(lambda: number, step?: (steps: number) => void): Certificate {
    const { tol, maxIterations } = this.#problem.settings;
    if (this.#byDescent) this.start(this.coefficients());
    if (lambda <= this.#descent.negligible) return this.#descend(lambda, maxIterations, 0, step);
    const target = this.yardstick.target(tol);
    this.#columns.penalise(lambda, this.#l1Ratio);
    for (;;) {
      const wanted = kernels().pathSolve(this.#path, target, maxIterations, this.#out);
      if (wanted === 0) break;
      step?.(0);
      this.#grow(wanted);
    }
    const [objective, gap, iterations] = view(this.#out, CertificateField.Count);
    if (gap > target && iterations < maxIterations) return this.#descend(lambda, maxIterations, iterations, step);
    return this.yardstick.certify(tol, objective, gap, iterations);
  }

  /** coordinate descent from here, for what Newton's method cannot do: λ = 0, and faces whose columns are too nearly dependent */
  #descend(lambda: number, most: number, done: number, step?: (steps: number) => void): Certificate {
    if (!this.#byDescent) this.#descent.start(this.coefficients());
    this.#byDescent = true;
    const certificate = this.#descent.solve(lambda, this.#l1Ratio, (passes) => step?.(done + passes), most - done);
    return { ...certificate, iterations: done + certificate.iterations };
  }

  /** β of all p columns, 0 where a column is not in the problem */
  coefficients(): Float64Array {
    if (this.#byDescent) return this.#descent.coefficients();
    const list = this.#list().map((k) => this.#problem.included[k]);
    return spread(view(this.#beta, list.length), list, this.#problem.p);
  }
}
