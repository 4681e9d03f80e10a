// Which columns a round brings the curvature of: those in use, those that the last gradient wants in, and as many of the next ones as make no odds.
// Nothing is proven here: the gradient of all columns comes with every round, and what it finds violated enters the next one.
import type { Look, Model } from "./newton.js";
import type { Setting } from "./setting.js";

/** columns that want in and are let in at a time: 4 MB of second moments */
const MOST = 1000;

/** |gradient| in units of the λ at which it keeps a coefficient at 0 */
const pulls = ({ l1Ratio, factors }: Setting, gradient: Float64Array) =>
  gradient.map((g, j) => (factors[j] < Infinity ? Math.abs(g) / (l1Ratio * factors[j]) : -1));

/** the working set of a model at λ, in order, by the gradient at a look before it; undefined: all columns */
export function workingSet(setting: Setting, { model, gradient }: Pick<Look, "model" | "gradient">, ahead: Model, lambda: number) {
  if (setting.l1Ratio === 0) return undefined;
  const p = gradient.length;
  const pull = pulls(setting, gradient);
  const used = Array.from(pull.keys()).filter((j) => ahead.b[j] !== 0 || model.b[j] !== 0);
  const others = Array.from(pull.keys()).filter((j) => pull[j] >= 0 && ahead.b[j] === 0 && model.b[j] === 0);
  others.sort((i, j) => pull[j] - pull[i] || i - j);
  const wanted = others.findIndex((j) => !(pull[j] > lambda));
  // as many more as are in use, and a triangle as large as the gradient
  const size = Math.max(8, Math.ceil(Math.sqrt(2 * p)), 2 * used.length);
  const more = Math.max(Math.min(wanted < 0 ? others.length : wanted, MOST), size - used.length);
  const set = [...used, ...others.slice(0, more)].sort((i, j) => i - j);
  return set.length === p || set.length === 0 ? undefined : set;
}

/** true where a column outside of the working set of a look wants in */
export function lacks(setting: Setting, { columns, gradient }: Look, lambda: number): boolean {
  if (!columns) return false;
  const inside = new Set(columns);
  return pulls(setting, gradient).some((pull, j) => pull > lambda && !inside.has(j));
}
