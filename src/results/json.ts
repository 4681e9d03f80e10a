// What JSON.stringify writes of results, and how it is read: exactly, by format and version.
import { describe, isArrayLike } from "../check.js";
import type { Label } from "../tables/labels.js";
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

/** a share from 0 to 1 that was written; undefined where it is none */
export function shareOf(value: unknown): number | undefined {
  const share = numberOf(value);
  return share !== undefined && share >= 0 && share <= 1 ? share : undefined;
}

/** true for labels of classes: strings, booleans, numbers */
export function areLabels(value: unknown): value is Label[] {
  const kinds = ["string", "boolean", "number"];
  return Array.isArray(value) && value.every((label) => kinds.includes(typeof label));
}

/** numbers for JSON */
export const writtenAll = (values: ArrayLike<number>): Written[] => Array.from(values, written);

/** the object that a text of this format parses to; `former`: what the format was called before */
export function parsed(name: string, text: string | object, format: string, former: readonly string[] = []): Record<string, unknown> {
  const value = typeof text === "string" ? JSON.parse(text) : text;
  if (value?.format !== format && !former.includes(value?.format))
    throw new TypeError(`${name}: format is ${describe(value?.format)}, expected "${format}"`);
  if (value.version !== 1) throw new TypeError(`${name}: version is ${describe(value.version)}, expected 1`);
  return value;
}

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
  if (objective === undefined || gap === undefined || relativeGap === undefined) return undefined;
  if (typeof iterations !== "number" || typeof converged !== "boolean") return undefined;
  const stationarity = numberOf(given.stationarity);
  const { convexRegion } = given;
  return {
    objective,
    gap,
    relativeGap,
    iterations,
    converged,
    ...(stationarity !== undefined && { stationarity }),
    ...(typeof convexRegion === "boolean" && { convexRegion }),
  };
}
