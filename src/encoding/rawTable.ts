// A raw table, records or columns, as columns: any values, nothing is judged here.
import { describe, isArrayLike, isObject } from "../check.js";
import { asTable } from "../tables/recognise.js";

/**
 * A table of raw values: an array of records, `[{ age: 31, town: "Bern" }, …]`, or a record of columns, `{ age: […], town: […] }`. A record
 * without a key has a missing value there.
 */
export type RawTable = readonly object[] | Readonly<Record<string, ArrayLike<unknown>>>;

/** A raw table by columns. */
export interface RawColumns {
  readonly rows: number;
  /** in the order in which they first come */
  readonly names: readonly string[];
  has(name: string): boolean;
  /** the value of a column in row i; undefined where a record has no such key */
  at(name: string, i: number): unknown;
}

/** the columns of a raw table */
export function readRaw(name: string, table: unknown): RawColumns {
  const expected = "expected an array of records or a record of columns";
  if (Array.isArray(table)) return ofRecords(name, table, expected);
  if (!isObject(table) || isArrayLike(table) || asTable in table || table instanceof Map)
    throw new TypeError(`${name}: table is ${describe(table)}, ${expected}`);
  return ofColumns(name, table, expected);
}

function ofRecords(name: string, records: readonly unknown[], expected: string): RawColumns {
  if (records.length === 0) throw new RangeError(`${name}: table has no rows, expected at least one record`);
  const known = new Set<string>();
  let last: readonly string[] = [];
  // entries, as forEach passes over places that were never filled
  for (const [i, record] of records.entries()) {
    if (!isObject(record) || isArrayLike(record) || record instanceof Map || record instanceof Date) {
      const remedy = isArrayLike(record)
        ? "; an array of arrays has no names: Object.fromEntries(names.map((name, j) => [name, row[j]]))"
        : "";
      throw new TypeError(`${name}: row ${i} is ${describe(record)}, expected a record, { name: value, … }${remedy}`);
    }
    const keys = Object.keys(record);
    // most records have the keys of the one before
    if (keys.length === last.length && keys.every((key, k) => key === last[k])) continue;
    for (const key of keys) known.add(key);
    last = keys;
  }
  if (known.size === 0) throw new RangeError(`${name}: the records of table have no keys, ${expected}`);
  const rows = records as readonly Record<string, unknown>[];
  const end = Object.values(rows[rows.length - 1]);
  if (known.size > 1 && end.length < known.size && end.every((value) => value === ""))
    throw new RangeError(
      `${name}: row ${rows.length - 1} is empty, expected values; Papa.parse leaves an empty last line out with skipEmptyLines: true`,
    );
  // what every object inherits is no value of a record
  const at = (column: string, i: number) => (column in Object.prototype && !Object.hasOwn(rows[i], column) ? undefined : rows[i][column]);
  return { rows: rows.length, names: [...known], has: (column) => known.has(column), at };
}

function ofColumns(name: string, table: Record<string, unknown>, expected: string): RawColumns {
  const columns = new Map(Object.entries(table));
  const [first] = columns.keys();
  if (first === undefined) {
    const came = describe(table);
    const remedy = Symbol.asyncIterator in table ? "; encode.fitStream takes tables in chunks" : "then" in table ? "; await it" : "";
    if (came !== "an object") throw new TypeError(`${name}: table is ${came}, ${expected}${remedy}`);
    throw new RangeError(`${name}: table has no columns, ${expected}`);
  }
  const odd = [...columns].find(([, column]) => !isArrayLike(column));
  if (odd) {
    const single = [...columns.values()].some(isArrayLike) ? "" : "; a single record stands in an array, [record]";
    throw new TypeError(`${name}: column ${JSON.stringify(odd[0])} is ${describe(odd[1])}, expected an array${single}`);
  }
  const lists = columns as Map<string, ArrayLike<unknown>>;
  const rows = (lists.get(first) as ArrayLike<unknown>).length;
  for (const [column, { length }] of lists)
    if (length !== rows)
      throw new RangeError(
        `${name}: column ${JSON.stringify(column)} has ${length} entries but column ${JSON.stringify(first)} has ${rows}, expected columns of one length`,
      );
  if (rows === 0) throw new RangeError(`${name}: table has no rows, expected at least one`);
  return {
    rows,
    names: [...lists.keys()],
    has: (column) => lists.has(column),
    at: (column, i) => (lists.get(column) as ArrayLike<unknown>)[i],
  };
}
