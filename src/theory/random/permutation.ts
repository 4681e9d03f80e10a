import { type Bits, nextUniform } from "./bits.js";

/** 0 … n−1 in random order (Fisher, Yates; Durstenfeld 1964) */
export function permutation(n: number, state: Bits): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const k = Math.floor(nextUniform(state) * (i + 1));
    const other = order[k];
    order[k] = order[i];
    order[i] = other;
  }
  return order;
}
