// The one voice for errors: `function: what came, what was expected`.

/** how a value is called in a message */
export function describe(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "string") return `"${value.length > 40 ? `${value.slice(0, 37)}…` : value}" (a string)`;
  if (typeof value === "number" || typeof value === "undefined") return String(value);
  if (typeof value === "boolean") return `${value} (a boolean)`;
  if (typeof value === "bigint") return `${value}n (a bigint)`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "function") return "a function";
  return `a ${(value as object).constructor?.name ?? "object without a prototype"}`;
}

export function isFiniteNumber(value: unknown): value is number {
  return typeof value === "number" && value - value === 0;
}

/** anything with a length and entries by number, strings and functions apart */
export function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  if (Array.isArray(value)) return true;
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

export function checkNumber(name: string, option: string, value: unknown, fits: (x: number) => boolean, expected: string): number {
  if (typeof value !== "number") throw new TypeError(`${name}: ${option} is ${describe(value)}, expected ${expected}`);
  if (!fits(value)) throw new RangeError(`${name}: ${option} is ${value}, expected ${expected}`);
  return value;
}

export function checkBoolean(name: string, option: string, value: unknown): boolean {
  if (typeof value !== "boolean") throw new TypeError(`${name}: ${option} is ${describe(value)}, expected true or false`);
  return value;
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
