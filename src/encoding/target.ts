// y from raw columns: numbers, labels, a table of several targets, times and events.
import type { SurvivalInput } from "../losses/readSurvival.js";
import type { Label } from "../tables/labels.js";
import { cellIs, dateAt, isMissing, kindOf, missingAt, numberIn, quoted } from "./cells.js";
import type { TargetPlan } from "./plan.js";
import type { RawColumns } from "./rawTable.js";

/** What y may be. */
export type Target = Float64Array | Label[] | Record<string, Float64Array> | SurvivalInput;

/** y as the plan says */
export function readTarget(name: string, raw: RawColumns, plan: TargetPlan, missingValues: ReadonlySet<string>): Target {
  const check = (column: string) => {
    if (!raw.has(column)) throw new RangeError(`${name}: table has no column ${quoted(column)}, expected it for y`);
    for (let i = 0; i < raw.rows; i++) {
      const cell = raw.at(column, i);
      if (isMissing(cell, missingValues)) throw missingAt(name, column, i, cell, true);
    }
  };
  const numbers = (column: string) => {
    check(column);
    return Float64Array.from({ length: raw.rows }, (_, i) => readNumber(name, column, i, raw.at(column, i), missingValues));
  };
  const labels = (column: string) => {
    check(column);
    return Array.from({ length: raw.rows }, (_, i) => readLabel(name, column, i, raw.at(column, i)));
  };
  switch (plan.kind) {
    case "numbers":
      return numbers(plan.column);
    case "labels":
      return labels(plan.column);
    case "table":
      return Object.fromEntries(plan.columns.map((column) => [column, numbers(column)]));
    case "survival": {
      const { time, event, start, strata } = plan.columns;
      check(event);
      return {
        time: numbers(time),
        event: Array.from({ length: raw.rows }, (_, i) => readEvent(name, event, i, raw.at(event, i))),
        ...(start !== undefined && { start: numbers(start) }),
        ...(strata !== undefined && { strata: labels(strata).map((label) => (typeof label === "number" ? label : String(label))) }),
      };
    }
  }
}

function readNumber(name: string, column: string, row: number, cell: unknown, missingValues: ReadonlySet<string>): number {
  const kind = kindOf(cell, missingValues);
  if (kind === "Date" || kind === "date text") throw dateAt(name, column, row, cell);
  if (kind !== "number" && kind !== "numeric text") throw new TypeError(`${cellIs(name, column, row, cell)}, expected a number`);
  const x = numberIn(cell);
  if (!Number.isFinite(x)) throw new RangeError(`${cellIs(name, column, row, cell)}, expected a finite number`);
  return x;
}

function readLabel(name: string, column: string, row: number, cell: unknown): Label {
  if (typeof cell === "string" || typeof cell === "number" || typeof cell === "boolean") return cell;
  if (typeof cell === "bigint") return Number(cell);
  throw new TypeError(`${cellIs(name, column, row, cell)}, expected a string, a number or a boolean`);
}

/** booleans, 0 and 1, and both as text */
function readEvent(name: string, column: string, row: number, cell: unknown): boolean {
  const said = String(cell).trim().toLowerCase();
  if (said === "1" || said === "true") return true;
  if (said === "0" || said === "false") return false;
  throw new TypeError(`${cellIs(name, column, row, cell)}, expected true or 1 for an event, false or 0 for none`);
}
