// What the kernels of this family are called with: the exports of assembly/boundary/joint.ts.
import type { JointKind } from "../abi.js";

type Pointer = number;

/** Blocks of coefficients, several targets, several classes. */
export interface JointKernels {
  jointRows(loss: Pointer, n: number, rows: Pointer): void;
  jointTargets(loss: Pointer, n: number, layers: number, y: Pointer, w: Pointer): void;
  blocks(
    penalty: Pointer,
    count: number,
    perRow: number,
    starts: Pointer,
    norms: Pointer,
    ridges: Pointer,
    kinks: Pointer,
    flat: Pointer,
  ): void;
  blocksLambda(penalty: Pointer, lambda: number): void;
  jointSizes(
    sizes: Pointer,
    n: number,
    p: number,
    layers: number,
    perRow: number,
    count: number,
    rows: number,
    widest: number,
    squares: number,
    terms: number,
    free: number,
    intercepts: number,
    flat: boolean,
  ): void;
  jointScratch(kind: JointKind, sizes: Pointer): number;
  jointState(
    joint: Pointer,
    design: Pointer,
    loss: Pointer,
    penalty: Pointer,
    sizes: Pointer,
    entries: Pointer,
    scales: Pointer,
    offset: Pointer,
    t: Pointer,
    positions: Pointer,
  ): void;
  jointRoom(joint: Pointer, rows: number): number;
  jointGive(joint: Pointer, rows: number, room: Pointer, L: Pointer): void;
  jointJoin(joint: Pointer, block: number): void;
  jointRow(joint: Pointer, block: number): number;
  jointSize(joint: Pointer): number;
  jointSolve(joint: Pointer, alone: boolean, looks: boolean, target: number, most: number, certificate: Pointer): number;
  jointLambdaMax(joint: Pointer): number;
  jointReweigh(joint: Pointer): void;
  jointSlopes(joint: Pointer): Pointer;
  jointLoss(joint: Pointer): number;
  jointPenalty(joint: Pointer): number;
  jointIntercepts(joint: Pointer, given: boolean): Pointer;
}
