// A problem as code that reproduces a fault.
import type { Call } from "./certified.js";
import type { HardProblem } from "./hardProblems.js";

export function asCode({ name }: Pick<Call, "name">, problem: HardProblem): string {
  const fields = Object.entries(problem).filter(([, value]) => value !== undefined);
  const text = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(text).join(", ")}]`;
    return typeof value === "number" ? (Object.is(value, -0) ? "-0" : String(value)) : JSON.stringify(value);
  };
  const body = fields.map(([key, value]) => `  ${key}: ${text(value)},`).join("\n");
  return `const problem: HardProblem = {\n${body}\n};\nfaultsOf(callOf(${JSON.stringify(name)}), problem)`;
}
