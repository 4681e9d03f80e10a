// What --help prints.
import { COMMANDS, type Command, OPTIONS, type OptionSpec } from "./optionList.js";

const EXAMPLES: Readonly<Record<Command, readonly string[]>> = {
  fit: [
    "shrinkage-cli fit homes.csv --target price --ignore id --standardize --report report.html --save model.json",
    "shrinkage-cli fit patients.csv --time months --event died --penalty ridge",
    "zcat big.csv.gz | shrinkage-cli fit - --target clicks --family poisson --lambda 0.1 --json",
  ],
  cv: [
    "shrinkage-cli cv homes.csv --target price --l1-ratio 0.2,0.5,1 --folds 5",
    "shrinkage-cli cv mail.libsvm --family logistic --measure auc",
  ],
  path: ["shrinkage-cli path homes.parquet --target price --output coefficients.csv"],
  predict: ["shrinkage-cli predict model.json new.csv --keep id > answers.csv"],
  inspect: ["shrinkage-cli inspect homes.csv", "shrinkage-cli inspect model.json"],
  worker: ["shrinkage-cli worker /data/parts --redis redis://10.0.0.5:6379 --target price"],
};

/** the help of all, or of one command */
export function help(command?: Command): string {
  if (command) return ofCommand(command);
  const commands = Object.entries(COMMANDS).map(([name, { help, files }]) => `  ${`${name} ${files.join(" ")}`.padEnd(20)}  ${help}`);
  return [
    "Regularised linear models from a file, each answer with a proof of how good it is.",
    "",
    "  shrinkage-cli COMMAND FILE [options]",
    "",
    ...commands,
    "",
    "FILE is CSV, TSV, Parquet or libsvm, also .gz of text; - is stdin. shrinkage-cli COMMAND --help lists options.",
    "",
    "Examples",
    ...Object.values(EXAMPLES).map(([first]) => `  ${first}`),
    "",
    "Exit codes: 0 done, 1 a file is at fault, 2 the command line is, 3 done, but not converged.",
    "",
  ].join("\n");
}

function ofCommand(command: Command): string {
  const { letter, files, help } = COMMANDS[command];
  const own = Object.entries(OPTIONS as Record<string, OptionSpec>).filter(([, { of }]) => of.includes(letter));
  const groups = [...new Set(own.map(([, { group }]) => group))];
  const lines = ["", `  shrinkage-cli ${command} ${files.join(" ")} [options]`, "", `${help[0].toUpperCase()}${help.slice(1)}.`, ""];
  for (const group of groups) {
    lines.push(group);
    for (const [name, spec] of own) if (spec.group === group) lines.push(`  ${called(name, spec).padEnd(24)} ${spec.help}`);
    lines.push("");
  }
  lines.push("Examples", ...EXAMPLES[command].map((line) => `  ${line}`), "");
  return lines.slice(1).join("\n");
}

const called = (name: string, { value, isOn }: OptionSpec) => `--${isOn ? "no-" : ""}${name}${value ? ` ${value}` : ""}`;
