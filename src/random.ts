// Seeded randomness, the same numbers on every machine: sfc32, three words mixed by a counter (Doty-Humphrey, PractRand); the kernels draw
// the same ones (assembly/linear/random.ts). The state is an array and not a closure: what draws from it in a loop is compiled as one piece.
import { checkNumber } from "./check.js";

/** The three words and the counter. */
export type Random = Int32Array;

/** the numbers of a seed, which are those of a stream of their own; both whole numbers from 0 to 2³² − 1 */
export function seeded(seed: number, stream = 0): Random {
  const state = Int32Array.of(0, seed | 0, stream | 0, 1);
  // neighbouring seeds have parted after some twelve rounds
  for (let round = 0; round < 16; round++) nextBits(state);
  return state;
}

/** the next whole number of 32 bits, signed */
export function nextBits(state: Random): number {
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
export function nextUniform(state: Random): number {
  return (nextBits(state) >>> 0) / 2 ** 32;
}

/** the same values in random order, every order as likely as any other (Fisher, Yates; Durstenfeld 1964), in place */
export function shuffle<T extends { length: number; [index: number]: unknown }>(values: T, state: Random): T {
  for (let i = values.length - 1; i > 0; i--) {
    const k = Math.floor(nextUniform(state) * (i + 1));
    const value = values[i];
    values[i] = values[k];
    values[k] = value;
  }
  return values;
}

/** a whole number that seeds everything, 1 where it is not given */
export function checkSeed(name: string, seed: unknown = 1): number {
  return checkNumber(name, "seed", seed, (x) => Number.isInteger(x) && x >= 0 && x < 2 ** 32, "a whole number from 0 to 4294967295");
}
