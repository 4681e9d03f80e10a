// Structs and vectors laid out behind one another in one block of scratch. Whoever lays a block out says how many bytes it takes.
let next: usize = 0;

/** begins a block at `start` */
export function begin(start: usize): void {
  next = start;
}

/** `bytes` bytes, 16-byte aligned */
export function take(bytes: usize): usize {
  const here = (next + 15) & ~15;
  next = here + bytes;
  return here;
}

/** m numbers and some to spare, for whole groups of four */
export function vector(m: i32): usize {
  return take((<usize>m + 8) << 3);
}
