// What the kernels of this family are called with: the exports of assembly/boundary/spectrum.ts.
type Pointer = number;

/** Ridge at every λ by one decomposition, and what is inferred from a fit. */
export interface SpectrumKernels {
  covarianceScratch(n: number, m: number): number;
  covariance(design: Pointer, penalty: Pointer, V: Pointer, df: Pointer, work: Pointer): number;
  spectrumScratch(n: number, m: number): number;
  spectrum(spectrum: Pointer, design: Pointer, loss: Pointer, penalty: Pointer, intercept: boolean, range: Pointer): number;
  spectralRidgeScratch(n: number, m: number): number;
  spectralRidge(spectrum: Pointer, loss: Pointer, penalty: Pointer, beta: Pointer, work: Pointer, certificate: Pointer): void;
  leaveOneOutScratch(n: number, m: number): number;
  leaveOneOut(spectrum: Pointer, count: number, lambdas: Pointer, work: Pointer, errors: Pointer, curves: Pointer): void;
}
