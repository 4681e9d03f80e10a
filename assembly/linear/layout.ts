// Structs and vectors behind one another in one block of scratch, from one description that runs twice: once to count the bytes, once to
// place. While it counts, structs stand in a page of their own, so that their fields may be written; vectors stand nowhere and are not.
let next: usize = 0;
let bytes: f64 = 0;
let counts: bool = false;

/** where structs stand while they are counted: more than all structs of one description take */
const PAGE: usize = memory.data(8192, 16);

/** the description that runs from here to `counted` is counted */
export function count(): void {
  counts = true;
  bytes = 64;
  next = PAGE;
}

/** the bytes that it takes, alignment included */
export function counted(): f64 {
  counts = false;
  return bytes;
}

/** the description that runs from here is placed at `start` */
export function begin(start: usize): void {
  next = start;
}

/** where the first struct of a layout at `start` is */
export function first(start: usize): usize {
  return (start + 15) & ~15;
}

/** room for a struct, 16-byte aligned */
export function struct(size: usize): usize {
  const here = first(next);
  next = here + size;
  bytes += <f64>(size + 15);
  return here;
}

/** `size` bytes, 16-byte aligned; 0 while they are counted */
export function room(size: f64): usize {
  bytes += size + 15;
  if (counts) return 0;
  const here = first(next);
  next = here + <usize>size;
  return here;
}

/** `size` bytes from the start of a cache line on */
export function block(size: f64): usize {
  return (room(size + 48) + 63) & ~63;
}

/** m numbers and some to spare, for whole groups of four */
export function vector(m: i32): usize {
  return room(8 * (<f64>m + 8));
}

/** `size` bytes of one value */
export function filled(size: i32, value: u8): usize {
  const here = room(<f64>size + 16);
  if (!counts) memory.fill(here, value, <usize>size);
  return here;
}
