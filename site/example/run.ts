// A program of the home page: what it prints, and the fit that it makes.

export interface Outcome {
  printed: string;
  certificate?: { objective: number; gap: number; iterations: number; converged: boolean };
  error?: string;
}

/** Runs a program that imports from "shrinkage" alone; what it calls `fit` has the certificate that is shown. */
export function run(program: string, library: object): Outcome {
  const lines: string[] = [];
  const log = (...values: unknown[]) => lines.push(values.map(shown).join(" "));
  const body = program.replace(
    /^import\s*(\{[^}]*\})\s*from\s*["']shrinkage["'];?/gm,
    (_, names: string) => `const ${names.replace(/\sas\s/g, ": ")} = library;`,
  );
  try {
    const call = new Function("library", "console", `${body}\nreturn typeof fit === "object" ? fit : undefined;`);
    const fit = call(library, { ...console, log });
    return { printed: lines.join("\n"), certificate: fit?.certificate };
  } catch (error) {
    return { printed: lines.join("\n"), error: String(error) };
  }
}

/** a value as a console writes it, with all digits of its numbers */
function shown(value: unknown): string {
  if (typeof value === "string") return value;
  if (ArrayBuffer.isView(value)) return `[ ${[...(value as Float64Array)].join(", ")} ]`;
  if (Array.isArray(value)) return `[ ${value.map((each) => (typeof each === "string" ? `'${each}'` : shown(each))).join(", ")} ]`;
  if (typeof value === "object" && value !== null) return JSON.stringify(value);
  return String(value);
}
