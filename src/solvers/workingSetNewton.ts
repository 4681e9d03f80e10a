// The solver behind a path: Newton's method on a working set (assembly/path/path.ts). Its state stays in WebAssembly memory; the loop
// over λ, and the room that the working set grows into, are here.
import { CertificateField, DesignKind } from "../kernels/abi.js";
import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import type { Scope } from "../kernels/scope.js";
import { entries, SLICE } from "../problem/costs.js";
import { type Columns, type Problem, select } from "../problem/problem.js";
import { dense, nonzero, type Solution, spread } from "../problem/solution.js";
import type { Certificate, Yardstick } from "../results/certificate.js";
import { Descent, unpenalised } from "./coordinateDescent.js";
import { PackedRows } from "./packedRows.js";
import { forRows } from "./rowsOfMoments.js";

/** Columns whose products may always be kept: 2 × 16 MB. */
const KEPT = 2000;
/** The largest working set that is worth its Gram matrix: beside the rows, |W|² a step against n|W| a pass; no coordinate descent ends sooner below that. */
export const largestWorkingSet = (n: number) => Math.max(3 * n, KEPT);
/** Slices in which the gap does not halve before Newton's method is given up. */
const PATIENCE = 10;
/** The share of the gap asked for that second moments may hide, where it is not reached yet. */
const NEGLIGIBLE = 0.1;
/** From a λ this much larger Newton's method starts near enough; from farther away it goes by steps, this accurate each. */
const NEAR = 0.5;
const STRIDE = 0.8;
const ROUGH = 1e-3;

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
  /** see {@link Descent.lambdaMax} */
  readonly lambdaMax: number;
  /** the same on the rows themselves, made when virtual ones are no longer exact enough */
  #exact?: ActiveSet;
  readonly #looks: number;
  /** true where the working set has outgrown the rows: coordinate descent does the rest of the path */
  #outgrown = false;
  /** true where β stands in `descent` */
  #byDescent = false;
  readonly #packed: PackedRows;
  readonly #entries: number;

  /** the λ that β belongs to; 0 where it was given */
  #at: number;

  /** `looks`: how many λ's will be asked for */
  constructor(memory: Scope, problem: Problem, l1Ratio: number, looks: number) {
    const { n, included, settings } = problem;
    this.#memory = memory;
    this.#l1Ratio = l1Ratio;
    this.#looks = looks;
    this.#entries = entries(problem);
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
    // without a ridge part no more columns than rows are independent
    this.#packed = new PackedRows(memory, m, l1Ratio === 1 ? n : m, (...room) => kernels().giveRoom(this.#path, ...room));
    if (problem.products) kernels().pathKnow(this.#path, problem.products);
    if (looks > 4 && problem.kind === DesignKind.Dense) kernels().roundColumns(this.#path, memory.bytes(kernels().roundedScratch(n, m)));
    this.#start(this.#descent.coefficients(), free);
    this.lambdaMax = this.#descent.lambdaMax(l1Ratio);
    this.#at = this.lambdaMax;
  }

  get yardstick(): Yardstick {
    return this.#descent.yardstick;
  }

  /** β ← the given coefficients of all p columns, inside the bounds; 0 where they are no place to start from */
  start(coefficients: Float64Array): void {
    this.#descent.start(coefficients);
    const inside = this.#descent.coefficients();
    this.#byDescent = false;
    this.#at = 0;
    const { n, h, included } = this.#problem;
    // of a dense start, as many columns as could be independent
    const length = (j: number) => h[j] * inside[j] * inside[j];
    const list = included.filter((j) => inside[j] !== 0);
    if (list.length > n) list.sort((a, b) => length(b) - length(a)).length = n;
    this.#start(inside, list);
  }

  /** β ← the coefficients of all columns; `list` has all that are not 0 */
  #start(coefficients: Float64Array, list: readonly number[]): void {
    const { included } = this.#problem;
    const known = new Set(this.#list());
    const wanted = new Set(list);
    const joining: number[] = [];
    included.forEach((j, k) => {
      if (wanted.has(j) && !known.has(k)) joining.push(k);
    });
    const size = known.size + joining.length;
    this.#packed.grow(size);
    kernels().pathJoin(this.#path, this.#memory.putIntegers(joining), joining.length);
    view(this.#beta, size).set(Float64Array.from(this.#list(), (k) => coefficients[included[k]]));
  }

  /** places among the included columns of β's entries */
  #list(): Int32Array {
    return new Int32Array(kernels().memory.buffer, this.#places, kernels().workingSetSize(this.#path));
  }

  /** β ← the solution at λ from where it stands; `step` is called between slices with the steps made so far */
  solve(lambda: number, step?: (steps: number) => void): Certificate {
    if (this.#exact) return this.#exact.solve(lambda, step);
    const certificate = this.#solve(lambda, step);
    const { moments, whole, settings } = this.#problem;
    if (!moments) return certificate;
    const target = this.yardstick.target(settings.tol);
    const enough = Math.max(target, certificate.gap + NEGLIGIBLE * target);
    const { objective, gap } = forRows(this.#problem, certificate, this.nonzero(), { lambda, l1Ratio: this.#l1Ratio }, enough);
    if (!whole || gap <= enough) return this.yardstick.certify(settings.tol, objective, gap, certificate.iterations);
    // from here on only the rows are good enough: β grows along a path
    this.#exact = new ActiveSet(this.#memory, whole, this.#l1Ratio, this.#looks);
    this.#exact.start(this.coefficients());
    return this.#exact.solve(lambda, step);
  }

  #solve(lambda: number, step?: (steps: number) => void): Certificate {
    const { n, settings } = this.#problem;
    const { tol, maxIterations } = settings;
    if (this.#outgrown || lambda <= this.#descent.negligible) return this.#descend(lambda, 0, step);
    if (this.#byDescent) this.start(this.coefficients());
    const target = this.yardstick.target(tol);
    const slice = Math.max(8, Math.ceil(SLICE / Math.max(1, this.#entries)));
    let done = 0;
    for (; lambda < NEAR * this.#at; step?.(done)) {
      this.#at *= STRIDE;
      done += this.#approach(this.#at, Math.max(target, this.yardstick.target(ROUGH)), Math.min(slice, maxIterations - done));
    }
    this.#at = lambda;
    this.#columns.penalise(lambda, this.#l1Ratio);
    for (let slices = 0, least = Infinity; ; ) {
      const most = Math.min(slice, maxIterations - done);
      const wanted = kernels().pathSolve(this.#path, target, most, this.#out);
      const [objective, gap, made] = view(this.#out, CertificateField.Count);
      done += made;
      if (gap <= target || done >= maxIterations) return this.yardstick.certify(tol, objective, gap, done);
      this.#outgrown = wanted > largestWorkingSet(n);
      slices = gap < 0.5 * least ? 0 : slices + 1;
      least = Math.min(least, gap);
      // fewer steps than were allowed, or many for nothing: Newton's method can do no more
      if (this.#outgrown || (wanted === 0 && made < most) || slices > PATIENCE) return this.#descend(lambda, done, step);
      this.#packed.grow(wanted);
      step?.(done);
    }
  }

  /** some steps at a λ on the way; returns how many */
  #approach(lambda: number, target: number, most: number): number {
    this.#columns.penalise(lambda, this.#l1Ratio);
    for (let done = 0; ; ) {
      const wanted = kernels().pathSolve(this.#path, target, most - done, this.#out);
      done += view(this.#out, CertificateField.Count)[CertificateField.Passes];
      if (wanted === 0 || wanted > largestWorkingSet(this.#problem.n)) return done;
      this.#packed.grow(wanted);
    }
  }

  /** coordinate descent from here, for what Newton's method cannot do: λ = 0, and faces whose columns are too nearly dependent */
  #descend(lambda: number, done: number, step?: (steps: number) => void): Certificate {
    const most = this.#problem.settings.maxIterations - done;
    if (!this.#byDescent) this.#descent.start(this.coefficients());
    this.#byDescent = true;
    const certificate = this.#descent.solve(lambda, this.#l1Ratio, (passes) => step?.(done + passes), most);
    return { ...certificate, iterations: done + certificate.iterations };
  }

  /** where β is not 0, and what it is there */
  nonzero(): Solution {
    if (this.#exact) return this.#exact.nonzero();
    if (this.#byDescent) return dense(this.#descent.coefficients());
    const list = this.#list();
    return nonzero({ places: list, values: view(this.#beta, list.length) }, this.#problem.included);
  }

  /** β of all p columns */
  coefficients(): Float64Array {
    return spread(this.nonzero(), this.#problem.p);
  }
}
