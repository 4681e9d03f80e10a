// What page and worker say to each other.

import type { Computations } from "../benches/computations.js";
import type { Shape, Source } from "../data/source.js";

export type Name = keyof Computations;
/** what a computation is asked for, beside the table */
export type Asked<N extends Name> = Parameters<Computations[N]>[1];
export type Answer<N extends Name> = Awaited<ReturnType<Computations[N]>>;

export interface Progress {
  stage: string;
  done: number;
  total: number;
}

export type ToWorker =
  /** the first message: the name of the lock that the worker holds as long as it lives */
  | { kind: "begin"; lock: string }
  | { kind: "load"; id: number; source: Source }
  | { kind: "compute"; id: number; name: Name; table: string; asked: unknown };

export type FromWorker =
  | { kind: "began" }
  | { kind: "loaded"; id: number; shape: Shape }
  | { kind: "computed"; id: number; answer: unknown; milliseconds: number }
  | { kind: "progress"; id: number; progress: Progress }
  /** `targets`: the columns that could be y, if the table has other ones than the one that failed */
  | { kind: "failed"; id: number; message: string; targets?: string[] };
