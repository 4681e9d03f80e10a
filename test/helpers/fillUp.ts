import { vi } from "vitest";
import { heap } from "../../src/kernels/heap.js";

/** Takes all the WebAssembly memory there is but one hole of `left` bytes; returns what gives it back. */
export function fillUp(left = 0): () => void {
  const grow = vi.spyOn(WebAssembly.Memory.prototype, "grow").mockImplementation(() => {
    throw new RangeError("not now");
  });
  const hole = left > 0 ? heap().allocate(left) : undefined;
  const blocks: number[] = [];
  for (let size = 2 ** 31; size >= 64; size /= 2) {
    try {
      for (;;) blocks.push(heap().allocate(size));
    } catch {
      // the next smaller size
    }
  }
  grow.mockRestore();
  if (hole !== undefined) heap().free(hole);
  return () => {
    for (const block of blocks) heap().free(block);
  };
}
