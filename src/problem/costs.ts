// What work costs, for those who choose between two ways to do it.

/** Multiply-adds a nanosecond: the tile of the Gram matrix, Cholesky by dot products, dots of columns, dots of rounded columns. */
export const RATES = { tile: 10, factor: 3, dot: 4, rounded: 20 };
/** Looks at the columns, and evaluations of the residual, that a λ takes on the way. */
export const ROUNDS = 2.5;
/** Multiply-adds between two looks at `signal`: about 0.1 s. */
export const SLICE = 2e8;
