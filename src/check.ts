// The one voice for errors: `function: what came, what was expected`.

/** how a value is called in a message; `own`: classes of this library that it would be taken as, so that one of them is another copy's */
export function describe(value: unknown, ...own: string[]): string {
  if (value === null) return "null";
  if (typeof value === "string") return `"${short(value)}" (a string)`;
  if (typeof value === "number" || typeof value === "undefined") return String(value);
  if (typeof value === "boolean") return `${value} (a boolean)`;
  if (typeof value === "bigint") return `${value}n (a bigint)`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "function") return "a function";
  if (typeof value === "symbol") return "a Symbol";
  const kind = kindOf(value as object);
  if (kind === "Object") return "an object";
  const stranger = own.includes(kind) ? " of another copy of shrinkage (one by import, one by require?)" : "";
  const walked = kind !== "Map" && Symbol.iterator in (value as object) && !ArrayBuffer.isView(value);
  return `${/^[AEIOU]/.test(kind) ? "an" : "a"} ${kind}${stranger}${walked ? " (Array.from makes an array of it)" : ""}`;
}

/** the name of an object's class, or what it says that it is: generators have no class with a name, newer engines' iterators a general one */
function kindOf(value: object): string {
  // a key of that name is what a text says
  const { name } = (Object.hasOwn(value, "constructor") ? Object : (value.constructor ?? Object)) as { name?: unknown };
  const said = typeof name === "string" && name !== "" ? name : "Object";
  return said === "Object" || said === "Iterator" ? Object.prototype.toString.call(value).slice(8, -1) : said;
}

/** the beginning of a long text, for a message */
export const short = (text: string) => (text.length > 40 ? `${text.slice(0, 37)}…` : text);

/** names of columns in a message: the first of many, and the beginning of long ones */
export function listNames(names: readonly string[]): string {
  const first = names.slice(0, 20).map(short).join(", ");
  return names.length > 20 ? `${first} and ${names.length - 20} more` : first;
}

/** the same with its kind, also of a number */
export function describeKind(value: unknown): string {
  return typeof value === "number" ? `${value} (a number)` : describe(value);
}

/** a number that is neither NaN nor infinite */
export function isFiniteNumber(value: unknown): value is number {
  return typeof value === "number" && value - value === 0;
}

/** anything but null that may have properties, functions apart */
export function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object";
}

/** anything with a length and entries by number, strings and functions apart */
export function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  if (Array.isArray(value)) return true;
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

/** a number that `fits`; `expected` says which do */
export function checkNumber(name: string, option: string, value: unknown, fits: (x: number) => boolean, expected: string): number {
  if (typeof value !== "number") throw new TypeError(`${name}: ${option} is ${describe(value)}, expected ${expected}`);
  if (!fits(value)) throw new RangeError(`${name}: ${option} is ${value}, expected ${expected}`);
  return value;
}

/** true or false, nothing that merely counts as such */
export function checkBoolean(name: string, option: string, value: unknown): boolean {
  if (typeof value !== "boolean") throw new TypeError(`${name}: ${option} is ${describe(value)}, expected true or false`);
  return value;
}

/** names, as many as there are columns; `count` says so in a message */
export function checkNames(name: string, given: unknown, length: number, count: string): string[] | undefined {
  if (given === undefined) return undefined;
  const tooLong = Array.isArray(given) && given.length > length;
  if (!Array.isArray(given) || (!tooLong && !Array.from(given).every((x) => typeof x === "string")))
    throw new TypeError(`${name}: featureNames is ${describe(given)}, expected an array of strings`);
  if (given.length !== length) throw new RangeError(`${name}: featureNames has ${given.length} entries but ${count}`);
  const seen = new Set<string>();
  const twice = given.find((x) => seen.size === seen.add(x).size);
  if (twice !== undefined) throw new RangeError(`${name}: featureNames has "${short(String(twice))}" twice, expected every name once`);
  return [...given];
}

/** what i32 holds, and more than anybody waits for */
const MOST = 2 ** 31 - 1;

/** columns that a table, or the coefficients of a model, may be said to have: the vectors of a fit of more do not fit in 4 GiB */
export const MOST_COLUMNS = 2 ** 25;

/** a whole number from 1 up to what i32 holds */
export function checkCount(name: string, option: string, value: unknown): number {
  return checkNumber(name, option, value, (x) => Number.isInteger(x) && x >= 1 && x <= MOST, `a whole number from 1 to ${MOST}`);
}

/** an index below `length` */
export function checkIndex(name: string, option: string, value: unknown, length: number): number {
  return checkNumber(name, option, value, (x) => Number.isInteger(x) && x >= 0 && x < length, `a whole number from 0 to ${length - 1}`);
}

/** a vector of `length` numbers, each of which `fits`; `per` says what the length counts */
export function checkVector(
  name: string,
  option: string,
  value: unknown,
  length: number,
  per: string,
  fits: (x: number) => boolean,
  expected: string,
): Float64Array {
  if (!isArrayLike(value)) throw new TypeError(`${name}: ${option} is ${describe(value)}, expected an array of numbers`);
  if (value.length !== length) throw new RangeError(`${name}: ${option} has ${value.length} entries but X has ${length} ${per}`);
  const out = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const x = value[i];
    if (typeof x !== "number") throw new TypeError(`${name}: ${option} has ${describe(x)} at index ${i}, expected ${expected}`);
    if (!fits(x)) throw new RangeError(`${name}: ${option} has ${x} at index ${i}, expected ${expected}`);
    out[i] = x;
  }
  return out;
}
