// What a job says, and how it is called: the same part of the same task of the same run is the same job, whoever asks for it how often.
import { version } from "../generated/version.js";

/** A job as plain data. */
export interface JobData {
  /** the function that messages are of */
  readonly name: string;
  /** the key of the task in the store */
  readonly task: string;
  readonly part: unknown;
  readonly index: number;
  /** the key that the sum goes to */
  readonly result: string;
  /** seconds that it stays there */
  readonly expire: number;
}

/** What a job answers; the sum itself is in the store. */
export interface JobAnswer {
  /** of the columns; none where the part has no rows */
  readonly count?: number;
  readonly names?: readonly string[];
}

/** 52 bits of a text, in letters and digits (FNV-1a, twice with different beginnings) */
export function digest(text: string): string {
  const half = (start: number) => {
    let h = start;
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
    return ((h ^ (h >>> 13)) >>> 0).toString(36).padStart(7, "0");
  };
  return half(0x811c9dc5) + half(0x3b9aca07);
}

/** the name of a task in a run; results of another version of the library are not taken */
export const taskKey = (run: string, task: string) => `${run}-${digest(`${version} ${task}`)}`;

/** the name of a part of it */
export const partKey = (task: string, index: number, part: unknown) => `${task}-${index}-${digest(JSON.stringify(part) ?? "")}`;

/** An error as a job keeps it: its kind comes before what it says. */
export const errorText = (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));

/** the error again */
export function errorOf(text: string): Error {
  const [, kind, message] = /^(RangeError|TypeError|Error): (.*)$/s.exec(text) ?? [undefined, "Error", text];
  const Kind = { RangeError, TypeError, Error }[kind as "Error"];
  return new Kind(message);
}
