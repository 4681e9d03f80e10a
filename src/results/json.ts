// What JSON.stringify writes of results, and how it is read: exactly, by format and version.
import { describe, isArrayLike, isObject } from "../check.js";
import type { Certificate } from "./certificate.js";

/** A number as JSON has it: infinities, NaN and −0, which JSON does not know, as text. */
export type Written = number | "Infinity" | "-Infinity" | "NaN" | "-0";

/** a number for JSON */
export function written(x: number): Written {
  if (Object.is(x, -0)) return "-0";
  return x - x === 0 ? x : (String(x) as Written);
}

/** the number that {@link written} wrote; undefined where it is none */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return ["Infinity", "-Infinity", "NaN", "-0"].includes(value as string) ? Number(value) : undefined;
}

/** numbers that {@link written} wrote; undefined where it is no array, or an entry is none. A null was NaN or infinite. */
export function numbersOf(value: unknown, gone?: number): Float64Array | undefined {
  if (!isArrayLike(value)) return undefined;
  const numbers = Array.from(value, (x) => (x === null ? gone : numberOf(x)));
  return numbers.includes(undefined) ? undefined : Float64Array.from(numbers as number[]);
}

/** the same where every one is finite: no model is made of others */
export function finitesOf(value: unknown): Float64Array | undefined {
  const numbers = numbersOf(value);
  return numbers?.every((x) => x - x === 0) ? numbers : undefined;
}

/** numbers for JSON */
export const writtenAll = (values: ArrayLike<number>): Written[] => Array.from(values, written);

/** the object that a text of this format parses to; `former`: what the format was called before */
export function parsed(name: string, text: string | object, format: string, former: readonly string[] = []): Record<string, unknown> {
  const value = typeof text === "string" ? parse(name, text) : text;
  if (value?.format !== format && !former.includes(value?.format))
    throw new TypeError(`${name}: format is ${describe(value?.format)}, expected "${format}"`);
  if (value.version !== 1) throw new TypeError(`${name}: version is ${describe(value.version)}, expected 1`);
  return value;
}

function parse(name: string, text: string) {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SyntaxError(`${name}: text is no JSON (${(cause as Error).message}), expected what JSON.stringify wrote`, { cause });
  }
}

/** what stands inside of another text: an object, never a text of its own */
export function inner(name: string, what: string, value: unknown): object {
  if (isObject(value)) return value;
  throw new TypeError(`${name}: ${what} is ${describe(value)}, expected what JSON.stringify wrote`);
}

/** true where it was written; nothing else counts as such */
export function flagOf(name: string, what: string, value: unknown): boolean {
  if (value === undefined || typeof value === "boolean") return value === true;
  throw new TypeError(`${name}: ${what} is ${describe(value)}, expected true or nothing`);
}

/** λ and ρ of a fit */
export function penaltyOf(name: string, lambda: number, l1Ratio: number): void {
  if (!(lambda >= 0 && lambda < Infinity)) throw new RangeError(`${name}: lambda is ${lambda}, expected a finite number ≥ 0`);
  if (!(l1Ratio >= 0 && l1Ratio <= 1)) throw new RangeError(`${name}: l1Ratio is ${l1Ratio}, expected a number from 0 to 1`);
}

export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** a certificate for JSON */
export function writtenCertificate({ objective, gap, relativeGap, stationarity, ...rest }: Certificate): object {
  const own = stationarity === undefined ? {} : { stationarity: written(stationarity) };
  return { objective: written(objective), gap: written(gap), relativeGap: written(relativeGap), ...rest, ...own };
}

/** the certificate that was written; undefined where it is none. A gap that is null was no bound. */
export function certificateOf(value: unknown): Certificate | undefined {
  const given = (value ?? {}) as Record<keyof Certificate, unknown>;
  const gapOf = (gap: unknown) => (gap === null ? Infinity : numberOf(gap));
  const [objective, gap, relativeGap] = [numberOf(given.objective), gapOf(given.gap), gapOf(given.relativeGap)];
  const { iterations, converged } = given;
  if (objective === undefined || Number.isNaN(objective) || gap === undefined || !(gap >= 0)) return undefined;
  if (relativeGap === undefined || relativeGap < 0 || !isCount(iterations) || typeof converged !== "boolean") return undefined;
  const { convexRegion } = given;
  const stationarity = numberOf(given.stationarity);
  if (given.stationarity !== undefined && !((stationarity as number) >= 0)) return undefined;
  if (convexRegion !== undefined && typeof convexRegion !== "boolean") return undefined;
  return {
    objective,
    gap,
    relativeGap,
    iterations,
    converged,
    ...(stationarity !== undefined && { stationarity }),
    ...(convexRegion !== undefined && { convexRegion }),
  };
}
