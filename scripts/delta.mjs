// What a file differs in from another one of which it repeats most: numbers in base 128, the low seven bits first, as src/kernels/unpack.ts reads
// them. Step after step: how many bytes are new, those bytes, how far the reading place in the old file moves (zigzag), how many are copied.

/** shortest copy that is worth its numbers */
const WORTH = 8;

/** @param {Uint8Array} before @param {Uint8Array} after */
export function delta(before, after) {
  const places = new Map();
  const key = (bytes, at) => bytes.subarray(at, at + WORTH).join();
  for (let i = 0; i + WORTH <= before.length; i++) {
    const at = key(before, i);
    if (!places.has(at)) places.set(at, []);
    places.get(at).push(i);
  }
  const same = (from, to) => {
    let k = 0;
    while (from + k < before.length && to + k < after.length && before[from + k] === after[to + k]) k++;
    return k;
  };
  const out = [];
  let fresh = 0;
  let reading = 0;
  for (let to = 0; to < after.length; ) {
    // the place where reading would go on anyway costs nothing: another one has to be longer by what its number takes
    let best = { from: reading + to - fresh, length: 0 };
    best.length = same(best.from, to);
    for (const from of places.get(key(after, to)) ?? []) {
      const length = same(from, to);
      if (length > best.length + 3) best = { from, length };
    }
    if (best.length < WORTH) {
      to++;
      continue;
    }
    step(out, after.subarray(fresh, to), best.from - reading, best.length);
    to += best.length;
    fresh = to;
    reading = best.from + best.length;
  }
  if (fresh < after.length) step(out, after.subarray(fresh), 0, 0);
  return Uint8Array.from(out);
}

function step(out, bytes, move, copied) {
  number(out, bytes.length);
  out.push(...bytes);
  number(out, move < 0 ? -2 * move - 1 : 2 * move);
  number(out, copied);
}

function number(out, value) {
  for (; value > 127; value >>>= 7) out.push((value & 127) | 128);
  out.push(value);
}
