// How each raw column becomes columns of numbers: what an encoding remembers.
import { quoted } from "./cells.js";
import type { SurvivalTarget } from "./options.js";

/** A column of numbers: less `centre`, divided by `scale`, and its powers up to `degree`. */
export interface NumberColumn {
  readonly kind: "number";
  readonly name: string;
  /** what stands for a missing value; undefined: none may be missing */
  readonly fill?: number;
  readonly centre: number;
  readonly scale: number;
  readonly degree: number;
  /** a column beside it says where values were missing */
  readonly indicator: boolean;
}

/** A column of levels: a column of 0 and 1 each, but for the reference. */
export interface FactorColumn {
  readonly kind: "factor";
  readonly name: string;
  readonly levels: readonly string[];
  /** "string", "number", "boolean", "Date": what its cells were */
  readonly types: readonly string[];
  /** the place of the level without a column; −1: none */
  readonly reference: number;
  /** the place of the level that a missing value is; −1: none may be missing */
  readonly fill: number;
}

/** How one raw column is read. */
export type ColumnPlan = NumberColumn | FactorColumn;

/** How y is read. */
export type TargetPlan =
  | { readonly kind: "numbers" | "labels"; readonly column: string }
  | { readonly kind: "table"; readonly columns: readonly string[] }
  | { readonly kind: "survival"; readonly columns: SurvivalTarget };

/** All that an encoding remembers. */
export interface Plan {
  readonly columns: readonly ColumnPlan[];
  readonly interactions: readonly (readonly string[])[];
  readonly unseen: "error" | "zero";
  readonly missingValues: ReadonlySet<string>;
  /** tables are made sparse */
  readonly sparse: boolean;
  readonly target?: TargetPlan;
}

/** Columns of X that come from one raw column, or from a product of some. */
export interface Features {
  readonly group: string;
  readonly names: readonly string[];
}

/** columns that a table may have: names of more would take the memory that X needs */
const MOST = 2 ** 20;

/** characters that their names may have together: a few long ones make many longer ones in products */
const MOST_CHARACTERS = 2 ** 26;

/** the columns of a factor: one a level, but for the reference */
const levelNames = ({ name, levels, reference }: FactorColumn) =>
  levels.filter((_, k) => k !== reference).map((level) => `${name}=${level}`);

/** how many columns a raw column is a factor of in a product */
export const widthOf = (column: ColumnPlan): number =>
  column.kind === "number" ? 1 : column.levels.length - Number(column.reference >= 0);

/** how many characters the names of a product's columns, or of one column's powers and levels, have about */
function charactersOf(parts: readonly ColumnPlan[]): number {
  const width = parts.reduce((product, part) => product * widthOf(part), 1);
  const lengths = parts.map((part) => {
    if (part.kind === "number") return width * (parts.length > 1 ? 1 : part.degree) * (part.name.length + 1);
    const levels = part.levels.reduce((sum, level) => sum + level.length, 0);
    return (width / Math.max(1, widthOf(part))) * levels + width * (part.name.length + 2);
  });
  return lengths.reduce((sum, length) => sum + length, 0);
}

/** the columns that one raw column becomes */
function featuresOf(column: ColumnPlan): Features {
  const { name } = column;
  if (column.kind === "factor") return { group: name, names: levelNames(column) };
  const powers = Array.from({ length: column.degree - 1 }, (_, k) => `${name}^${k + 2}`);
  return { group: name, names: [name, ...powers, ...(column.indicator ? [`${name}=missing`] : [])] };
}

/** the columns of a product: the last factor's change fastest */
function productOf(parts: readonly ColumnPlan[]): Features {
  const each = parts.map((part) => (part.kind === "number" ? [part.name] : levelNames(part)));
  const names = each.reduce((all, next) => all.flatMap((left) => next.map((right) => `${left}:${right}`)));
  return { group: parts.map((part) => part.name).join(":"), names };
}

/** the raw columns of each product */
export function partsOf({ columns, interactions }: Pick<Plan, "columns" | "interactions">): ColumnPlan[][] {
  const places = new Map(columns.map((column) => [column.name, column]));
  return interactions.map((names) => names.map((name) => places.get(name) as ColumnPlan));
}

/** names and groups of all columns of X; refuses what would be called the same */
export function nameFeatures(name: string, plan: Pick<Plan, "columns" | "interactions">): { featureNames: string[]; groups: string[] } {
  const products = partsOf(plan);
  const width = products.reduce((sum, parts) => sum + parts.reduce((product, part) => product * widthOf(part), 1), 0);
  if (width > MOST) throw new RangeError(`${name}: interactions make ${width} columns, expected at most ${MOST}`);
  const characters = [...plan.columns.map((column) => [column]), ...products].reduce((sum, parts) => sum + charactersOf(parts), 0);
  if (characters > MOST_CHARACTERS)
    throw new RangeError(
      `${name}: the columns' names have ${characters} characters, expected at most ${MOST_CHARACTERS}; shorten levels or names`,
    );
  const features = [...plan.columns.map(featuresOf), ...products.map(productOf)];
  const featureNames = features.flatMap(({ names }) => names);
  if (featureNames.length === 0) throw new RangeError(`${name}: no column is left for X, expected one at least`);
  const seen = new Set<string>();
  for (const feature of featureNames) {
    if (seen.has(feature))
      throw new RangeError(`${name}: two columns of X would be called ${quoted(feature)}, expected different names; rename a column`);
    seen.add(feature);
  }
  const terms = new Set<string>();
  for (const { group } of features) {
    if (terms.has(group)) throw new RangeError(`${name}: two terms are called ${quoted(group)}, expected different names; rename a column`);
    terms.add(group);
  }
  return { featureNames, groups: features.flatMap(({ group, names }) => names.map(() => group)) };
}
