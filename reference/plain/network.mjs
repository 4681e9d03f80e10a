// A network with one kind of hidden unit by adam, on the same batches as shrinkage/network; after every epoch the loss of all rows. Weights lie
// input by input, all units of one behind one another; four inputs, or four rows, are taken in one pass, as fast as V8 runs it.

const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];

/**
 * @param {Float64Array} X row by row
 * @param {Float64Array} y numbers, or the places of classes
 * @param {readonly number[]} sizes of the inputs, the hidden layers and the outputs
 * @param {{ W: Float64Array, b: Float64Array }[]} layers are changed
 * @param {{ classes: boolean, tanh: boolean, lambda: number, rate: number, epochs: number, size: number, shuffled: (order: Int32Array) => void }} plan
 * @returns {Float64Array} the objective after every epoch
 */
export function network(X, y, sizes, layers, { classes, tanh, lambda, rate, epochs, size, shuffled }) {
  const n = y.length;
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const whole = order.slice();
  const A = sizes.map((units) => new Float64Array(size * units));
  const D = sizes.map((units) => new Float64Array(size * units));
  const state = layers
    .flatMap(({ W, b }) => [W, b])
    .map((x) => ({ x, d: new Float64Array(x.length), u: new Float64Array(x.length), v: new Float64Array(x.length) }));
  const history = new Float64Array(epochs);
  let t = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffled(order);
    for (let from = 0; from < n; from += size) {
      const k = Math.min(size, n - from);
      gather(order, from, k, sizes[0], X, A[0]);
      forward(k, sizes, layers, A, tanh);
      cost(order, from, k, sizes[sizes.length - 1], A[sizes.length - 1], y, classes, 1 / k, D[sizes.length - 1]);
      for (let l = layers.length - 1; l >= 0; l--) {
        outer(k, sizes[l], sizes[l + 1], A[l], D[l + 1], state[2 * l].d, state[2 * l + 1].d);
        if (l > 0) down(k, sizes[l], sizes[l + 1], D[l + 1], layers[l].W, A[l], D[l], tanh);
      }
      t++;
      const [first, second] = [1 - BETA1 ** t, 1 - BETA2 ** t];
      for (let s = 0; s < state.length; s++) adam(state[s], s & 1 ? 0 : lambda, rate, first, second);
    }
    let sum = 0;
    for (let from = 0; from < n; from += size) {
      const k = Math.min(size, n - from);
      gather(whole, from, k, sizes[0], X, A[0]);
      forward(k, sizes, layers, A, tanh);
      sum += cost(whole, from, k, sizes[sizes.length - 1], A[sizes.length - 1], y, classes, 1 / n, D[sizes.length - 1]);
    }
    let squares = 0;
    for (const { W } of layers) for (let i = 0; i < W.length; i++) squares += W[i] * W[i];
    history[epoch] = sum / n + 0.5 * lambda * squares;
  }
  return history;
}

function gather(order, from, k, p, X, out) {
  for (let i = 0; i < k; i++) {
    const start = order[from + i] * p;
    for (let j = 0; j < p; j++) out[i * p + j] = X[start + j];
  }
}

function forward(k, sizes, layers, A, tanh) {
  for (let l = 0; l < layers.length; l++) {
    const [p, q] = [sizes[l], sizes[l + 1]];
    const { W, b } = layers[l];
    const [a, z] = [A[l], A[l + 1]];
    for (let i = 0; i < k; i++) {
      const to = i * q;
      for (let j = 0; j < q; j++) z[to + j] = b[j];
      let c = 0;
      for (; c + 4 <= p; c += 4) {
        const [at, w0] = [i * p + c, c * q];
        const [a0, a1, a2, a3] = [a[at], a[at + 1], a[at + 2], a[at + 3]];
        const [w1, w2, w3] = [w0 + q, w0 + 2 * q, w0 + 3 * q];
        for (let j = 0; j < q; j++) z[to + j] += a0 * W[w0 + j] + a1 * W[w1 + j] + a2 * W[w2 + j] + a3 * W[w3 + j];
      }
      for (; c < p; c++) for (let j = 0; j < q; j++) z[to + j] += a[i * p + c] * W[c * q + j];
    }
    if (l === layers.length - 1) return;
    if (tanh) for (let i = 0; i < k * q; i++) z[i] = Math.tanh(z[i]);
    else for (let i = 0; i < k * q; i++) z[i] = z[i] > 0 ? z[i] : 0;
  }
}

/** Σ loss, D ← its derivatives times `scale` */
function cost(order, from, k, q, eta, y, classes, scale, D) {
  let sum = 0;
  for (let i = 0; i < k; i++) {
    const at = i * q;
    const target = y[order[from + i]];
    if (!classes) {
      const r = eta[at] - target;
      D[at] = scale * r;
      sum += 0.5 * r * r;
      continue;
    }
    let most = eta[at];
    for (let j = 1; j < q; j++) most = Math.max(most, eta[at + j]);
    let whole = 0;
    for (let j = 0; j < q; j++) whole += D[at + j] = Math.exp(eta[at + j] - most);
    for (let j = 0; j < q; j++) D[at + j] *= scale / whole;
    D[at + target] -= scale;
    sum += Math.log(whole) + most - eta[at + target];
  }
  return sum;
}

/** G ← AᵀD, g ← the sum of the rows of D */
function outer(k, p, q, A, D, G, g) {
  G.fill(0);
  g.fill(0);
  let i = 0;
  for (; i + 4 <= k; i += 4) {
    const [d0, a0] = [i * q, i * p];
    const [d1, d2, d3] = [d0 + q, d0 + 2 * q, d0 + 3 * q];
    for (let j = 0; j < q; j++) g[j] += D[d0 + j] + D[d1 + j] + D[d2 + j] + D[d3 + j];
    for (let c = 0; c < p; c++) {
      const [x0, x1, x2, x3] = [A[a0 + c], A[a0 + p + c], A[a0 + 2 * p + c], A[a0 + 3 * p + c]];
      const to = c * q;
      for (let j = 0; j < q; j++) G[to + j] += x0 * D[d0 + j] + x1 * D[d1 + j] + x2 * D[d2 + j] + x3 * D[d3 + j];
    }
  }
  for (; i < k; i++) {
    for (let j = 0; j < q; j++) g[j] += D[i * q + j];
    for (let c = 0; c < p; c++) for (let j = 0; j < q; j++) G[c * q + j] += A[i * p + c] * D[i * q + j];
  }
}

/** the layer below: (D Wᵀ)∘f′ */
function down(k, p, q, D, W, A, out, tanh) {
  for (let i = 0; i < k; i++)
    for (let c = 0; c < p; c++) {
      const [d, w] = [i * q, c * q];
      let [s0, s1] = [0, 0];
      let j = 0;
      for (; j + 2 <= q; j += 2) {
        s0 += D[d + j] * W[w + j];
        s1 += D[d + j + 1] * W[w + j + 1];
      }
      if (j < q) s0 += D[d + j] * W[w + j];
      const a = A[i * p + c];
      out[i * p + c] = (s0 + s1) * (tanh ? 1 - a * a : a > 0 ? 1 : 0);
    }
}

function adam({ x, d, u, v }, c, rate, first, second) {
  for (let j = 0; j < x.length; j++) {
    const g = d[j] + c * x[j];
    u[j] = BETA1 * u[j] + (1 - BETA1) * g;
    v[j] = BETA2 * v[j] + (1 - BETA2) * g * g;
    x[j] -= (rate * u[j]) / first / (Math.sqrt(v[j] / second) + EPSILON);
  }
}
