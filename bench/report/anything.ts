// Results in a shape of their own, as tables: every list of objects is one, nested figures become columns.
import type { Quartiles } from "../measure.js";
import * as show from "../show.js";

const KNOWN = new Set(["machine", "node", "v8", "date", "commit", "targets"]);

export function anything(contents: object): string {
  const parts: string[] = [];
  const alone: string[][] = [];
  for (const [name, value] of Object.entries(contents)) {
    if (KNOWN.has(name)) continue;
    if (Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "object" && each !== null))
      parts.push(`${name}:\n\n${list(value)}`);
    else if (typeof value === "string" && value.length > 80) parts.unshift(value);
    else if (Array.isArray(value)) alone.push([name, value.join(", ")]);
    else if (typeof value === "object" && value !== null)
      for (const [key, cell] of Object.entries(flat(value))) alone.push([`${name}, ${key}`, cell]);
    else alone.push([name, plain(value)]);
  }
  if (alone.length) parts.push(show.table(["", ""], alone));
  return parts.join("\n\n");
}

function list(values: readonly object[]): string {
  const rows = values.map((each) => flat(each));
  const head = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return show.table(
    head,
    rows.map((row) => head.map((name) => row[name] ?? "")),
  );
}

function flat(value: object, prefix = ""): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]): [string, string][] => {
      const key = prefix ? `${prefix}, ${name}` : name;
      if (each === null || typeof each !== "object") return [[key, plain(each)]];
      if (isQuartiles(each)) return [[key, `${plain(each.median)} (${plain(each.low)}–${plain(each.high)})`]];
      if (Array.isArray(each)) return [[key, each.map((one) => (typeof one === "object" ? JSON.stringify(one) : plain(one))).join(", ")]];
      return Object.entries(flat(each, key));
    }),
  );
}

function isQuartiles(value: object): value is Quartiles {
  return "low" in value && "median" in value && "high" in value;
}

function plain(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return (typeof value === "number" && !Number.isInteger(value) ? String(Number(value.toPrecision(3))) : String(value ?? "")).replaceAll(
    "|",
    "\\|",
  );
}
