// One competitor in a process of its own. It is asked by lines, one answer a line, "ok …", "error …" or at the start "absent …":
//
//   load FOLDER n p count     X.f64 (column-major), y.f64, lambdas.f64 of the folder
//   ready MODE                what is made once and not timed: a form of X, a compilation
//   fit MODE tolerance        one whole fit at all λ's → milliseconds around the call itself [bytes of memory it took]
//   answer FILE               the last fit, λ by λ: the intercept and p coefficients
//
// Everybody gets one thread.
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Folder } from "./folder.js";
import type { Launch } from "./launches.js";
import type { Answered } from "./protocol.js";

/** one thread; and Python leaves no files here */
const ENVIRONMENT = Object.fromEntries(["OPENBLAS", "OMP", "MKL", "BLIS", "NUMEXPR", "NUMBA"].map((name) => [`${name}_NUM_THREADS`, "1"]));
ENVIRONMENT.PYTHONDONTWRITEBYTECODE = "1";
ENVIRONMENT.PYTHONPATH = fileURLToPath(new URL(".", import.meta.url));

/** a competitor that is not installed, or a fit that it cannot give */
export class Absence extends Error {}

/** a fit that took longer than it was given */
export class Late extends Absence {
  readonly limitMs: number;

  constructor(limitMs: number) {
    super(`more than ${limitMs / 1000} s`);
    this.limitMs = limitMs;
  }
}

export class Rival {
  readonly name: string;
  /** what it says it is */
  versions = "";
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  #failure = "";
  #shape = { p: 0, count: 0 };

  /** @throws {Absence} when it is not there */
  static async start({ name, command, arguments: words }: Launch): Promise<Rival> {
    const rival = new Rival(name, command, words);
    rival.versions = await rival.#reply();
    return rival;
  }

  private constructor(name: string, command: string, words: string[]) {
    this.name = name;
    const cwd = fileURLToPath(new URL("../solvers/", import.meta.url));
    this.#process = spawn(command, words, { cwd, env: { ...process.env, ...ENVIRONMENT }, stdio: ["pipe", "pipe", "inherit"] });
    this.#process.on("error", ({ message }) => {
      this.#failure = message;
    });
    this.#process.stdin?.on("error", () => {});
    this.#lines = createInterface({ input: this.#process.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  }

  async load(folder: Folder): Promise<void> {
    this.#shape = { p: folder.p, count: folder.count };
    await this.#ask(`load ${folder.path} ${folder.n} ${folder.p} ${folder.count}`);
  }

  /** @throws {Late} when it takes longer than `limitMs`; the process is gone then */
  async fit(mode: string, tolerance: number, limitMs: number): Promise<{ ms: number; bytes?: number }> {
    await this.#ask(`ready ${mode}`);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.end();
    }, limitMs);
    try {
      const [ms, bytes] = (await this.#ask(`fit ${mode} ${tolerance}`)).trim().split(" ").map(Number);
      return bytes === undefined ? { ms } : { ms, bytes };
    } catch (error) {
      throw late ? new Late(limitMs) : error;
    } finally {
      clearTimeout(timer);
    }
  }

  async answers(folder: Folder): Promise<Answered[]> {
    const file = join(folder.path, "answer.f64");
    await this.#ask(`answer ${file}`);
    const numbers = folder.read("answer");
    const { p, count } = this.#shape;
    if (numbers.length !== (p + 1) * count)
      throw new Error(`${this.name}: ${numbers.length} numbers came for ${count} answers of ${p + 1}`);
    return Array.from({ length: count }, (_, k) => {
      const from = k * (p + 1);
      return { intercept: numbers[from], coefficients: numbers.slice(from + 1, from + 1 + p) };
    });
  }

  /** resident memory in bytes, now and at its highest (Linux) */
  resident(): { now: number; peak: number } | undefined {
    try {
      const status = readFileSync(`/proc/${this.#process.pid}/status`, "utf8");
      const of = (name: string) => 1024 * Number(status.match(new RegExp(`${name}:\\s+(\\d+)`))?.[1]);
      return { now: of("VmRSS"), peak: of("VmHWM") };
    } catch {
      return undefined;
    }
  }

  end(): void {
    this.#process.kill("SIGKILL");
  }

  #ask(line: string): Promise<string> {
    this.#process.stdin?.write(`${line}\n`);
    return this.#reply();
  }

  async #reply(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Absence(this.#failure || "its process ended");
    const [word, ...rest] = (value as string).split(" ");
    if (word === "absent") throw new Absence(rest.join(" "));
    if (word !== "ok") throw new Error(`${this.name}: ${value}`);
    return rest.join(" ").trim();
  }
}
