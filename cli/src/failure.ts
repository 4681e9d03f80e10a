// What ends a run: one line for the reader, and an exit code for the script that called.

/** Exit codes, as --help lists them. */
export const CODES = { done: 0, input: 1, usage: 2, notConverged: 3 } as const;

/** A fault of the files or options that were given. */
export class Failure extends Error {
  readonly code: number;

  constructor(message: string, code: number = CODES.input) {
    super(message);
    this.code = code;
  }
}

/** a fault of the command line */
export const usage = (message: string) => new Failure(message, CODES.usage);

/** text as messages quote it: on one line, and not without end */
export function quoted(text: unknown): string {
  const said = JSON.stringify(String(text));
  return said.length > 60 ? `${said.slice(0, 57)}…"` : said;
}

/** names for a message: the first few, and how many more there are */
export function listed(names: readonly string[], most = 8): string {
  const shown = names.slice(0, most).map(quoted).join(", ");
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** the one of `known` that is at most two changes away from `word` */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known.map((each) => [changes(word, each), each] as const).sort(([a], [b]) => a - b);
  return ranked.length > 0 && ranked[0][0] <= Math.min(2, Math.floor(word.length / 2)) ? ranked[0][1] : undefined;
}

/** how many characters must be put in, left out or replaced (Levenshtein) */
function changes(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) next.push(Math.min(row[j + 1] + 1, next[j] + 1, row[j] + Number(a[i] !== b[j])));
    row = next;
  }
  return row[b.length];
}

/** a number for a person: as many digits as asked for, no more than it has */
export function shown(x: number, digits = 4): string {
  if (!Number.isFinite(x)) return String(x);
  if (x !== 0 && (Math.abs(x) < 1e-4 || Math.abs(x) >= 10 ** Math.max(6, digits)))
    return x.toExponential(digits - 1).replace(/\.?0+e/, "e");
  return String(Number(x.toPrecision(digits)));
}
