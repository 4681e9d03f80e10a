// The command line, read and checked: one line says what is wrong with it.
import { parseArgs } from "node:util";
import { listed, nearest, quoted, usage } from "./failure.js";
import { COMMANDS, type Command, type Given, OPTIONS, type OptionSpec } from "./optionList.js";

/** A command line. */
export interface Call {
  readonly command?: Command;
  readonly files: readonly string[];
  readonly given: Given;
  readonly wants?: "help" | "version";
}

const SHORT: Readonly<Record<string, string>> = { h: "help", o: "output", t: "target", q: "quiet" };

export function readArguments(args: readonly string[]): Call {
  const isFlag = ([, { kind }]: [string, OptionSpec]) => kind === "flag";
  const types = Object.entries(OPTIONS as Record<string, OptionSpec>).map(
    (entry) => [entry[0], { type: isFlag(entry) ? ("boolean" as const) : ("string" as const) }] as const,
  );
  const words = Object.entries(SHORT).map(([short, name]) => [name, { short }] as const);
  const options = Object.fromEntries([...types, ["help", { type: "boolean" as const }], ["version", { type: "boolean" as const }]]);
  for (const [name, { short }] of words) options[name] = { ...options[name], short } as never;
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });

  const positionals = tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : []));
  const [word, ...files] = positionals;
  const has = (name: string) => tokens.some((token) => token.kind === "option" && token.name === name);
  const command = word !== undefined && Object.hasOwn(COMMANDS, word) ? (word as Command) : undefined;
  if (has("help") || word === "help" || args.length === 0) {
    const of = word === "help" ? files[0] : word;
    return { command: of !== undefined && Object.hasOwn(COMMANDS, of) ? (of as Command) : undefined, files: [], given: {}, wants: "help" };
  }
  if (has("version")) return { files: [], given: {}, wants: "version" };
  const known = Object.keys(COMMANDS);
  if (word === undefined) throw usage(`there is no command, expected one of ${known.join(", ")}; --help explains them`);
  if (!command) {
    const close = nearest(word, known);
    throw usage(`${quoted(word)} is no command, expected ${close ? `${close}, perhaps, or ` : ""}one of ${known.join(", ")}`);
  }

  const given: Record<string, unknown> = {};
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const negated = token.name.startsWith("no-") && !Object.hasOwn(OPTIONS, token.name);
    const name = negated ? token.name.slice(3) : token.name;
    const spec: OptionSpec | undefined = Object.hasOwn(OPTIONS, name) ? OPTIONS[name as keyof typeof OPTIONS] : undefined;
    const letter = COMMANDS[command].letter;
    const own = Object.entries(OPTIONS as Record<string, OptionSpec>).filter(([, { of }]) => of.includes(letter));
    if (!spec || (negated && spec.kind !== "flag")) {
      const close = nearest(
        name,
        own.map(([each]) => each),
      );
      throw usage(
        `there is no option ${token.rawName}${close ? `, expected --${close}, perhaps` : ""}; shrinkage-cli ${command} --help lists them`,
      );
    }
    if (!spec.of.includes(letter)) {
      const takers = known.filter((each) => spec.of.includes(COMMANDS[each as Command].letter));
      throw usage(`${command} takes no ${token.rawName}, which is an option of ${takers.join(", ")}`);
    }
    const value = readValue(name, spec, token.value, negated);
    if (Object.hasOwn(given, name) && spec.kind !== "names") throw usage(`--${name} is given twice, expected once`);
    given[name] = spec.kind === "names" && given[name] ? [...(given[name] as string[]), ...(value as string[])] : value;
  }
  const wanted: readonly string[] = COMMANDS[command].files;
  if (files.length < wanted.length)
    throw usage(`${command} wants ${wanted.join(" and ")}, - for stdin: shrinkage-cli ${command} ${wanted.join(" ")}`);
  if (files.length > wanted.length)
    throw usage(`${command} takes ${wanted.length === 1 ? "one file" : "two files"}, but ${listed(files)} are given`);
  return { command, files, given: given as Given };
}

function readValue(name: string, spec: OptionSpec, value: string | undefined, negated: boolean): unknown {
  const { kind, words, least = -Infinity, most = Infinity } = spec;
  if (kind === "flag") {
    if (value !== undefined) throw usage(`--${name} takes no value, but ${quoted(value)} is given`);
    return !negated;
  }
  if (value === undefined || value === "") throw usage(`--${name} has no value, expected --${name} ${spec.value}`);
  const number = (text: string): number => {
    const x = text.trim() === "" ? Number.NaN : Number(text);
    const range =
      least > -Infinity && most < Infinity
        ? ` from ${least} to ${most}`
        : least > -Infinity
          ? ` ≥ ${least}`
          : most < Infinity
            ? ` ≤ ${most}`
            : "";
    if (!Number.isFinite(x) || x < least || x > most || (kind === "count" && !Number.isInteger(x)))
      throw usage(`--${name} is ${quoted(text)}, expected a ${kind === "count" ? "whole " : ""}number${range}`);
    return x;
  };
  switch (kind) {
    case "text":
      return value === "\\t" && name === "delimiter" ? "\t" : value;
    case "word": {
      if (words?.includes(value)) return value;
      const close = nearest(value, words ?? []);
      throw usage(`--${name} is ${quoted(value)}, expected ${close ? `${close}, perhaps, or ` : ""}one of ${words?.join(", ")}`);
    }
    case "number":
    case "count":
      return number(value);
    case "numbers":
      return value.split(",").map(number);
    case "names":
      return value.split(",").map((each) => each.trim());
  }
}
