import type { DesignKind, JointKind } from "./abi.js";

type Pointer = number;

/** The exports of assembly/index.ts. Pointers are byte addresses; none but those of a joint problem's intercepts and slopes come back. */
export interface Kernels {
  memory: WebAssembly.Memory;
  heapBase: WebAssembly.Global;
  dense(design: Pointer, n: number, m: number, X: Pointer, columns: Pointer, means: Pointer, w: Pointer): void;
  sparse(design: Pointer, n: number, m: number, X: Pointer, columns: Pointer, means: Pointer, w: Pointer): void;
  squared(loss: Pointer, n: number, y: Pointer, w: Pointer): void;
  logistic(loss: Pointer, n: number, t: Pointer, w: Pointer): void;
  huber(loss: Pointer, n: number, y: Pointer, w: Pointer, delta: number): void;
  poisson(loss: Pointer, n: number, y: Pointer, w: Pointer): void;
  gamma(loss: Pointer, n: number, y: Pointer, w: Pointer): void;
  squaredHinge(loss: Pointer, n: number, t: Pointer, w: Pointer): void;
  elasticNet(penalty: Pointer, lambda: number, rho: number, factors: Pointer, scales: Pointer, lower: Pointer, upper: Pointer): void;
  sparseMoments(n: number, p: number, X: Pointer, w: Pointer, means: Pointer, variances: Pointer): void;
  moments(n: number, p: number, X: Pointer, w: Pointer, means: Pointer, variances: Pointer): void;
  transpose(n: number, p: number, ld: number, B: Pointer, X: Pointer): void;
  predict(n: number, m: number, X: Pointer, columns: Pointer, means: Pointer, beta: Pointer, beta0: number, eta: Pointer): void;
  fitted(design: Pointer, beta: Pointer, beta0: number, eta: Pointer): void;
  descentScratch(n: number, m: number, free: number): number;
  descentState(state: Pointer, n: number, m: number, free: number, beta: Pointer): void;
  descent(
    design: Pointer,
    loss: Pointer,
    penaltyKind: number,
    penalty: Pointer,
    h: Pointer,
    state: Pointer,
    target: number,
    maxPasses: number,
    certificate: Pointer,
  ): void;
  pathScratch(n: number, m: number, free: number): number;
  pathState(
    path: Pointer,
    design: Pointer,
    loss: Pointer,
    penalty: Pointer,
    h: Pointer,
    free: number,
    beta: Pointer,
    places: Pointer,
  ): void;
  giveRoom(solver: Pointer, ofL: boolean, from: number, to: number, rows: Pointer): void;
  roundedScratch(n: number, m: number): number;
  roundColumns(solver: Pointer, rounded: Pointer): void;
  workingSetSize(solver: Pointer): number;
  pathJoin(path: Pointer, places: Pointer, count: number): void;
  pathKnow(path: Pointer, triangle: Pointer): void;
  pathSolve(path: Pointer, target: number, most: number, certificate: Pointer): number;
  glmScratch(n: number, m: number, free: number): number;
  glmState(
    glm: Pointer,
    design: Pointer,
    loss: Pointer,
    penalty: Pointer,
    h: Pointer,
    intercept: boolean,
    free: number,
    beta: Pointer,
    places: Pointer,
  ): void;
  glmJoin(glm: Pointer, places: Pointer, count: number): void;
  glmStart(glm: Pointer, intercept: number): void;
  glmOutgrown(glm: Pointer): void;
  glmSolve(glm: Pointer, alone: boolean, target: number, most: number, certificate: Pointer): number;
  glmLambdaMax(glm: Pointer): number;
  glmIntercept(glm: Pointer): number;
  jointRows(loss: Pointer, n: number, rows: Pointer): void;
  jointTargets(loss: Pointer, n: number, layers: number, y: Pointer, w: Pointer): void;
  multinomial(loss: Pointer, n: number, layers: number, y: Pointer, w: Pointer): void;
  cox(
    loss: Pointer,
    n: number,
    w: Pointer,
    times: number,
    strata: number,
    terms: number,
    rows: Pointer,
    timeStratum: Pointer,
    termStart: Pointer,
    fraction: Pointer,
    D: Pointer,
    share: Pointer,
    sums: Pointer,
    tree: Pointer,
    leaves: number,
  ): void;
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
  lambdaMax(design: Pointer, loss: Pointer, penalty: Pointer, state: Pointer): number;
  covarianceScratch(n: number, m: number): number;
  covariance(design: Pointer, penalty: Pointer, V: Pointer, df: Pointer, work: Pointer): number;
  ridgeScratch(route: number, n: number, m: number, free: number): number;
  ridge(
    route: number,
    design: Pointer,
    loss: Pointer,
    penalty: Pointer,
    free: number,
    targets: number,
    beta: Pointer,
    work: Pointer,
    certificates: Pointer,
    conditioning: Pointer,
  ): number;
  conjugateScratch(n: number, m: number, free: number): number;
  conjugateState(state: Pointer, n: number, m: number, free: number, beta: Pointer): void;
  conjugate(
    state: Pointer,
    design: Pointer,
    loss: Pointer,
    penalty: Pointer,
    h: Pointer,
    target: number,
    most: number,
    certificate: Pointer,
  ): void;
  span(design: Pointer, Q: Pointer, work: Pointer): number;
  scatterScratch(n: number, m: number): number;
  scatter(design: Pointer, y: Pointer, triangle: Pointer, off: Pointer, work: Pointer): void;
  condense(design: Pointer, y: Pointer, triangle: Pointer, work: Pointer): void;
  virtualRows(p: number, triangle: Pointer, R: Pointer, left: Pointer): number;
  spectrumScratch(n: number, m: number): number;
  spectrum(spectrum: Pointer, design: Pointer, loss: Pointer, penalty: Pointer, intercept: boolean, range: Pointer): number;
  spectralRidgeScratch(n: number, m: number): number;
  spectralRidge(spectrum: Pointer, loss: Pointer, penalty: Pointer, beta: Pointer, work: Pointer, certificate: Pointer): void;
  leaveOneOutScratch(n: number, m: number): number;
  smooth(
    o: Pointer,
    design: Pointer,
    ridge: Pointer,
    slopes: Pointer,
    power: number,
    intercept: boolean,
    strips: Pointer,
    work: Pointer,
  ): void;
  stripsScratch(n: number, m: number): number;
  strips(n: number, m: number, X: Pointer, columns: Pointer, means: Pointer, out: Pointer): void;
  evaluate(o: Pointer, loss: Pointer, b: Pointer, grad: Pointer): number;
  smoothGap(o: Pointer, loss: Pointer, penalty: Pointer, b: Pointer, partial: Pointer, certificate: Pointer): void;
  powerGap(o: Pointer, loss: Pointer, b: Pointer, partial: Pointer, certificate: Pointer): void;
  smoothResidual(o: Pointer, penalty: Pointer, h: Pointer, b: Pointer, grad: Pointer): number;
  curvature(o: Pointer, metric: Pointer, rounds: number, v: Pointer, work: Pointer): number;
  proximalGradientScratch(m: number): number;
  proximalGradient(
    run: Pointer,
    o: Pointer,
    loss: Pointer,
    apart: Pointer,
    kinks: Pointer,
    metric: Pointer,
    b: Pointer,
    t: number,
    searching: boolean,
    momentum: boolean,
  ): void;
  proximalGradientSteps(run: Pointer, steps: number, records: Pointer): number;
  quasiNewtonScratch(m: number): number;
  quasiNewton(run: Pointer, o: Pointer, loss: Pointer, apart: Pointer, metric: Pointer, b: Pointer, t: number): void;
  quasiNewtonSteps(run: Pointer, steps: number, records: Pointer): number;
  fullBatchTaken(run: Pointer): number;
  fullBatchSeen(run: Pointer): Pointer;
  rowMajor(n: number, m: number, X: Pointer, columns: Pointer, means: Pointer, scales: Pointer, out: Pointer): void;
  sparseRowsScratch(design: Pointer): number;
  sparseRows(design: Pointer, scales: Pointer, rows: Pointer): void;
  rowSquares(kind: DesignKind, n: number, m: number, X: Pointer, out: Pointer): void;
  stochasticScratch(m: number, size: number): number;
  stochasticRows(
    s: Pointer,
    n: number,
    m: number,
    size: number,
    intercept: boolean,
    kind: DesignKind,
    X: Pointer,
    y: Pointer,
    w: Pointer,
    state: Pointer,
    loss: Pointer,
  ): void;
  stochasticRule(
    s: Pointer,
    rule: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    ridge: Pointer,
    slopes: Pointer,
    power: number,
    decoupled: boolean,
    proximal: boolean,
  ): void;
  stochasticInputs(s: Pointer, noise: number, keep: number, shuffles: boolean, seed: number, stream: number): void;
  stochasticShares(s: Pointer, w: Pointer): void;
  epoch(s: Pointer, loss: Pointer, order: Pointer, count: number, rates: Pointer, t: number): void;
  sweep(s: Pointer, loss: Pointer, order: Pointer, count: number, grad: Pointer): number;
  leaveOneOut(spectrum: Pointer, count: number, lambdas: Pointer, work: Pointer, errors: Pointer, curves: Pointer): void;
}
