// Base64 → LZMA (Pavlov; "LZMA specification", LZMA SDK) → the kernels' bytes. A module of its own, with a memory of its own: it is what
// shrinkage starts with, and gone once the kernels run. A text may go on where another one ended, with what was learned and seen there. lc = 3, lp = 0, pb = 2 and no header: the only form that scripts/embed.mjs writes.
//
// A bit is predicted by one of 7632 adaptive probabilities p/2048 that it is 0, and `range` is divided in that proportion. What a byte is
// predicted by: whether literals or matches came before (`state`), its place modulo 4, the upper bits of the byte before.

const MATCH: usize = 0;
const REPEAT: usize = 192;
const REPEAT_FIRST: usize = 204;
const REPEAT_SECOND: usize = 216;
const REPEAT_THIRD: usize = 228;
const REPEAT_LONG: usize = 240;
const SLOT: usize = 432;
const NEAR: usize = 688;
const ALIGN: usize = 816;
const LENGTH: usize = 832;
const REPEAT_LENGTH: usize = 1160;
const LITERAL: usize = 1488;
const PROBABILITIES: usize = 7632;

/** behind the probabilities: whether matches came before, and the last four distances (u32) */
const REGISTERS: usize = 20;

let source: usize = 0;
let range: u32 = 0;
let code: u32 = 0;

const registers = (): usize => __heap_base + 2 * PROBABILITIES;

/** where bytes begin: behind the probabilities, u16 each, and the registers */
export function room(): usize {
  return registers() + REGISTERS;
}

/**
 * `size` bytes at `out` ← the `count` base64 characters at `text`, which are overwritten; they go on behind the bytes from room() to `out`, if there
 * are any, as those left probabilities and registers
 */
export function unpack(text: usize, count: i32, out: usize, size: i32): void {
  if (out === room()) {
    for (let k: usize = 0; k < PROBABILITIES; k++) store<u16>(__heap_base + 2 * k, 1024);
    store<u32>(registers(), 0);
    for (let k: usize = 1; k < 5; k++) store<u32>(registers() + 4 * k, 1);
  }
  source = text;
  const end = source + count;
  for (let to = source, from = source; from < end; from += 4, to += 3) {
    const three = (sextet(from) << 18) | (sextet(from + 1) << 12) | (sextet(from + 2) << 6) | sextet(from + 3);
    store<u8>(to, three >> 16);
    store<u8>(to, three >> 8, 1);
    store<u8>(to, three, 2);
  }
  code = 0;
  for (const end = source + 5; ++source < end; ) code = (code << 8) | load<u8>(source);
  range = 0xffffffff;
  expand(out, out + size);
}

/** the six bits of a character; those of "=" do not matter */
function sextet(at: usize): u32 {
  const c = load<u8>(at);
  return c > 96 ? c - 71 : c > 64 ? c - 65 : c > 47 ? c + 4 : c === 43 ? 62 : 63;
}

/** out … end ← literals, and matches of `length` bytes from `back` bytes before */
function expand(out: usize, end: usize): void {
  const begin = room();
  const kept = registers();
  let state: usize = load<u32>(kept);
  let back: usize = load<u32>(kept, 4);
  let second: usize = load<u32>(kept, 8);
  let third: usize = load<u32>(kept, 12);
  let fourth: usize = load<u32>(kept, 16);
  while (out < end) {
    const place = (out - begin) & 3;
    if (!bit(MATCH + 16 * state + place)) {
      const before: usize = out === begin ? 0 : load<u8>(out - 1);
      store<u8>(out, literal(LITERAL + 768 * (before >> 5), state > 6 ? load<u8>(out - back) : 0, state > 6));
      out++;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let length: usize;
    if (!bit(REPEAT + state)) {
      fourth = third;
      third = second;
      second = back;
      length = lengthOf(LENGTH, place);
      back = distance(min(length - 2, 3));
      state = state < 7 ? 7 : 10;
    } else if (bit(REPEAT_FIRST + state)) {
      let next = second;
      if (bit(REPEAT_SECOND + state)) {
        next = third;
        if (bit(REPEAT_THIRD + state)) {
          next = fourth;
          fourth = third;
        }
        third = second;
      }
      second = back;
      back = next;
      length = lengthOf(REPEAT_LENGTH, place);
      state = state < 7 ? 8 : 11;
    } else if (bit(REPEAT_LONG + 16 * state + place)) {
      length = lengthOf(REPEAT_LENGTH, place);
      state = state < 7 ? 8 : 11;
    } else {
      length = 1;
      state = state < 7 ? 9 : 11;
    }
    for (; length > 0; length--, out++) store<u8>(out, load<u8>(out - back));
  }
  store<u32>(kept, <u32>state);
  store<u32>(kept, <u32>back, 4);
  store<u32>(kept, <u32>second, 8);
  store<u32>(kept, <u32>third, 12);
  store<u32>(kept, <u32>fourth, 16);
}

/** a byte; behind a match also predicted by the bits of `other`, the byte that would have continued it, as long as they agree */
function literal(p: usize, other: usize, matched: bool): u32 {
  let symbol: usize = 1;
  while (matched && symbol < 256) {
    const expected = (other >> 7) & 1;
    other <<= 1;
    const actual = bit(p + ((1 + expected) << 8) + symbol);
    symbol = (symbol << 1) | actual;
    matched = actual === expected;
  }
  while (symbol < 256) symbol = (symbol << 1) | bit(p + symbol);
  return <u32>symbol;
}

/** 2 … 273 */
function lengthOf(p: usize, place: usize): usize {
  if (!bit(p)) return 2 + tree(p + 2 + 8 * place, 3);
  if (!bit(p + 1)) return 10 + tree(p + 34 + 8 * place, 3);
  return 18 + tree(p + 66, 8);
}

/** 1 …: two leading bits and a count from the slot, far ones with bits in the middle that are not predicted */
function distance(kind: usize): usize {
  const slot = tree(SLOT + 64 * kind, 6);
  if (slot < 4) return slot + 1;
  const count = (slot >> 1) - 1;
  const top: usize = (<usize>2 | (slot & 1)) << count;
  if (slot < 14) return top + reversed(NEAR + top - slot, count) + 1;
  let middle: usize = 0;
  for (let k = count; k > 4; k--) {
    range >>= 1;
    const one = code >= range;
    if (one) code -= range;
    middle = (middle << 1) | usize(one);
    refill();
  }
  return top + (middle << 4) + reversed(ALIGN, 4) + 1;
}

/** `count` bits, the highest first */
function tree(p: usize, count: usize): usize {
  let node: usize = 1;
  for (let k: usize = 0; k < count; k++) node = (node << 1) | bit(p + node);
  return node - ((<usize>1) << count);
}

/** `count` bits, the lowest first */
function reversed(p: usize, count: usize): usize {
  let node: usize = 1;
  let value: usize = 0;
  for (let k: usize = 0; k < count; k++) {
    const one = bit(p + node);
    node = (node << 1) | one;
    value |= one << k;
  }
  return value;
}

/** a bit that probability k predicts, which learns from it */
function bit(k: usize): usize {
  const at = __heap_base + 2 * k;
  const p: u32 = load<u16>(at);
  const bound = (range >> 11) * p;
  const one = code >= bound;
  if (one) {
    range -= bound;
    code -= bound;
    store<u16>(at, p - (p >> 5));
  } else {
    range = bound;
    store<u16>(at, p + ((2048 - p) >> 5));
  }
  refill();
  return usize(one);
}

function refill(): void {
  if (range >= 1 << 24) return;
  range <<= 8;
  code = (code << 8) | load<u8>(source++);
}
