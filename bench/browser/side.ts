// The page's end of a Web Worker.
import type { Measured, Request, Side } from "../interleave.js";

export class Stopped extends Error {}

export class WorkerSide implements Side {
  readonly #worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  #settle = { resolve: (_: unknown) => {}, reject: (_: Error) => {} };

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<{ reply?: unknown; error?: string }>) => {
      if (data.error === undefined) this.#settle.resolve(data.reply);
      else this.#settle.reject(new Error(data.error));
    };
    this.#worker.onerror = ({ message }) => this.#settle.reject(new Error(message));
  }

  ask(request: Request, work: number, contender: number, calls = 0): Promise<unknown> {
    return this.#send({ request, work, contender, calls });
  }

  score(work: number, measured: Measured): Promise<Record<string, number>> {
    return this.#send({ request: "score", work, measured }) as Promise<Record<string, number>>;
  }

  /** at once, whatever it is at */
  end(): void {
    this.#worker.terminate();
    this.#settle.reject(new Stopped("stopped"));
  }

  #send(message: object): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#worker.postMessage(message);
    });
  }
}
