// ml-matrix: ridge in every universe, as its users write it, and with what does not depend on y computed once. Bias² and variance of the
// predictions from sums around the truth.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";

export const installed = () => existsSync(new URL("../node_modules/ml-matrix/package.json", import.meta.url));
const load = () => createRequire(import.meta.url)("ml-matrix");

/** centre, normal equations, Cholesky, predictions: all of it a universe */
export function aFitEach({ design, truth, noise, lambda, universes }, next) {
  const { CholeskyDecomposition, Matrix } = load();
  const [n, p] = [design.length, design[0].length];
  const tally = new Tally(truth, universes);
  for (let u = 0; u < universes; u++) {
    const X = new Matrix(design);
    const y = Matrix.columnVector(truth.map((f) => f + noise * next()));
    const yMean = y.mean();
    X.center("column");
    y.sub(yMean);
    const Xt = X.transpose();
    const A = Xt.mmul(X).add(Matrix.eye(p).mul(n * lambda));
    const predicted = X.mmul(new CholeskyDecomposition(A).solve(Xt.mmul(y)));
    for (let i = 0; i < n; i++) tally.add(i, predicted.get(i, 0) + yMean);
  }
  return tally.answer();
}

/** one factorisation, all universes as its right-hand sides */
export function oneFactor({ design, truth, noise, lambda, universes }, next) {
  const { CholeskyDecomposition, Matrix } = load();
  const [n, p] = [design.length, design[0].length];
  const tally = new Tally(truth, universes);
  const X = new Matrix(design).center("column");
  const Xt = X.transpose();
  const factor = new CholeskyDecomposition(Xt.mmul(X).add(Matrix.eye(p).mul(n * lambda)));
  const Y = new Matrix(n, universes);
  for (let u = 0; u < universes; u++) for (let i = 0; i < n; i++) Y.set(i, u, truth[i] + noise * next());
  const means = Y.mean("column");
  const predicted = X.mmul(factor.solve(Xt.mmul(Y.center("column", { center: means }))));
  for (let u = 0; u < universes; u++) for (let i = 0; i < n; i++) tally.add(i, predicted.get(i, u) + means[u]);
  return tally.answer();
}

class Tally {
  constructor(truth, universes) {
    this.truth = truth;
    this.universes = universes;
    this.sums = new Float64Array(truth.length);
    this.squares = new Float64Array(truth.length);
  }

  add(i, prediction) {
    const off = prediction - this.truth[i];
    this.sums[i] += off;
    this.squares[i] += off * off;
  }

  answer() {
    const n = this.truth.length;
    let [bias2, variance] = [0, 0];
    this.sums.forEach((sum, i) => {
      const mean = sum / this.universes;
      const own = (this.squares[i] - sum * mean) / (this.universes - 1);
      variance += own / n;
      bias2 += (mean * mean - own / this.universes) / n;
    });
    return { bias2, variance };
  }
}
