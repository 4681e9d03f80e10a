// A worker and what it is asked. Of one subject only the latest question is worth an answer: a slider that moves on replaces what still waits.
// If the worker ends by itself it is started again and asked again, once.
import type { Source } from "../data/source.js";
import type { Answer, Asked, FromWorker, Name, Progress, ToWorker } from "./messages.js";

/** A question was replaced by a later one, or stopped. */
export class Dropped extends Error {}

export interface Answered<N extends Name> {
  answer: Answer<N>;
  /** in the worker */
  milliseconds: number;
  /** from the question to the answer */
  roundTrip: number;
}

interface Job {
  subject: string;
  message: (id: number) => ToWorker;
  source?: Source;
  done(message: FromWorker): void;
  fail(error: Error): void;
  onProgress?(progress: Progress): void;
  /** how often a worker ended over it */
  deaths: number;
}

const ENDED = "The worker that computes ended twice over this, perhaps for want of memory. A smaller table or fewer repeats may do.";

export class Lane {
  #worker?: Worker;
  #watching?: AbortController;
  /** tables that this worker has */
  #has = new Set<string>();
  #waiting: Job[] = [];
  #running?: Job & { id: number };
  #count = 0;
  /** how often the worker ended by itself */
  deaths = 0;
  onDeath?: () => void;

  /** what is known of a table, once the worker has it */
  load(source: Source): Promise<Extract<FromWorker, { kind: "loaded" }>["shape"]> {
    return new Promise((resolve, reject) => {
      this.#add({
        subject: `load ${source.key}`,
        message: (id) => ({ kind: "load", id, source }),
        done: (message) => {
          if (message.kind !== "loaded") return;
          this.#has.add(source.key);
          resolve(message.shape);
        },
        fail: reject,
        deaths: 0,
      });
    });
  }

  ask<N extends Name>(name: N, source: Source, asked: Asked<N>, onProgress?: (progress: Progress) => void): Promise<Answered<N>> {
    const start = performance.now();
    return new Promise((resolve, reject) => {
      this.#add({
        subject: name,
        source,
        message: (id) => ({ kind: "compute", id, name, table: source.key, asked }),
        done: (message) => {
          if (message.kind !== "computed") return;
          resolve({ answer: message.answer as Answer<N>, milliseconds: message.milliseconds, roundTrip: performance.now() - start });
        },
        fail: reject,
        onProgress,
        deaths: 0,
      });
    });
  }

  /** ends the worker with whatever it does: a computation that holds its thread cannot be stopped otherwise */
  stop(): void {
    this.#end();
    const jobs = [...(this.#running ? [this.#running] : []), ...this.#waiting];
    this.#running = undefined;
    this.#waiting = [];
    for (const job of jobs) job.fail(new Dropped("stopped"));
  }

  #add(job: Job): void {
    const replaced = this.#waiting.filter(({ subject }) => subject === job.subject);
    this.#waiting = [...this.#waiting.filter(({ subject }) => subject !== job.subject), job];
    for (const { fail } of replaced) fail(new Dropped("replaced"));
    this.#next();
  }

  #next(): void {
    if (this.#running || this.#waiting.length === 0) return;
    this.#worker ??= this.#begin();
    const [job] = this.#waiting;
    const { source } = job;
    if (source && !this.#has.has(source.key)) {
      // a new worker knows no table
      const loading: Job = {
        subject: `load ${source.key}`,
        message: (id) => ({ kind: "load", id, source }),
        done: () => this.#has.add(source.key),
        fail: (error) => {
          this.#waiting = this.#waiting.filter((other) => other !== job);
          job.fail(error);
        },
        deaths: job.deaths,
      };
      this.#waiting.unshift(loading);
      this.#next();
      return;
    }
    this.#waiting.shift();
    const id = ++this.#count;
    this.#running = Object.assign(job, { id });
    this.#worker.postMessage(job.message(id));
  }

  #begin(): Worker {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    const lock = `shrinkage-lab-${Math.random().toString(36).slice(2)}`;
    const watching = new AbortController();
    this.#watching = watching;
    worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => {
      if (worker !== this.#worker) return;
      if (data.kind === "began") return this.#watch(lock, watching.signal);
      this.#hear(data);
    });
    // a script that cannot be loaded
    worker.addEventListener("error", () => worker === this.#worker && this.#died());
    worker.postMessage({ kind: "begin", lock } satisfies ToWorker);
    return worker;
  }

  /** the lock is granted here when the worker is gone */
  #watch(lock: string, signal: AbortSignal): void {
    navigator.locks
      ?.request(lock, { signal }, () => {
        if (!signal.aborted) this.#died();
      })
      .catch(() => {});
  }

  #hear(data: FromWorker): void {
    const job = this.#running;
    if (data.kind === "began" || !job || data.id !== job.id) return;
    if (data.kind === "progress") {
      job.onProgress?.(data.progress);
      return;
    }
    this.#running = undefined;
    if (data.kind === "failed") job.fail(Object.assign(new Error(data.message), { targets: data.targets }));
    else job.done(data);
    this.#next();
  }

  #died(): void {
    this.#end();
    this.deaths++;
    const job = this.#running;
    this.#running = undefined;
    if (job) {
      job.deaths++;
      if (job.deaths < 2) this.#waiting.unshift(job);
      else job.fail(new Error(ENDED));
    }
    this.onDeath?.();
    this.#next();
  }

  #end(): void {
    this.#watching?.abort();
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#has = new Set();
  }
}
