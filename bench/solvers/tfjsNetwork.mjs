// One epoch of adam on the wasm backend of TensorFlow.js: tfjsNetwork.mjs n sizes tanh classes batch epochs rate → milliseconds an epoch.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { library } from "../rivals/library.mjs";

const [n, sizes, tanh, classes, batch, epochs, rate] = process.argv
  .slice(2)
  .map((word, k) => (k === 1 ? word.split(",").map(Number) : Number(word)));
const tf = await library("@tensorflow/tfjs-core");
const { setWasmPaths } = await library("@tensorflow/tfjs-backend-wasm");
setWasmPaths(join(dirname(fileURLToPath(import.meta.resolve("@tensorflow/tfjs-backend-wasm"))), "/"));
await tf.setBackend("wasm");

const [p, outputs] = [sizes[0], sizes.at(-1)];
const X = tf.randomNormal([n, p]);
const y = classes ? tf.oneHot(tf.randomUniform([n], 0, outputs, "int32"), outputs) : tf.randomNormal([n, 1]);
const layers = sizes.slice(1).map((units, l) => ({
  W: tf.variable(tf.randomNormal([sizes[l], units], 0, 0.1)),
  b: tf.variable(tf.zeros([units])),
}));
const optimizer = tf.train.adam(rate);
const rows = Array.from({ length: Math.ceil(n / batch) }, (_, k) => {
  const count = Math.min(batch, n - k * batch);
  return [tf.slice(X, [k * batch, 0], [count, p]), tf.slice(tf.cast(y, "float32"), [k * batch, 0], [count, outputs])];
});

/** the derivatives of every W and b, by hand: its core alone has none, and they cost less than recording what was done */
function gradients(x, target) {
  const A = [x];
  for (const [l, { W, b }] of layers.entries()) {
    const z = tf.add(tf.matMul(A[l], W), b);
    A.push(l === layers.length - 1 ? z : tanh ? tf.tanh(z) : tf.relu(z));
  }
  const eta = A.pop();
  let D = tf.div(tf.sub(classes ? tf.softmax(eta) : eta, target), x.shape[0]);
  const found = {};
  for (let l = layers.length - 1; l >= 0; l--) {
    const { W, b } = layers[l];
    found[W.name] = tf.matMul(A[l], D, true);
    found[b.name] = tf.sum(D, 0);
    if (l > 0) D = tf.mul(tf.matMul(D, W, false, true), tanh ? tf.sub(1, tf.square(A[l])) : tf.step(A[l]));
  }
  return found;
}

function epoch() {
  for (const [x, target] of rows) tf.tidy(() => optimizer.applyGradients(gradients(x, target)));
  layers[0].W.dataSync();
}

epoch();
const times = Array.from({ length: epochs }, () => {
  const from = performance.now();
  epoch();
  return performance.now() - from;
}).sort((a, b) => a - b);
console.log(times[times.length >> 1]);
