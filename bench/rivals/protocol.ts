// The serving side of rival.ts in Node.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

/** SciPy's csc */
export interface Csc {
  data: Float64Array;
  indices: Int32Array;
  indptr: Int32Array;
  shape: [rows: number, columns: number];
}

export interface Loaded {
  /** none where the table is sparse */
  columns: Float64Array[];
  sparse?: Csc;
  y: Float64Array;
  lambdas: Float64Array;
}

export interface Answered {
  coefficients: Float64Array;
  intercept: number;
}

/** A way to fit: what it makes ready untimed, and the call that is timed, awaited where it is a promise. `bytes`: its memory. */
export type Mode = (problem: Loaded) => {
  call(tolerance: number): unknown | Promise<unknown>;
  answers(result: unknown): Answered[];
  bytes?(): number;
};

export function serve(versions: string, modes: Record<string, Mode>): void {
  let problem: Loaded;
  let width = 0;
  let ready: Record<string, ReturnType<Mode>> = {};
  let last: Answered[] = [];
  const requests: Record<string, (...words: string[]) => string | Promise<string>> = {
    load(folder, n, p, count) {
      const numbers = (name: string, size: number) => {
        const { buffer, byteOffset } = readFileSync(`${folder}/${name}.f64`);
        return new Float64Array(buffer, byteOffset, size);
      };
      const rest = { y: numbers("y", +n), lambdas: numbers("lambdas", +count) };
      const integers = (name: string) => {
        const { buffer, byteOffset, byteLength } = readFileSync(`${folder}/${name}.i32`);
        return new Int32Array(buffer.slice(byteOffset, byteOffset + byteLength));
      };
      if (existsSync(`${folder}/indptr.i32`)) {
        const indptr = integers("indptr");
        const entries = indptr[+p];
        const sparse: Csc = { data: numbers("data", entries), indices: integers("indices"), indptr, shape: [+n, +p] };
        problem = { columns: [], sparse, ...rest };
      } else {
        const X = numbers("X", +n * +p);
        problem = { columns: Array.from({ length: +p }, (_, j) => X.slice(j * +n, (j + 1) * +n)), ...rest };
      }
      width = +p;
      ready = {};
      return "";
    },
    ready(name) {
      ready[name] ??= modes[name](problem);
      return "";
    },
    async fit(name, tolerance) {
      const { call, answers, bytes } = ready[name];
      const from = performance.now();
      const called = call(+tolerance);
      const result = called instanceof Promise ? await called : called;
      const ms = performance.now() - from;
      last = answers(result);
      return `${ms} ${bytes?.() ?? ""}`;
    },
    answer(file) {
      const size = 1 + width;
      const numbers = new Float64Array(size * last.length);
      last.forEach(({ intercept, coefficients }, k) => {
        numbers[k * size] = intercept;
        numbers.set(coefficients, k * size + 1);
      });
      writeFileSync(file, numbers);
      return "";
    },
  };
  console.log(`ok ${versions}`);
  createInterface({ input: process.stdin }).on("line", async (line) => {
    const [request, ...words] = line.split(" ");
    try {
      console.log(`ok ${await requests[request](...words)}`);
    } catch (error) {
      console.log(`error ${String(error).replaceAll("\n", " ")}`);
    }
  });
}
