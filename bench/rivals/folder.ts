// A problem as files that every competitor reads, and the file that an answer comes back in.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Loaded } from "./protocol.js";

export class Folder {
  readonly path: string;
  readonly n: number;
  readonly p: number;
  readonly count: number;

  constructor({ columns, y, lambdas }: Loaded) {
    this.path = join(tmpdir(), `shrinkage-bench-${process.pid}`);
    this.n = y.length;
    this.p = columns.length;
    this.count = lambdas.length;
    mkdirSync(this.path, { recursive: true });
    const X = new Float64Array(this.n * this.p);
    columns.forEach((column, j) => {
      X.set(column, j * this.n);
    });
    for (const [name, numbers] of Object.entries({ X, y, lambdas })) writeFileSync(join(this.path, `${name}.f64`), numbers);
  }

  read(name: string): Float64Array {
    const { buffer, byteOffset, byteLength } = readFileSync(join(this.path, `${name}.f64`));
    return new Float64Array(buffer, byteOffset, byteLength / 8);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
