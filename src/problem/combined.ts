// What some columns make together.
import { STRUCT_BYTES } from "../kernels/abi.js";
import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import { scope } from "../kernels/scope.js";
import { fillDesign } from "../tables/storedTable.js";
import type { Problem } from "./problem.js";

/** X̃β over some columns */
export function combined({ kind, n, X, centres }: Problem, list: readonly number[], coefficient: (j: number) => number): Float64Array {
  return scope((own) => {
    const columns = own.putIntegers(list);
    const [means, beta] = [own.put(Float64Array.from(list, (j) => centres[j])), own.put(Float64Array.from(list, coefficient))];
    const eta = own.f64(n);
    const design = own.bytes(STRUCT_BYTES);
    fillDesign(design, { kind, n, X }, list.length, columns, means, 0);
    kernels().fitted(design, beta, 0, eta);
    return view(eta, n).slice();
  });
}
