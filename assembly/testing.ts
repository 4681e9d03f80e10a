// The boundary and every kernel, built for test/ and bench/ only, never shipped.

export { registers, stream, tiles } from "./ceilings";
export { factor, factorBlocked, solve } from "./cholesky";
export { reciprocalCondition, scaledNorm } from "./condition";
export { lossOf, penaltyOf } from "./dispatch";
export { eigen } from "./eigen";
export { elementary } from "./elementary";
export * from "./index";
export * from "./level1";
export * from "./level1f";
export { gemv, gemvT } from "./level2";
export { panelBytes, syrk, syrkT } from "./level3";
export { appendRow, removeRow, row, solveLower, solveUpper, symv } from "./packed";
export { applyQT, completeQR, factorQR, solveQR } from "./qr";
export { dot4Rounded, roundColumn, roundedLength } from "./rounded";

/** never returns: what a test breaks an instance with */
export function trap(): void {
  unreachable();
}
