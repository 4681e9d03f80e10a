// Numbers as people read them.

/** three significant digits, without an exponent where one can do without */
export function short(value: number, digits = 3): string {
  if (value === 0) return "0";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : value < 0 ? "−∞" : "–";
  const size = Math.abs(value);
  const text = size >= 1e5 || size < 1e-3 ? exponential(value, digits - 1) : String(Number(value.toPrecision(digits)));
  return text.replace("-", "−");
}

/** 7.8·10⁻⁵ */
export function exponential(value: number, digits = 1): string {
  if (value === 0) return "0";
  const [head, power] = value.toExponential(digits).split("e");
  const raised = power.replace("+", "").replace(/[-\d]/g, (sign) => "⁰¹²³⁴⁵⁶⁷⁸⁹"["0123456789".indexOf(sign)] ?? "⁻");
  return `${head.replace("-", "−")}·10${raised}`;
}

/** a number as the URL and code have it */
export const plain = (value: number, digits = 4): number => Number(value.toPrecision(digits));

/** how long something took */
export const duration = (milliseconds: number): string =>
  milliseconds < 10
    ? `${milliseconds.toFixed(1)} ms`
    : milliseconds < 10_000
      ? `${Math.round(milliseconds)} ms`
      : `${(milliseconds / 1000).toFixed(1)} s`;

/** `count` numbers from `from` to `to`, at equal ratios */
export const ratios = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, k) => from * (to / from) ** (k / (count - 1)));

/** `count` numbers from `from` to `to`, at equal distances */
export const steps = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, k) => from + ((to - from) * k) / (count - 1));
