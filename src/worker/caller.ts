// One worker and the calls that wait for it: one after another, each with its own way to be stopped.
import { type Remote, transfer, wrap } from "comlink";
import type { Progress } from "../options/watch.js";
import { Stops } from "./cancellation.js";
import { makeError } from "./errors.js";
import type { Answer, Report, Request, Service } from "./protocol.js";
import { fromPlain } from "./serialise.js";
import { checkThreads, startThread, type Thread } from "./thread.js";

/** How a call is watched and stopped by its caller. */
export interface Watching {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** What the caller knows of a call in progress. */
interface Running {
  report(progress: Progress): void;
  /** a message was lost: there will be no answer */
  fail(reason: Error): void;
}

/** The caller's end of a worker. */
export class Caller {
  readonly #name: string;
  /** undefined where none could be started: then every call says why */
  readonly #thread?: Thread;
  readonly #service?: Remote<Service>;
  readonly #stops: Stops;
  /** rejects each call that was not answered yet */
  readonly #waiting = new Set<(reason: unknown) => void>();
  /** settles when the last call that was made has ended */
  #last: Promise<unknown> = Promise.resolve();
  #running?: Running;
  #ended?: Error;

  /**
   * `name`: what made it; `url`: of the script, instead of the one that is built in
   * @throws {Error} where there are no workers
   */
  constructor(name: string, url?: string | URL) {
    this.#name = name;
    // what stops calls may be missing there too
    checkThreads(name);
    this.#stops = new Stops();
    try {
      this.#thread = startThread(name, url, this.#stops.looking, (error) => this.#end(error));
    } catch (error) {
      this.#end(error as Error);
      return;
    }
    const { port } = this.#thread;
    this.#service = wrap<Service>(port);
    const lost = (way: string) => {
      const why = "memory may have ended; send less, or make another worker";
      this.#running?.fail(new Error(`${name}: a message ${way} the worker could not be read, ${why}`));
    };
    // messages of a port stay in order: what is reported comes before the answer
    port.addEventListener("message", ({ data }: MessageEvent<Partial<Report>>) => {
      if (data.progress) this.#running?.report(data.progress);
      if (data.unread) lost("to");
    });
    port.addEventListener("messageerror", () => lost("from"));
    this.#thread.keepAlive(false);
  }

  /** calls a function of the worker; `moved`: buffers that go there and are empty here afterwards */
  call(request: Omit<Request, "watched" | "reports">, moved: ArrayBuffer[] = [], { signal, onProgress }: Watching = {}): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      if (signal?.aborted) return reject(signal.reason);
      this.#thread?.keepAlive(true);
      this.#waiting.add(reject);
      const stopping = signal || onProgress ? this.#stops.next() : undefined;
      let open = true;
      let sent = false;
      const settle = () => {
        open = false;
        this.#waiting.delete(reject);
        signal?.removeEventListener("abort", abort);
      };
      /** answers at once; the worker ends at its next look, and whatever it says then is no longer waited for */
      const give = (reason: unknown) => {
        settle();
        if (sent) stopping?.stop();
        reject(reason);
      };
      const abort = () => give(signal?.reason);
      signal?.addEventListener("abort", abort);
      const report = (progress: Progress) => {
        if (!open) return;
        try {
          onProgress?.(progress);
        } catch (error) {
          give(error);
        }
      };
      const turn = async () => {
        if (!open || this.#ended) return;
        sent = true;
        const failed = new Promise<never>((_, fail) => {
          this.#running = { report, fail };
        });
        const whole = { ...request, watched: stopping?.watched, reports: onProgress !== undefined };
        const answer = (await Promise.race([this.#service?.call(transfer(whole, moved)), failed])) as Answer;
        if (!open) return;
        settle();
        if ("thrown" in answer) reject(makeError(answer.thrown));
        else resolve(fromPlain(answer.value));
      };
      const ended = this.#last.then(turn).catch((error) => {
        settle();
        reject(error);
      });
      this.#last = ended.then(() => {
        stopping?.end();
        if (this.#waiting.size === 0) this.#thread?.keepAlive(false);
      });
    });
  }

  /** ends the worker and every call that it has not answered */
  terminate(): void {
    this.#end(new Error(`${this.#name}: the worker was terminated, expected no calls from then on; make another one`));
  }

  #end(error: Error): void {
    if (this.#ended) return;
    this.#ended = error;
    this.#stops.end();
    this.#thread?.terminate();
    for (const reject of [...this.#waiting]) reject(error);
    this.#waiting.clear();
  }
}
