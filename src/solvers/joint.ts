// Fits of losses whose layers or rows are coupled, and of penalties whose entries are: Newton on a working set of blocks
// (assembly/joint/joint.ts). The state stays in WebAssembly memory; the loops over slices and λ's are outside.
import { CertificateField, JointKind, STRUCT_BYTES } from "../kernels/abi.js";
import { jointKernels } from "../kernels/families.js";
import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import type { Scope } from "../kernels/scope.js";
import { type JointLoss, putLayers } from "../losses/joint.js";
import { type Blocks, blocksOf, type Together } from "../problem/blocks.js";
import { entries, SLICE } from "../problem/costs.js";
import { type Problem, select } from "../problem/problem.js";
import type { Solution } from "../problem/solution.js";
import { type Certificate, Yardstick } from "../results/certificate.js";
import { ClassShifts } from "./classShifts.js";

/** below this share of the loss at η = 0 the null model fits everything, and there is nothing to compare with but that loss */
const NOTHING = 1e-10;
/** rows of the working set that get room at a time */
const ROWS = 64;

/** What a joint problem is beside its table. */
export interface JointSpec extends Together {
  readonly loss: JointLoss;
  /** K layers that η has beside all else */
  readonly offset?: readonly Float64Array[];
}

/** An answer and its proof: places k·p + j among the p columns of K layers. */
export interface JointAnswer {
  readonly certificate: Certificate;
  readonly solution: Solution;
  readonly intercepts: readonly number[];
  /** Ω/λ */
  readonly penalty: number;
}

/** One joint problem, solved at one λ after another from where the last one ended. */
export class Joint {
  readonly #memory: Scope;
  readonly #problem: Problem;
  readonly #loss: JointLoss;
  readonly #blocks: Blocks;
  /** of classes; bounds hold what they have in common */
  readonly #shifts: ClassShifts | undefined;
  readonly #struct: number;
  readonly #joint: number;
  readonly #t: number;
  readonly #positions: number;
  readonly #out: number;
  readonly #work: number;
  #room = 0;
  readonly yardstick: Yardstick;
  readonly lambdaMax: number;
  /** the loss of the intercepts alone, above the saturated one */
  readonly nullLoss: number;

  constructor(memory: Scope, problem: Problem, spec: JointSpec, l1Ratio: number, zero: boolean) {
    const { n, included, w } = problem;
    const { loss, offset } = spec;
    const k = jointKernels();
    this.#memory = memory;
    this.#problem = problem;
    this.#loss = loss;
    const { design } = select(memory, problem, included);
    const blocks = blocksOf(memory, problem, spec, loss.layers, loss.perRow);
    this.#blocks = blocks;
    this.#struct = memory.bytes(STRUCT_BYTES);
    loss.fill(memory, this.#struct, n, w);
    const all = Array.from({ length: blocks.count }, (_, b) => b);
    const free = all.filter(blocks.isFree);
    const shifts = loss.kind === JointKind.Multinomial && !problem.settings.bounded;
    this.#shifts = shifts ? new ClassShifts(blocks, loss.layers, included.length, free.length > 0) : undefined;
    const numbers = (list: readonly number[]) => list.reduce((sum, b) => sum + (blocks.starts[b + 1] - blocks.starts[b]) * loss.perRow, 0);
    const intercepts = loss.intercepts ? loss.layers : 0;
    const capacity = intercepts + Math.min(n * loss.layers, numbers(zero ? all : free));
    const sizes = memory.bytes(STRUCT_BYTES);
    const { count, rows, widest, squares, flat } = blocks;
    const { layers, perRow, terms } = loss;
    k.jointSizes(sizes, n, included.length, layers, perRow, count, rows, Math.max(1, widest), squares, terms, capacity, intercepts, flat);
    this.#joint = memory.bytes(k.jointScratch(loss.kind, sizes));
    this.#t = memory.f64(rows * perRow + 8);
    this.#positions = memory.bytes(4 * rows + 4);
    this.#out = memory.f64(CertificateField.Count);
    blocks.mix(Math.max(l1Ratio, 1e-3));
    const layered = offset ? putLayers(memory, n, offset) : 0;
    k.jointState(
      this.#joint,
      design,
      this.#struct,
      blocks.penalty,
      sizes,
      blocks.entries,
      blocks.scales,
      layered,
      this.#t,
      this.#positions,
    );
    this.#work = entries(problem) * layers;
    if (intercepts > 0) view(k.jointIntercepts(this.#joint, true), layers).set(loss.start);
    k.blocksLambda(blocks.penalty, 1);
    const alone = () => {
      const { objective, gap } = this.#run(true, 1e-13 * loss.zero, 10_000);
      return objective - loss.saturated <= NOTHING * loss.zero ? 0 : Math.max(NOTHING * loss.zero, objective - gap - loss.saturated);
    };
    this.nullLoss = alone();
    let nullObjective = this.nullLoss;
    if (free.length > 0) {
      for (const b of free) k.jointJoin(this.#joint, b);
      nullObjective = alone() || nullObjective;
    }
    this.lambdaMax = k.jointLambdaMax(this.#joint) * (1 + 4 * Number.EPSILON);
    blocks.mix(l1Ratio);
    // without a part that holds blocks at 0 all of them move
    if (l1Ratio === 0) for (const b of all) k.jointJoin(this.#joint, b);
    this.yardstick = new Yardstick(
      nullObjective,
      problem.yRawHalfSquares.reduce((sum, x) => sum + x, 0),
    );
  }

  get saturated(): number {
    return this.#loss.saturated;
  }

  /** the next fit starts from these coefficients, one vector of p a layer, inside the bounds */
  start(coefficients: readonly Float64Array[], intercepts: readonly number[]): void {
    const k = jointKernels();
    const { included, settings, scales, centres } = this.#problem;
    const { starts, places, count } = this.#blocks;
    const { perRow, layers } = this.#loss;
    const p = included.length;
    for (let b = 0; b < count; b++) {
      const own = places.subarray(starts[b], starts[b + 1]);
      const at = (e: number, r: number) => {
        const j = included[e % p];
        const layer = perRow === 1 ? Math.floor(e / p) : r;
        return scales[j] * Math.min(settings.upper[j], Math.max(settings.lower[j], coefficients[layer][j]));
      };
      const values = Array.from(own).flatMap((e) => Array.from({ length: perRow }, (_, r) => at(e, r)));
      if (values.every((value) => value === 0) && k.jointRow(this.#joint, b) < 0) continue;
      k.jointJoin(this.#joint, b);
      view(this.#t + 8 * perRow * k.jointRow(this.#joint, b), values.length).set(values);
    }
    const own = k.jointIntercepts(this.#joint, true);
    if (!this.#loss.intercepts) return;
    const shift = coefficients.map((beta) => included.reduce((sum, j) => sum + centres[j] * beta[j], 0));
    view(own, layers).set(intercepts.map((b, layer) => b + shift[layer]));
  }

  /** of single numbers: the next solutions are those of these penalty factors, one an included column */
  reweigh(factors: Float64Array): void {
    this.#blocks.reweigh(factors);
    jointKernels().jointReweigh(this.#joint);
  }

  /** −∂f/∂tⱼ of every included column at the last solution, t = dβ; and f there */
  slopes(): { slopes: Float64Array; loss: number } {
    const at = jointKernels().jointSlopes(this.#joint);
    return { slopes: view(at, this.#blocks.rows).slice(), loss: jointKernels().jointLoss(this.#joint) };
  }

  /**
   * the solution at λ from where it stands; `step` is called between slices with the passes made so far; `within`: of the working set
   * alone, whatever is outside, and without a proof
   */
  solve(lambda: number, step?: (passes: number) => void, tol = this.#problem.settings.tol, within = false): JointAnswer {
    const { maxIterations } = this.#problem.settings;
    const target = this.yardstick.target(tol);
    jointKernels().blocksLambda(this.#blocks.penalty, lambda);
    if (lambda === 0) for (let b = 0; b < this.#blocks.count; b++) jointKernels().jointJoin(this.#joint, b);
    const slice = Math.max(64, Math.ceil(SLICE / Math.max(1, this.#work)));
    for (let done = 0; ; step?.(done)) {
      const most = Math.min(slice, maxIterations - done);
      let { objective, gap, passes } = this.#run(within, target, most, !within);
      done += passes;
      const shifted = this.#removeShifts(lambda);
      if (shifted) ({ objective, gap } = this.#run(within, target, 0, !within));
      if (gap <= target || (passes < most && !(shifted && passes > 0)) || done >= maxIterations)
        return { certificate: this.yardstick.certify(tol, objective, gap, done), ...this.#answer(lambda) };
    }
  }

  #run(alone: boolean, target: number, most: number, looks = true): { objective: number; gap: number; passes: number } {
    for (let done = 0; ; ) {
      const wanted = jointKernels().jointSolve(this.#joint, alone, looks, target, most - done, this.#out);
      const [objective, gap, passes] = view(this.#out, CertificateField.Count);
      if (wanted === 0) return { objective, gap, passes: done + passes };
      done += passes;
      this.#grow(wanted);
    }
  }

  /** room for so many rows of the working set */
  #grow(wanted: number): void {
    const rows = Math.min(this.#blocks.rows, Math.ceil(Math.max(wanted, 1.5 * this.#room) / ROWS) * ROWS);
    const room = this.#memory.bytes(jointKernels().jointRoom(this.#joint, rows));
    const L = this.#blocks.flat ? this.#memory.f64((rows * (rows + 1)) / 2) : 0;
    jointKernels().jointGive(this.#joint, rows, room, L);
    this.#room = rows;
  }

  /** of the working set: positions, and coefficients on the scale of the penalty */
  #rows(): { positions: Int32Array; t: Float64Array } {
    const rows = jointKernels().jointSize(this.#joint);
    return { positions: new Int32Array(kernels().memory.buffer, this.#positions, rows), t: view(this.#t, rows * this.#loss.perRow) };
  }

  /** t, b ← without shifts that take digits of η: the objective would not be that of the answer, which comes without them. True where there were any. */
  #removeShifts(lambda: number): boolean {
    if (!this.#shifts) return false;
    const k = jointKernels();
    const { positions, t } = this.#rows();
    const ofColumns = this.#shifts.takeFromColumns(lambda, positions, t);
    const own = view(k.jointIntercepts(this.#joint, false), this.#loss.layers);
    const ofIntercepts = this.#loss.intercepts && this.#shifts.takeFromIntercepts(own);
    if (!ofColumns && !ofIntercepts) return false;
    // so that η is made of t and b again
    k.jointIntercepts(this.#joint, true);
    return true;
  }

  #answer(lambda: number): Omit<JointAnswer, "certificate"> {
    const k = jointKernels();
    const { included, p, centres, yMeans, settings } = this.#problem;
    const { layers, perRow } = this.#loss;
    const { places } = this.#blocks;
    const { positions, t } = this.#rows();
    const rows = positions.length;
    const d = view(this.#blocks.scales, included.length);
    // in the order of the places: layers behind one another, columns in each
    const order = Float64Array.from(positions, (position, i) => places[position] * rows + i).sort();
    const found: number[] = [];
    const values: number[] = [];
    const shift = new Float64Array(layers);
    const common = this.#shifts?.ofColumns(lambda, positions, t);
    for (let r = 0; r < perRow; r++) {
      for (const key of order) {
        const i = key % rows;
        const e = places[positions[i]];
        const j = e % included.length;
        const column = included[j];
        // what is at its bound on the scale of the penalty is rounded across it
        const value = Math.min(settings.upper[column], Math.max(settings.lower[column], t[i * perRow + r] / d[j] - (common?.[j] ?? 0)));
        if (value === 0) continue;
        const layer = perRow === 1 ? Math.floor(e / included.length) : r;
        shift[layer] += centres[column] * value;
        found.push(layer * p + column);
        values.push(value);
      }
    }
    const solution = { places: Int32Array.from(found), values: Float64Array.from(values) };
    const own = this.#loss.intercepts ? view(k.jointIntercepts(this.#joint, false), layers) : settings.fitIntercept ? yMeans : undefined;
    const intercepts = Array.from(shift, (sum, layer) => (own ? own[layer] - sum : 0));
    if (this.#loss.kind === JointKind.Multinomial && own) {
      const mean = intercepts.reduce((sum, b) => sum + b, 0) / layers;
      for (const layer of intercepts.keys()) intercepts[layer] -= mean;
    }
    return { solution, intercepts, penalty: k.jointPenalty(this.#joint) };
  }
}
