// sgd, momentum, nesterov, adam and adamw as assembly/solvers takes their steps, on the same batches; after every epoch the loss and the
// gradient of all rows, which is what the history of a fit holds.
import { accumulate, pass, soft } from "./rowGradient.mjs";

const [BETA1, BETA2, EPSILON, MU] = [0.9, 0.999, 1e-8, 0.9];

/**
 * @param {readonly Float64Array[]} rows
 * @param {Float64Array} y
 * @param {{ lambda: number, l1Ratio: number, logistic: boolean }} options
 * @param {string} method
 * @param {{ rate: number, epochs: number, size: number, shuffled: (order: Int32Array) => void }} plan shuffled: the next epoch's order
 */
export function miniBatch(rows, y, { lambda, l1Ratio, logistic }, method, { rate, epochs, size, shuffled }) {
  const n = rows.length;
  const m = rows[0].length;
  const [c, a] = [lambda * (1 - l1Ratio), lambda * l1Ratio];
  const decoupled = method === "adamw";
  const p = pass(rows, y, logistic);
  const [b, d, u, v] = [0, 1, 2, 3].map(() => new Float64Array(m + 1));
  const whole = Int32Array.from({ length: n }, (_, i) => i);
  const order = whole.slice();
  const share = y.reduce((total, value) => total + value, 0) / n;
  b[m] = logistic ? Math.log((1 + share) / (1 - share)) : share;
  const history = new Float64Array(2 * epochs);
  let t = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffled(order);
    for (let from = 0; from < n; from += size) {
      const k = Math.min(size, n - from);
      t++;
      d.fill(0);
      accumulate(p, order, from, k, 1 / k, b, d);
      for (let j = 0; j < m; j++) {
        if (decoupled) b[j] -= rate * c * b[j];
        else d[j] += c * b[j];
      }
      if (method === "sgd") sgd(m, rate, d, a, b);
      else if (method === "momentum") accelerated(m, rate, 0, 1, d, v, a, b);
      else if (method === "nesterov") accelerated(m, rate, 1, MU, d, v, a, b);
      else adam(m, rate, 1 - BETA1 ** t, 1 - BETA2 ** t, d, u, v, a, b);
    }
    d.fill(0);
    let objective = accumulate(p, whole, 0, n, 1 / n, b, d);
    let norm = d[m] * d[m];
    for (let j = 0; j < m; j++) {
      objective += 0.5 * c * b[j] * b[j] + a * Math.abs(b[j]);
      norm += (d[j] + c * b[j]) ** 2;
    }
    history[2 * epoch] = objective;
    history[2 * epoch + 1] = norm;
  }
  return { coefficients: b.slice(0, m), intercept: b[m], history };
}

function sgd(m, rate, d, a, b) {
  for (let j = 0; j <= m; j++) b[j] = soft(b[j] - rate * d[j], j < m ? rate * a : 0);
}

function accelerated(m, rate, now, later, d, v, a, b) {
  const metric = rate / (1 - MU);
  for (let j = 0; j <= m; j++) {
    v[j] = MU * v[j] + d[j];
    b[j] = soft(b[j] - rate * (now * d[j] + later * v[j]), j < m ? metric * a : 0);
  }
}

function adam(m, rate, first, second, d, u, v, a, b) {
  for (let j = 0; j <= m; j++) {
    u[j] = BETA1 * u[j] + (1 - BETA1) * d[j];
    v[j] = BETA2 * v[j] + (1 - BETA2) * (d[j] * d[j]);
    const step = rate / (Math.sqrt(v[j] / second) + EPSILON);
    b[j] = soft(b[j] - step * (u[j] / first), j < m ? step * a : 0);
  }
}
