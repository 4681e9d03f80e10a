import { PenaltyKind } from "../../src/kernels/abi.js";
import { type Arena, kernels } from "./kernels.js";

/** Ωⱼ, by formulas as naive as possible. */
export interface Coordinate {
  name: string;
  /** the domain */
  lower: number;
  upper: number;
  /** Ω(b), the formula, also outside the domain */
  value(b: number): number;
  /** argmin ½(b − z)²/t + Ω(b) over the domain */
  prox(z: number, t: number): number;
  /** where zb − Ω(b) is largest over the domain, ±Infinity where it grows for ever */
  maximiser(z: number): number;
  /** a |z| near which something happens: the slope at 0 */
  slope: number;
}

/** One struct and its coordinates. */
export interface Table {
  coordinates: Coordinate[];
  /** fills the struct in, with another λ where one is given */
  fill(lambda?: number): void;
}

/** What the contract test needs to know of a penalty: parameters worth trying and their naive formulas. */
export interface Reference {
  kind: PenaltyKind;
  tables(arena: Arena, struct: number): Table[];
}

const bounds = [
  [-Infinity, Infinity],
  [-1, Infinity],
  [-Infinity, 0.8],
  [-1, 0.8],
  [0, Infinity],
  [-Infinity, 0],
  [0, 0],
];
const grid = [0, 0.5, 2].flatMap((v) => [1, 3].flatMap((d) => bounds.map(([lower, upper]) => ({ v, d, lower, upper }))));

export const elasticNet: Reference = {
  kind: PenaltyKind.ElasticNet,
  tables(arena, struct) {
    const factors = arena.f64(grid.map(({ v }) => v));
    const scales = arena.f64(grid.map(({ d }) => d));
    const lower = arena.f64(grid.map((column) => column.lower));
    const upper = arena.f64(grid.map((column) => column.upper));
    return [0, 1e-3, 1, 50].flatMap((lambda) =>
      [0, 0.5, 0.999, 1].map((rho) => ({
        coordinates: grid.map((column) => elasticNetCoordinate(lambda, rho, column)),
        fill: (other = lambda) => kernels.elasticNet(struct, other, rho, factors, scales, lower, upper),
      })),
    );
  },
};

function elasticNetCoordinate(lambda: number, rho: number, { v, d, lower, upper }: (typeof grid)[number]): Coordinate {
  const a = lambda * rho * v * d;
  const c = lambda * (1 - rho) * v * d * d;
  return {
    name: `λ = ${lambda}, ρ = ${rho}, v = ${v}, d = ${d}, ${lower} ≤ b ≤ ${upper}`,
    lower,
    upper,
    slope: a,
    value: (b) => lambda * v * (rho * Math.abs(d * b) + ((1 - rho) / 2) * (d * b) ** 2),
    prox(z, t) {
      if (z > t * a) return Math.min((z - t * a) / (1 + t * c), upper);
      if (z < -t * a) return Math.max((z + t * a) / (1 + t * c), lower);
      return 0;
    },
    maximiser(z) {
      if (z > a) return Math.min((z - a) / c, upper);
      if (z < -a) return Math.max((z + a) / c, lower);
      return 0;
    },
  };
}
