// Standard normal numbers by the ziggurat (Marsaglia, Tsang 2000, section 3): 127 boxes of one area under e^(−x²/2), stacked, and a base
// layer of the same area that runs on into the tail. x is drawn inside a layer; what lies inside the next narrower one is accepted as it
// is, 98.8 % of all, with one multiplication; the rest is compared with the curve itself.

import { exp, log } from "../../elementary.js";
import { checkSeed, nextBits, nextUniform, type Random, seeded } from "../../random.js";

const LAYERS = 128;
/** where the tail begins, and the area of a layer: what makes 128 layers of one area end exactly at the top of the curve */
const TAIL = 3.442619855899;
const AREA = 9.91256303526217e-3;

const density = (x: number) => exp(-0.5 * x * x);

/** right ends of the layers from the base (wider than its box, for the tail's share) to the top; how far x may go unexamined; heights */
const ends = new Float64Array(LAYERS + 1);
const safe = new Float64Array(LAYERS);
const heights = new Float64Array(LAYERS + 1);
let built = false;

function build(): void {
  ends[0] = AREA / density(TAIL);
  ends[1] = TAIL;
  for (let i = 2; i < LAYERS; i++) ends[i] = Math.sqrt(-2 * log(AREA / ends[i - 1] + density(ends[i - 1])));
  ends[LAYERS] = 0;
  for (let i = 0; i < LAYERS; i++) safe[i] = ends[i + 1];
  for (let i = 0; i <= LAYERS; i++) heights[i] = density(ends[i]);
  built = true;
}

/**
 * A seeded generator of standard normal numbers, mean 0 and variance 1, independent: the noise of `biasVariance`, and of your own
 * experiments. The same numbers on every machine.
 *
 * @param seed a whole number from 0 to 2³² − 1
 * @returns a function that returns the next number
 * @throws {TypeError | RangeError} when the seed is none
 */
export function normals(seed: number): () => number {
  const state = normalBits("normals", seed);
  return () => nextNormal(state);
}

/** the state that `nextNormal` draws from */
export function normalBits(name: string, seed: unknown): Random {
  const state = seeded(checkSeed(name, seed));
  if (!built) build();
  return state;
}

/** the next standard normal number */
export function nextNormal(state: Random): number {
  for (;;) {
    const word = nextBits(state);
    const layer = word & (LAYERS - 1);
    // the last bits of x repeat the layer, at 2⁻²⁵ of x
    const x = (word / 2 ** 31) * ends[layer];
    if (Math.abs(x) < safe[layer]) return x;
    if (layer === 0) return tail(state, word < 0);
    if (heights[layer] + nextUniform(state) * (heights[layer + 1] - heights[layer]) < density(x)) return x;
  }
}

/** beyond where the boxes end (Marsaglia 1964) */
function tail(state: Random, negative: boolean): number {
  for (;;) {
    const x = -log(1 - nextUniform(state)) / TAIL;
    const y = -log(1 - nextUniform(state));
    if (y + y > x * x) return negative ? -(TAIL + x) : TAIL + x;
  }
}
