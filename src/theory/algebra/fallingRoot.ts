/** Steps at most; some ten are usual. */
const STEPS = 200;

/**
 * The root of a continuous falling function between low (f > 0) and high (f < 0): false position with the Illinois rule (Dowell, Jarratt
 * 1971), and a bisection wherever three steps have not halved the bracket. Exact at once where f is straight.
 */
export function fallingRoot(f: (x: number) => number, low: number, high: number, fLow = f(low), fHigh = f(high)): number {
  let [a, b, fa, fb] = [low, high, fLow, fHigh];
  let width = Infinity;
  let side = 0;
  for (let step = 1; step <= STEPS; step++) {
    if (fa <= 0) return a;
    if (fb >= 0) return b;
    let x = a + ((b - a) * fa) / (fa - fb);
    if (step % 3 === 0) {
      if (b - a > 0.5 * width) x = a + 0.5 * (b - a);
      width = b - a;
    }
    if (!(x > a && x < b)) x = a + 0.5 * (b - a);
    // neighbours: nothing lies between them
    if (!(x > a && x < b) || b - a <= 4 * Number.EPSILON * Math.abs(b)) return x;
    const fx = f(x);
    if (fx === 0) return x;
    if (fx > 0) {
      a = x;
      fa = fx;
      if (side === 1) fb *= 0.5;
      side = 1;
    } else {
      b = x;
      fb = fx;
      if (side === -1) fa *= 0.5;
      side = -1;
    }
  }
  return a + 0.5 * (b - a);
}
