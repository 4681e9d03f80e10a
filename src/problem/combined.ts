// What some columns make together.
import { view } from "../kernels/heap.js";
import { kernels } from "../kernels/kernels.js";
import { scope } from "../kernels/scope.js";
import type { Problem } from "./problem.js";

/** X̃β over some columns */
export function combined({ n, X, centres }: Problem, list: readonly number[], coefficient: (j: number) => number): Float64Array {
  return scope((own) => {
    const columns = own.putIntegers(list);
    const [means, beta] = [own.put(Float64Array.from(list, (j) => centres[j])), own.put(Float64Array.from(list, coefficient))];
    const eta = own.f64(n);
    kernels().predict(n, list.length, X, columns, means, beta, 0, eta);
    return view(eta, n).slice();
  });
}
