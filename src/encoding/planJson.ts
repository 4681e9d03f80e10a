// A plan as JSON, and what of a text is one.
import { describe, isFiniteNumber, isObject } from "../check.js";
import { numberOf, parsed, written } from "../results/json.js";
import type { SurvivalTarget } from "./options.js";
import type { ColumnPlan, Plan, TargetPlan } from "./plan.js";

const FORMAT = "shrinkage/encoding";

/** a plain object for JSON.stringify */
export function planToJSON({ columns, interactions, unseen, missingValues, sparse, target }: Plan): object {
  return {
    format: FORMAT,
    version: 1,
    columns: columns.map((column) =>
      column.kind === "factor"
        ? { ...column }
        : {
            ...column,
            ...(column.fill !== undefined && { fill: written(column.fill) }),
            centre: written(column.centre),
            scale: written(column.scale),
          },
    ),
    interactions: interactions.map((parts) => [...parts]),
    unseen,
    missingValues: [...missingValues],
    sparse,
    ...(target && { target: { ...target } }),
  };
}

/** the plan that was written, every part of it checked */
export function planFromJSON(name: string, text: string | object): Plan {
  const value = parsed(name, text, FORMAT);
  const wrong = (what: string, came: unknown) =>
    new TypeError(`${name}: ${what} is ${describe(came)}, expected what JSON.stringify(encoding) wrote`);
  const { columns, interactions, unseen, missingValues, sparse, target } = value;
  if (!Array.isArray(columns) || columns.length === 0) throw wrong("columns", columns);
  const read = columns.map((column, k) => columnOf(column) ?? fail(wrong(`columns[${k}]`, column)));
  const names = new Set(read.map((column) => column.name));
  if (names.size < read.length) throw new TypeError(`${name}: two columns have one name, expected every name once`);
  const isProduct = (parts: unknown) =>
    isStrings(parts) && parts.length > 1 && parts.every((part) => names.has(part)) && new Set(parts).size === parts.length;
  if (!Array.isArray(interactions) || !interactions.every(isProduct)) throw wrong("interactions", interactions);
  if (unseen !== "error" && unseen !== "zero") throw wrong("unseen", unseen);
  if (!isStrings(missingValues)) throw wrong("missingValues", missingValues);
  if (typeof sparse !== "boolean") throw wrong("sparse", sparse);
  const plan: Plan = {
    columns: read,
    interactions: interactions.map((parts: string[]) => [...parts]),
    unseen,
    missingValues: new Set(missingValues),
    sparse,
  };
  if (target === undefined) return plan;
  const found = targetOf(target) ?? fail(wrong("target", target));
  return { ...plan, target: found };
}

function fail(error: Error): never {
  throw error;
}

const isStrings = (value: unknown): value is string[] => Array.isArray(value) && value.every((x) => typeof x === "string");

/** true for a place of a list, and −1 */
const isPlace = (value: unknown, length: number): value is number =>
  Number.isInteger(value) && (value as number) >= -1 && (value as number) < length;

function columnOf(value: unknown): ColumnPlan | undefined {
  if (!isObject(value) || typeof value.name !== "string") return undefined;
  const { kind, name, levels, types, reference } = value;
  if (kind === "factor") {
    if (!isStrings(levels) || levels.length === 0 || new Set(levels).size < levels.length || !isStrings(types)) return undefined;
    if (!isPlace(reference, levels.length) || !isPlace(value.fill, levels.length)) return undefined;
    return { kind, name, levels: [...levels], types: [...types], reference, fill: value.fill };
  }
  if (kind !== "number") return undefined;
  const { degree, indicator } = value;
  const [fill, centre, scale] = [value.fill, value.centre, value.scale].map(numberOf);
  if (!isFiniteNumber(centre) || !isFiniteNumber(scale) || scale <= 0 || typeof indicator !== "boolean") return undefined;
  if (!Number.isInteger(degree) || (degree as number) < 1 || (degree as number) > 100) return undefined;
  if (value.fill === undefined) return { kind, name, centre, scale, degree: degree as number, indicator };
  return isFiniteNumber(fill) ? { kind, name, fill, centre, scale, degree: degree as number, indicator } : undefined;
}

function targetOf(value: unknown): TargetPlan | undefined {
  if (!isObject(value)) return undefined;
  const { kind, column, columns } = value;
  if ((kind === "numbers" || kind === "labels") && typeof column === "string") return { kind, column };
  if (kind === "table" && isStrings(columns) && columns.length > 0 && new Set(columns).size === columns.length)
    return { kind, columns: [...columns] };
  if (kind !== "survival" || !isObject(columns)) return undefined;
  const { time, event, start, strata } = columns;
  if (!isStrings([time, event]) || ![start, strata].every((x) => x === undefined || typeof x === "string")) return undefined;
  const found = { time, event, ...(start !== undefined && { start }), ...(strata !== undefined && { strata }) };
  return { kind, columns: found as unknown as SurvivalTarget };
}
