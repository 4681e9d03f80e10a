// From what was seen of the columns, and the options, to the plan.
import { byLevel, missingAt, quoted } from "./cells.js";
import type { Levels, Numbers, Observed } from "./observed.js";
import { type Checked, columnsOf } from "./options.js";
import { type ColumnPlan, type FactorColumn, type NumberColumn, type Plan, partsOf, type TargetPlan, widthOf } from "./plan.js";

/** the level that missing values of a factor are */
const MISSING = "missing";

/** the plan of a table whose columns were seen */
export function settle(name: string, options: Checked, observed: ReadonlyMap<string, Observed>): Plan {
  const targets = columnsOf(options.target);
  const density = new Map<string, number>();
  const columns: ColumnPlan[] = [];
  for (const [column, seen] of observed) {
    if (targets.includes(column)) continue;
    if (options.missing === "error") refuseMissing(name, column, seen);
    const found = seen.settle();
    if (found.kind === "factor" && seen.isAllDifferent) warnDifferent(name, column, seen);
    if (found.kind === "number") density.set(column, options.standardize ? 1 : found.nonzero / seen.rows);
    columns.push(
      found.kind === "number" ? numberColumn(name, column, found, seen, options) : factorColumn(name, column, found, seen, options),
    );
  }
  checkNamed(name, options, columns);
  const plan = {
    columns,
    interactions: options.interactions,
    unseen: options.unseen,
    missingValues: options.missingValues,
    ...(options.target !== undefined && { target: targetPlan(name, options.target, observed) }),
  };
  return { ...plan, sparse: isSmallerSparse(plan, density) };
}

/** says of text that differs in every row that it is of no use for others */
function warnDifferent(name: string, column: string, seen: Observed): void {
  console.warn(
    `${name}: column ${quoted(column)} has another text in each of ${seen.rows - seen.missing} rows, which says nothing of other rows; ignore: [${quoted(column)}] leaves it out, categorical: [${quoted(column)}] takes it without this warning`,
  );
}

/** refuses the first missing value; of a column without any value `Observed.settle` says so */
function refuseMissing(name: string, column: string, seen: Observed, isTarget = false): void {
  const first = seen.firstMissing;
  if (first && (isTarget || seen.missing < seen.rows)) throw missingAt(name, column, first.row, first.value, isTarget);
}

function numberColumn(name: string, column: string, found: Numbers, seen: Observed, options: Checked): NumberColumn {
  const { missing, polynomial, standardize } = options;
  const fill = missing === "error" ? undefined : missing === "mean" ? found.mean : seen.median();
  const scaled = standardize && found.sd > 0;
  for (const [what, value] of Object.entries({ ...(fill !== undefined && { [missing]: fill }), ...(standardize && { sd: found.sd }) }))
    if (!Number.isFinite(value))
      throw new RangeError(`${name}: the ${what} of column ${quoted(column)} is ${value}, expected smaller numbers`);
  return {
    kind: "number",
    name: column,
    ...(fill !== undefined && { fill }),
    centre: standardize ? found.mean : 0,
    scale: scaled ? found.sd : 1,
    degree: typeof polynomial === "number" ? polynomial : (polynomial.get(column) ?? 1),
    indicator: options.indicators && seen.missing > 0,
  };
}

function factorColumn(name: string, column: string, { counts, types }: Levels, seen: Observed, options: Checked): FactorColumn {
  const { missing, reference } = options;
  const levels = [...counts.keys()].sort(byLevel);
  const isMissing = missing !== "error" && seen.missing > 0;
  if (isMissing && !counts.has(MISSING)) levels.push(MISSING);
  const asked = typeof reference === "boolean" ? undefined : reference.get(column);
  const place = asked === undefined ? (reference === true ? 0 : -1) : levels.indexOf(asked);
  if (asked !== undefined && place < 0)
    throw new RangeError(`${name}: reference.${column} is ${quoted(asked)}, expected a level of it: ${listed(levels)}`);
  const usual = () => levels.indexOf([...counts].reduce((a, b) => (b[1] > a[1] || (b[1] === a[1] && byLevel(b[0], a[0]) < 0) ? b : a))[0]);
  const fill = missing === "error" ? -1 : isMissing ? levels.indexOf(MISSING) : usual();
  return { kind: "factor", name: column, levels, types, reference: place, fill };
}

/** refuses options that name columns which are not there, or are of the other kind */
function checkNamed(name: string, options: Checked, columns: readonly ColumnPlan[]): void {
  const kinds = new Map(columns.map((column) => [column.name, column.kind]));
  const check = (option: string, column: string, kind?: "number" | "factor") => {
    const known = kinds.get(column);
    if (known === undefined)
      throw new RangeError(`${name}: ${option} names ${quoted(column)}, expected a column of X: ${listed([...kinds.keys()])}`);
    if (kind !== undefined && known !== kind)
      throw new TypeError(
        `${name}: ${option} names ${quoted(column)}, a column of ${known === "number" ? "numbers" : "levels"}, expected a ${kind}`,
      );
  };
  if (typeof options.reference !== "boolean") for (const column of options.reference.keys()) check("reference", column, "factor");
  if (typeof options.polynomial !== "number") for (const column of options.polynomial.keys()) check("polynomial", column, "number");
  for (const parts of options.interactions) for (const column of parts) check("interactions", column);
}

/** some names in words */
export function listed(names: readonly string[]): string {
  const some = names.slice(0, 8).map(quoted).join(", ");
  return names.length > 8 ? `${some} and ${names.length - 8} more` : some || "there is none";
}

function targetPlan(name: string, target: NonNullable<Checked["target"]>, observed: ReadonlyMap<string, Observed>): TargetPlan {
  const seen = (column: string) => observed.get(column) as Observed;
  for (const column of columnsOf(target)) refuseMissing(name, column, seen(column), true);
  if (typeof target === "string") return { kind: seen(target).settle().kind === "number" ? "numbers" : "labels", column: target };
  if (!Array.isArray(target)) return { kind: "survival", columns: target as Exclude<typeof target, string | readonly string[]> };
  const odd = target.find((column) => seen(column).settle().kind !== "number");
  if (odd !== undefined)
    throw new TypeError(`${name}: target names ${quoted(odd)}, a column of levels, expected numbers in each of several`);
  return { kind: "table", columns: target };
}

/**
 * true if columns of entries take less than a quarter of dense ones: by a row, and what is known of single columns. Least squares on dense
 * tables is several times faster (8 numbers and 3 levels, 20,000 rows, cross-validated: 79 ms dense, 494 ms sparse), other losses break even
 * at some ten levels a number
 */
function isSmallerSparse(plan: Pick<Plan, "columns" | "interactions">, density: ReadonlyMap<string, number>): boolean {
  let [dense, sparse] = [0, 0];
  const add = (parts: readonly ColumnPlan[], times = 1) => {
    const numbers = parts.filter((part) => part.kind === "number").map((part) => density.get(part.name) as number);
    const width = parts.reduce((product, part) => product * widthOf(part), 1);
    const filled = Math.min(1, ...numbers);
    dense += 8 * width * times;
    // of levels one entry a row, 4 bytes where it is 1
    if (numbers.length < parts.length) sparse += Math.min(8 * width, numbers.length > 0 ? 12 * filled : 4);
    else sparse += (filled > 0.5 ? 8 : 12 * filled) * times;
  };
  for (const column of plan.columns) add([column], column.kind === "number" ? column.degree : 1);
  for (const parts of partsOf(plan)) add(parts);
  return sparse < dense / 4;
}
