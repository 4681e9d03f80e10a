// TensorFlow.js, its cpu or its wasm backend: normal equations of the centred rows by matMul in its 32 bits, solved by its QR or, as it has
// no solver, by Cholesky in plain JavaScript. tolerance: none, the answer is direct
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { factor, solve } from "../../reference/plain.mjs";
import { rowsOf } from "../../reference/problems.ts";
import { installed, library } from "../rivals/library.mjs";
import { serve } from "../rivals/protocol.ts";

const backend = process.argv[2];
const version = installed(`@tensorflow/tfjs-backend-${backend}`);
const tf = await library("@tensorflow/tfjs-core");
const { setWasmPaths } = await library(`@tensorflow/tfjs-backend-${backend}`);
// its loader wants a path of the file system
setWasmPaths?.(join(dirname(fileURLToPath(import.meta.resolve("@tensorflow/tfjs-backend-wasm"))), "/"));
await tf.setBackend(backend);

const by = (solved) => (problem) => {
  const rows = rowsOf(problem.columns);
  const target = Array.from(problem.y);
  return {
    call: () =>
      [0].map(() => {
        const numbers = tf.tidy(() => {
          const X = tf.tensor2d(rows);
          const y = tf.tensor1d(target);
          const means = tf.mean(X, 0);
          const yMean = tf.mean(y);
          const centred = tf.sub(X, means);
          const p = X.shape[1];
          const A = tf.add(tf.matMul(centred, centred, true), tf.mul(tf.eye(p), X.shape[0] * problem.lambdas[0]));
          const b = tf.matMul(centred, tf.reshape(tf.sub(y, yMean), [-1, 1]), true);
          return { p, beta: solved(A, b, p), means: means.dataSync(), yMean: yMean.dataSync()[0] };
        });
        const { beta, means, yMean } = numbers;
        return { coefficients: beta, intercept: yMean - means.reduce((sum, mean, j) => sum + mean * beta[j], 0) };
      }),
    answers: (fits) => fits,
  };
};

/** β from R β = Qᵀb */
function byQr(A, b, p) {
  const [Q, R] = tf.linalg.qr(A);
  const upper = R.dataSync();
  const beta = Float64Array.from(tf.matMul(Q, b, true).dataSync());
  for (let i = p - 1; i >= 0; i--) {
    for (let j = i + 1; j < p; j++) beta[i] -= upper[i * p + j] * beta[j];
    beta[i] /= upper[i * p + i];
  }
  return beta;
}

function byCholesky(A, b, p) {
  const numbers = A.dataSync();
  const L = Array.from({ length: p }, (_, i) => Float64Array.from(numbers.subarray(i * p, (i + 1) * p)));
  const beta = Float64Array.from(b.dataSync());
  factor(L);
  solve(L, beta);
  return beta;
}

serve(`tfjs-${backend} ${version}, Node ${process.version.slice(1)}`, { cholesky: by(byCholesky), qr: by(byQr) });
