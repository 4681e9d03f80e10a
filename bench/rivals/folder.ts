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

  constructor({ columns, sparse, y, lambdas }: Loaded) {
    this.path = join(tmpdir(), `shrinkage-bench-${process.pid}`);
    this.n = y.length;
    this.p = sparse ? sparse.shape[1] : columns.length;
    this.count = lambdas.length;
    mkdirSync(this.path, { recursive: true });
    const table: Record<string, Float64Array> = sparse ? { data: sparse.data } : { X: columnMajor(columns, this.n) };
    for (const [name, numbers] of Object.entries({ ...table, y, lambdas })) writeFileSync(join(this.path, `${name}.f64`), numbers);
    if (!sparse) return;
    for (const name of ["indices", "indptr"] as const) writeFileSync(join(this.path, `${name}.i32`), sparse[name]);
  }

  read(name: string): Float64Array {
    const { buffer, byteOffset, byteLength } = readFileSync(join(this.path, `${name}.f64`));
    return new Float64Array(buffer, byteOffset, byteLength / 8);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

function columnMajor(columns: readonly Float64Array[], n: number): Float64Array {
  const X = new Float64Array(n * columns.length);
  columns.forEach((column, j) => {
    X.set(column, j * n);
  });
  return X;
}
