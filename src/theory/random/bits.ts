// 32 random bits at a time, from a seed: sfc32, three words mixed by a counter (Doty-Humphrey, PractRand). The same on every machine. The
// state is an array and not a closure: what draws from it in a loop is compiled as one piece.

/** The three words and the counter. */
export type Bits = Int32Array;

/** the state that belongs to a seed, a whole number from 0 to 2⁵³ − 1 */
export function bits(seed: number): Bits {
  const state = Int32Array.of(0, seed | 0, Math.floor(seed / 2 ** 32) | 0, 1);
  // neighbouring seeds have parted after some twelve rounds
  for (let round = 0; round < 16; round++) nextBits(state);
  return state;
}

/** the next whole number, signed */
export function nextBits(state: Bits): number {
  const b = state[1];
  const c = state[2];
  const out = (state[0] + b + state[3]) | 0;
  state[3]++;
  state[0] = b ^ (b >>> 9);
  state[1] = c + (c << 3);
  state[2] = ((c << 21) | (c >>> 11)) + out;
  return out;
}

/** the next number in [0, 1) */
export function nextUniform(state: Bits): number {
  return (nextBits(state) >>> 0) / 2 ** 32;
}
