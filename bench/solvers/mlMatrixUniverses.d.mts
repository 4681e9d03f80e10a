/** Ridge with an intercept, in universes that differ by their noise. */
export interface Universes {
  design: number[][];
  /** f of every row */
  truth: number[];
  noise: number;
  lambda: number;
  universes: number;
}

export interface Spread {
  bias2: number;
  variance: number;
}

export function installed(): boolean;
/** `next` draws a standard normal number */
export function aFitEach(universes: Universes, next: () => number): Spread;
export function oneFactor(universes: Universes, next: () => number): Spread;
