// What a worker does: its script is this with everything it needs but the kernels, which arrive compiled (scripts/workerScript.mjs).
import { expose, transfer } from "comlink";
import { adaptiveLasso } from "../choosing/adaptiveLasso.js";
import { crossValidate } from "../choosing/folds/crossValidate.js";
import { informationCriteria } from "../choosing/informationCriteria.js";
import { relaxed } from "../choosing/relaxed.js";
import { stabilitySelection } from "../choosing/stabilitySelection.js";
import { cox } from "../fitting/cox.js";
import { elasticNet } from "../fitting/elasticNet.js";
import { lasso } from "../fitting/lasso.js";
import { logistic } from "../fitting/logistic.js";
import { multinomial } from "../fitting/multinomial.js";
import { path } from "../fitting/path.js";
import { ridge } from "../fitting/ridge.js";
import { gradientDescent } from "../gradient/gradientDescent.js";
import { memoryUsage } from "../kernels/heap.js";
import { heeding } from "../kernels/heed.js";
import { startFrom as startKernels } from "../kernels/kernels.js";
import type { Progress } from "../options/watch.js";
import { ridgeCv } from "../ridge/ridgeCv.js";
import { ridgeInference } from "../ridge/ridgeInference.js";
import { ridgePath } from "../ridge/ridgePath.js";
import type { WorkerFunctions } from "./api.js";
import { Lookout } from "./cancellation.js";
import { FOLDS, type FoldStep } from "./crossValidateOn.js";
import { takeError } from "./errors.js";
import { FROM_MOMENTS, type FromMomentsValues, fitFrom } from "./fitOn.js";
import { FoldWork, type Watching } from "./foldWork.js";
import { MOMENTS, type MomentsValues, momentsFrom } from "./momentsOn.js";
import { nodeThreads } from "./nodeThreads.js";
import type { Answer, Report, Request, Service, Start } from "./protocol.js";
import { fromPlain, type Tagged, toPlain } from "./serialise.js";
import { SHARD, type ShardValues, shardFrom } from "./shardsOn.js";
import { type KeptTable, matrixOf, type PlainTable, TABLE } from "./tables.js";
import { DISPOSE, MATRIX } from "./workerMatrix.js";

type Anything = (...values: never[]) => unknown;
const FUNCTIONS: Readonly<Record<keyof WorkerFunctions | "memoryUsage", Anything>> = {
  ridge,
  lasso,
  elasticNet,
  multinomial,
  cox,
  path,
  logistic,
  gradientDescent,
  ridgePath,
  ridgeCv,
  ridgeInference,
  crossValidate,
  informationCriteria,
  stabilitySelection,
  adaptiveLasso,
  relaxed,
  memoryUsage,
};

class Worker implements Service {
  readonly #port: MessagePort;
  readonly #lookout: Lookout;
  /** what calls after this one may use, by number */
  readonly #kept = new Map<number, KeptTable>();
  readonly #jobs = new Map<number, { borrowed: KeptTable[]; work?: FoldWork }>();
  #last = 0;

  constructor({ port, modules, looking }: Start) {
    startKernels("init", modules);
    this.#port = port;
    this.#lookout = new Lookout(looking);
    port.addEventListener("messageerror", () => this.#report({ unread: true }));
  }

  call(request: Request): Answer {
    try {
      const moved: ArrayBuffer[] = [];
      const value = toPlain(request.name, this.#value(request), moved);
      return transfer({ value }, moved);
    } catch (error) {
      return { thrown: takeError(error) };
    }
  }

  #value({ name, values, watched, reports }: Request): unknown {
    if (name === "Matrix.from") return this.#keep(matrixOf(values[0] as PlainTable));
    if (name === DISPOSE) return this.#dispose(values[0] as number);
    const watching = {
      ...(watched !== undefined && { signal: this.#lookout.stopping(watched) }),
      ...(reports && { onProgress: (progress: Progress) => this.#report({ progress }) }),
    };
    if (name === FOLDS) return this.#folds(values as FoldStep, watching);
    if (name === SHARD) return this.#shard(values as ShardValues);
    if (name === FROM_MOMENTS) {
      Object.assign(values.at(-1) as object, watching);
      return fitFrom(values as FromMomentsValues);
    }
    const borrowed: KeptTable[] = [];
    const own = this.#own(borrowed, watching);
    try {
      if (name === MOMENTS) return momentsFrom(values as MomentsValues, own(values[1] as Tagged) as KeptTable, watching.signal);
      const given = values.map((value) => fromPlain(value, own));
      if (watched !== undefined) Object.assign(given.at(-1) as object, watching);
      return FUNCTIONS[name as keyof typeof FUNCTIONS](...(given as never[]));
    } finally {
      for (const matrix of borrowed) matrix.dispose();
    }
  }

  /** how arguments become matrices: those that are kept here, and those that came along, which are `borrowed`; a large one takes long enough to be stopped */
  #own(borrowed: KeptTable[], { signal }: Watching): (tagged: Tagged) => KeptTable | undefined {
    const look = () => signal?.throwIfAborted();
    return ({ shrinkage, parts }) => {
      if (shrinkage === MATRIX) return this.#kept.get(parts as number);
      if (shrinkage !== TABLE) return undefined;
      const matrix = heeding(look, () => matrixOf(parts as PlainTable));
      borrowed.push(matrix);
      return matrix;
    };
  }

  /** one step of a share of a cross-validation */
  #folds([job, step, ...values]: FoldStep, watching: Watching): unknown {
    if (step === "open") {
      const borrowed: KeptTable[] = [];
      const [X, y, options] = values.map((value) => fromPlain(value, this.#own(borrowed, watching)));
      this.#jobs.set(job, { borrowed });
      const work = new FoldWork(X, y, options as object);
      this.#jobs.set(job, { borrowed, work });
      return work.work();
    }
    const { work, borrowed } = this.#jobs.get(job) ?? { borrowed: [] };
    if (step === "close") {
      work?.close();
      for (const matrix of borrowed) matrix.dispose();
      this.#jobs.delete(job);
      return undefined;
    }
    work?.watch(watching);
    return (work as unknown as Record<typeof step, (...values: unknown[]) => unknown>)[step](...values);
  }

  #shard(values: ShardValues): unknown {
    const matrix = matrixOf(values[2].parts as PlainTable);
    try {
      return shardFrom(values, matrix);
    } finally {
      matrix.dispose();
    }
  }

  #report(report: Report): void {
    this.#port.postMessage(report);
  }

  #keep(matrix: KeptTable): number {
    this.#kept.set(++this.#last, matrix);
    return this.#last;
  }

  #dispose(id: number): void {
    this.#kept.get(id)?.dispose();
    this.#kept.delete(id);
  }
}

/** waits for the first message, and answers calls from then on */
export function serve(): void {
  const begin = (start: Start) => expose(new Worker(start), start.port);
  const parent = "WorkerGlobalScope" in globalThis ? undefined : nodeThreads()?.parentPort;
  if (parent) parent.once("message", (start) => begin(start as Start));
  else addEventListener("message", ({ data }) => begin(data as Start), { once: true });
}
