// A model as people read it: what it is, its coefficients by name, the largest first, and how good the answer is.
import { aligned, penaltyName, proofLine, type Style, written } from "./lines.js";

/** What there is to read of a model of one layer of coefficients, or of several. */
interface Readable {
  readonly title: string;
  readonly lambda: number;
  readonly l1Ratio: number;
  /** one vector a layer */
  readonly layers: readonly ArrayLike<number>[];
  readonly intercepts: ArrayLike<number>;
  /** what the layers are called, where there are several */
  readonly headings?: readonly string[];
  readonly featureNames?: readonly string[];
  readonly certificate: Parameters<typeof proofLine>[0];
  /** what a score is called */
  readonly scored?: string;
  readonly notes?: readonly string[];
}

export function fitLines(model: Readable, style: Style): string[] {
  const { title, lambda, l1Ratio, layers, certificate, notes = [] } = model;
  const p = layers[0].length;
  const used = Array.from({ length: p }, (_, j) => j).filter((j) => layers.some((layer) => layer[j] !== 0));
  const of = layers.length > 1 ? "columns have coefficients that are not 0" : "coefficients are not 0";
  return [
    `${title}: λ = ${written(lambda, style.digits)}, ρ = ${written(l1Ratio, style.digits)} (${penaltyName(l1Ratio)}), ${used.length} of ${p} ${of}`,
    ...coefficientLines(model, used, style),
    ...groupLines(model, style),
    ...(style.score === undefined ? [] : [`${model.scored ?? "score"} ${written(style.score, style.digits)}`]),
    ...notes,
    proofLine(certificate, style.digits),
  ];
}

/** the length of each group's coefficients, all layers of them, the longest first: what a group lasso decides about */
function groupLines({ layers }: Readable, { groups, digits, rows }: Style): string[] {
  if (!groups) return [];
  const squares = new Map<number | string, number>();
  for (const layer of layers)
    for (let j = 0; j < layer.length; j++) squares.set(groups[j], (squares.get(groups[j]) ?? 0) + layer[j] * layer[j]);
  const norms = [...squares].map(([group, sum]) => ({ group, norm: Math.sqrt(sum) })).sort((a, b) => b.norm - a.norm);
  const shown = norms.slice(0, rows).map(({ group, norm }) => [String(group), written(norm, digits)]);
  const [first, ...rest] = aligned([["group", "norm"], ...shown]);
  return [first, ...rest, ...(norms.length > rows ? [`… and ${norms.length - rows} more`] : [])];
}

/** columns that are used, the largest effect first: per standard deviation where those are known */
function coefficientLines({ layers, intercepts, headings, featureNames }: Readable, used: number[], style: Style): string[] {
  const { digits, rows, deviations } = style;
  const size = (j: number) => layers.reduce((most, layer) => Math.max(most, Math.abs(layer[j])), 0) * (deviations?.[j] ?? 1);
  const sorted = used.map((j) => ({ j, size: size(j) })).sort((a, b) => b.size - a.size || a.j - b.j);
  const shown = sorted.slice(0, rows);
  const perSd = deviations !== undefined && layers.length === 1;
  const head = ["", ...(headings ?? ["coefficient"]), ...(perSd ? ["per sd"] : [])];
  const table = [
    head,
    ...shown.map(({ j }) => [
      featureNames?.[j] ?? `x${j}`,
      ...layers.map((layer) => written(layer[j], digits)),
      ...(perSd ? [written(layers[0][j] * (deviations as ArrayLike<number>)[j], digits)] : []),
    ]),
    ...(intercepts.length > 0
      ? [["(intercept)", ...Array.from(intercepts, (value) => written(value, digits)), ...(perSd ? [""] : [])]]
      : []),
  ];
  const more = sorted.length - shown.length;
  const [first, ...rest] = aligned(table);
  const body = more > 0 ? [...rest.slice(0, shown.length), `… and ${more} more`, ...rest.slice(shown.length)] : rest;
  return [first, ...body];
}
