// What a worker and its caller say to each other.
import type { Modules } from "../kernels/kernels.js";
import type { Progress } from "../options/watch.js";
import type { Looking, Watched } from "./cancellation.js";
import type { Thrown } from "./errors.js";

/** The first message; everything else goes through the port. */
export interface Start {
  readonly port: MessagePort;
  /** what the caller runs with: nothing is compiled twice, and the build is the same */
  readonly modules: Modules;
  readonly looking: Looking;
}

/** A call as plain data. */
export interface Request {
  readonly name: string;
  readonly values: readonly unknown[];
  /** how it will be stopped, if it may be */
  readonly watched?: Watched;
  /** whether it is to report its progress */
  readonly reports: boolean;
}

/** What came of a call. */
export type Answer = { readonly value: unknown } | { readonly thrown: Thrown };

/** What comes before the answer of a call, or in its place. */
export interface Report {
  readonly progress?: Progress;
  /** a message could not be read: no call is answered for it */
  readonly unread?: true;
}

/** What a worker does. */
export interface Service {
  call(request: Request): Answer;
}
