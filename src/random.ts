// Seeded randomness: the same numbers on every machine.

/** uniform numbers in [0, 1): mulberry32 (Tommy Ettinger, public domain) */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** the same values in random order, every order as likely as any other (Fisher, Yates), in place */
export function shuffle<T extends { length: number; [index: number]: unknown }>(values: T, random: () => number): T {
  for (let i = values.length - 1; i > 0; i--) {
    const k = Math.floor(random() * (i + 1));
    const value = values[i];
    values[i] = values[k];
    values[k] = value;
  }
  return values;
}
