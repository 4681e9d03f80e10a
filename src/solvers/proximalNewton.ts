// Fits with a loss that is not quadratic: proximal Newton on a working set (assembly/path/glm.ts). The state stays in WebAssembly
// memory; the loops over slices and λ's are outside.
import { CertificateField, DesignKind } from "../kernels/abi.js";
import { lossKernels } from "../kernels/families.js";
import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import type { Scope } from "../kernels/scope.js";
import type { LossSpec } from "../losses/loss.js";
import { LOSSES } from "../losses/losses.js";
import { entries, RATES, SLICE } from "../problem/costs.js";
import { type Columns, type Problem, select } from "../problem/problem.js";
import { nonzero, type Solution } from "../problem/solution.js";
import { type Certificate, Yardstick } from "../results/certificate.js";
import { unpenalised } from "./coordinateDescent.js";
import { PackedRows } from "./packedRows.js";
import { largestWorkingSet } from "./workingSetNewton.js";

/** below this share of the loss at η = 0 the null model fits everything, and there is nothing to compare with but that loss */
const NOTHING = 1e-10;

/** passes of coordinate descent that a model is worth before its factor is, and the nanoseconds that a step takes beside its entries */
const PASSES = 100;
const STEP = 10;

/** The largest working set whose models are solved by a factor: m²/6 multiply-adds a column, where a pass takes a few a short column. */
function largestModel({ kind, n, included }: Problem, numbers: number): number {
  if (kind === DesignKind.Dense) return largestWorkingSet(n);
  const pass = STEP + (2 * numbers) / Math.max(1, included.length) / RATES.gather;
  return Math.min(largestWorkingSet(n), Math.sqrt(6 * RATES.factor * PASSES * pass));
}

/** how many λ's will be asked for, and whether 0 is among them */
export interface Lambdas {
  count: number;
  zero: boolean;
}

/** One problem with any loss, solved at one λ after another from where the last one ended. */
export class Glm {
  readonly #problem: Problem;
  readonly #l1Ratio: number;
  readonly #columns: Columns;
  readonly #beta: number;
  readonly #places: number;
  readonly #glm: number;
  readonly #out: number;
  readonly #memory: Scope;
  readonly #packed: PackedRows;
  readonly #entries: number;
  /** more columns than this are solved by coordinate descent */
  readonly #largest: number;
  readonly yardstick: Yardstick;
  readonly lambdaMax: number;
  /** the loss of the model with an intercept only, above the saturated one; 0 where it is none beside that of η = 0 */
  readonly nullLoss: number;
  readonly saturated: number;

  constructor(
    memory: Scope,
    problem: Problem,
    target: Float64Array,
    { loss: kind, delta = 1 }: LossSpec,
    l1Ratio: number,
    lambdas: Lambdas,
  ) {
    const { n, included, settings, y, w } = problem;
    const k = lossKernels();
    this.#memory = memory;
    this.#problem = problem;
    this.#l1Ratio = l1Ratio;
    this.#entries = entries(problem);
    this.#largest = largestModel(problem, this.#entries);
    this.#columns = select(memory, problem, included);
    const { design, loss, penalty, h, penalise } = this.#columns;
    // this loss reads y as it was given
    view(y, n).set(target);
    const { fill, start, saturated, nullModel, target: ofTarget } = LOSSES[kind];
    const mayVanish = ofTarget !== "numbers";
    fill(loss, n, y, w, delta);
    const m = included.length;
    const free = unpenalised(problem);
    this.#beta = memory.f64(m);
    this.#places = memory.bytes(4 * m);
    this.#out = memory.f64(CertificateField.Count);
    const block = Math.min(settings.fitIntercept ? n - 1 : n, lambdas.zero ? m : free.length);
    this.#glm = memory.bytes(k.glmScratch(n, m, block));
    penalise(1, Math.max(l1Ratio, 1e-3));
    k.glmState(this.#glm, design, loss, penalty, h, settings.fitIntercept, block, this.#beta, this.#places);
    this.#packed = new PackedRows(memory, m, l1Ratio === 1 ? n : m, (...room) => kernels().giveRoom(this.#glm, ...room));
    const shares = view(w, n).slice();
    this.saturated = saturated(target, shares);
    const zero = nullModel(target, shares, false, delta).objective;
    if (settings.fitIntercept) k.glmStart(this.#glm, start(target, shares));
    const none = nullModel(target, shares, settings.fitIntercept, delta).objective;
    /** β, offset ← the null model; returns its objective, from below, so that no relative gap is understated, and 0 where it is nothing */
    const alone = () => {
      const { objective, gap } = this.#run(true, 1e-13 * zero, 10_000);
      return objective - this.saturated <= NOTHING * zero ? 0 : Math.max(NOTHING * zero, objective - gap - this.saturated);
    };
    // of one class or without counts the intercept's loss falls to 0: what is left of it is nothing to have a share of
    this.nullLoss = alone() === 0 && mayVanish ? 0 : none;
    let nullObjective = none;
    if (free.length > 0) {
      this.#join(free.map((j) => included.indexOf(j)));
      // free columns that explain everything are no yardstick
      nullObjective = alone() || none;
    }
    this.lambdaMax = k.glmLambdaMax(this.#glm) * (1 + 4 * Number.EPSILON);
    // without an L1 part all columns move
    if (l1Ratio === 0 && m <= this.#largest) {
      const known = new Set(this.#list());
      this.#join(Array.from(included.keys()).filter((k) => !known.has(k)));
    }
    this.yardstick = new Yardstick(nullObjective, mayVanish ? zero : problem.yRawHalfSquares[0]);
    if (lambdas.count > 1 && problem.kind === DesignKind.Dense)
      kernels().roundColumns(this.#glm, memory.bytes(kernels().roundedScratch(n, m)));
  }

  /** β ← the given coefficients of all p columns, inside the bounds */
  start(coefficients: Float64Array, intercept: number): void {
    const { included, settings } = this.#problem;
    const known = new Set(this.#list());
    const joining = Array.from(included.keys()).filter((k) => coefficients[included[k]] !== 0 && !known.has(k));
    this.#join(joining);
    const beta = view(this.#beta, this.#list().length);
    this.#list().forEach((k, i) => {
      const j = included[k];
      beta[i] = Math.min(settings.upper[j], Math.max(settings.lower[j], coefficients[j]));
    });
    lossKernels().glmStart(this.#glm, settings.fitIntercept ? intercept : 0);
  }

  #join(places: readonly number[]): void {
    const before = kernels().workingSetSize(this.#glm);
    lossKernels().glmJoin(this.#glm, this.#memory.putIntegers(places), places.length);
    view(this.#beta, before + places.length).fill(0, before);
  }

  #list(): Int32Array {
    return new Int32Array(kernels().memory.buffer, this.#places, kernels().workingSetSize(this.#glm));
  }

  /** β ← the solution at λ from where it stands; `step` is called between slices with the passes made so far */
  solve(lambda: number, step?: (passes: number) => void): Certificate {
    const { settings } = this.#problem;
    const { tol, maxIterations } = settings;
    const target = this.yardstick.target(tol);
    this.#columns.penalise(lambda, this.#l1Ratio);
    const slice = Math.max(64, Math.ceil(SLICE / Math.max(1, this.#entries)));
    for (let done = 0; ; step?.(done)) {
      const most = Math.min(slice, maxIterations - done);
      const { objective, gap, passes } = this.#run(false, target, most);
      done += passes;
      // fewer passes than were allowed: rounding is all that is left
      if (gap <= target || passes < most || done >= maxIterations) return this.yardstick.certify(tol, objective, gap, done);
    }
  }

  #run(alone: boolean, target: number, most: number): { objective: number; gap: number; passes: number } {
    for (let done = 0; ; ) {
      const wanted = lossKernels().glmSolve(this.#glm, alone, target, most - done, this.#out);
      const [objective, gap, passes] = view(this.#out, CertificateField.Count);
      if (wanted === 0) return { objective, gap, passes: done + passes };
      done += passes;
      if (wanted > this.#largest) lossKernels().glmOutgrown(this.#glm);
      else this.#packed.grow(wanted);
    }
  }

  /** where β is not 0, and what it is there */
  nonzero(): Solution {
    const list = this.#list();
    return nonzero({ places: list, values: view(this.#beta, list.length) }, this.#problem.included);
  }

  intercept(): number {
    return this.#problem.settings.fitIntercept ? lossKernels().glmIntercept(this.#glm) : 0;
  }
}
