// Interleaved measurement (interleave.ts) in processes of Node.
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { answering, interleave, type Kind, type Measured, type Request, type Side, type Work } from "./interleave.js";

export { type Contender, type Kind, type Measured, type Quartiles, quartiles, type Work } from "./interleave.js";

/** Runs every work of a module that exports `works()`. */
export function measure(
  module: URL,
  works: readonly Work[],
  options: { budgetMs: number; lives?: number; report(done: string): void },
): Promise<Measured[]> {
  const start = (): Record<Kind, Side> => ({ wasm: new Process(module), plain: new Process(module) });
  return interleave(works, start, options);
}

/** a process that prepares and runs contenders when it is asked to */
class Process implements Side {
  readonly #process: ChildProcess;
  #settle = { resolve: (_: unknown) => {}, reject: (_: Error) => {} };

  constructor(module: URL) {
    this.#process = fork(fileURLToPath(import.meta.url), [module.href], { serialization: "advanced" });
    this.#process.on("message", ({ reply, error }: { reply?: unknown; error?: string }) => {
      if (error === undefined) this.#settle.resolve(reply);
      else this.#settle.reject(new Error(error));
    });
    this.#process.on("exit", () => this.#settle.reject(new Error("measure: a process ended before it answered")));
  }

  ask(request: Request, work: number, contender: number, calls = 0): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#process.send({ request, work, contender, calls });
    });
  }

  end(): void {
    this.#process.kill();
  }
}

/** the other end of a Process */
async function serve(module: string): Promise<void> {
  const answer = answering(((await import(module)) as { works(): Work[] }).works());
  process.on("message", (message: Parameters<typeof answer>[0]) => {
    try {
      process.send?.({ reply: answer(message) });
    } catch (error) {
      process.send?.({ error: String(error) });
    }
  });
}

// not awaited: the module imports this one
if (process.send && process.argv[1] === fileURLToPath(import.meta.url)) void serve(process.argv[2]);
