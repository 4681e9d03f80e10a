// The opponent: the algorithms of assembly/ in plain JavaScript, as fast as V8 runs them. Columns are Float64Arrays, every column is
// centred once into a copy of its own, loops are unrolled as far as they gained (bench/kernels.ts measures them), nothing is checked.
//
//   (1/2n) ‖y − β₀ − Xβ‖² + λ Σ ( ρ|βⱼ| + (1−ρ)/2 βⱼ² ),   λ > 0, with an intercept; relativeGap = gap / ½ · variance of y

export { factor, solve } from "./plain/cholesky.mjs";
export { elasticNet, grid, lambdaMax, path } from "./plain/elasticNet.mjs";
export { proximalGradient, quasiNewton } from "./plain/fullBatch.mjs";
export { gram, square } from "./plain/gram.mjs";
export { axpy, dot } from "./plain/level1.mjs";
export { gemv, gemvT } from "./plain/level2.mjs";
export { logisticLambdaMax, logisticPath } from "./plain/logistic.mjs";
export { miniBatch } from "./plain/miniBatch.mjs";
export { network } from "./plain/network.mjs";
export { ridge } from "./plain/ridge.mjs";
