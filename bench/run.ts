// npm run bench              the short groups, about two minutes
// npm run bench -- GROUP …   one of them, whole:  npm run bench -- list   names them
// npm run bench:all          everything; a group whose results are of this commit already is left alone, unless --again
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Environment, environment, read, write } from "./environment.js";
import { type Context, GROUPS, type Group, type GroupName, SCRIPTS } from "./groups.js";

const [asked, ...words] = process.argv.slice(2);
const here = environment();
const names = Object.keys(GROUPS) as GroupName[];
const script = (name: string) => fileURLToPath(new URL(`${name}.ts`, import.meta.url));

if (asked === "list") list();
else {
  console.log(`${here.machine} · Node ${here.node} · ${here.date} · ${here.commit}`);
  if (asked === undefined) for (const name of names.filter((each) => GROUPS[each].quick)) await measure(name, true);
  else if (asked === "all") await all();
  else if (asked in GROUPS) await measure(asked as GroupName, false);
  else if (asked in SCRIPTS) ran(asked);
  else throw new Error(`bench: there is no group ${asked}, expected ${[...names, ...Object.keys(SCRIPTS)].join(", ")}, list or all`);
  console.log("\nnpm run bench:report writes bench/RESULTS.md, docs/performance.md and the README's table from bench/results");
}

async function measure(name: GroupName, quick: boolean): Promise<void> {
  const group = GROUPS[name] as Group<object>;
  const report = (line: string) => process.stderr.write(`${name}: ${line}\n`);
  const context: Context<object> = { report, commit: here.commit, quick, words, before: read<object>(name) };
  const from = performance.now();
  const contents = await group.run(context);
  if (contents) write(name, { ...here, ...contents });
  const shown = contents ?? read<object>(name);
  if (shown) console.log(`\n## ${group.title}\n\n${group.tables({ ...here, ...shown })}`);
  report(`${((performance.now() - from) / 1000).toFixed(0)} s`);
}

async function all(): Promise<void> {
  for (const name of [...names, ...Object.keys(SCRIPTS)]) {
    const done = read<Environment>(name)?.commit === here.commit && !here.commit.includes("changes");
    if (done && !words.includes("--again")) console.log(`${name}: results/${name}.json is of ${here.commit} already`);
    else if (name in GROUPS) await measure(name as GroupName, false);
    else ran(name);
  }
}

/** a script of its own */
function ran(name: string): void {
  const there = existsSync(script(name));
  const { status } = there
    ? spawnSync(process.execPath, [...process.execArgv, script(name), ...words], { stdio: "inherit" })
    : { status: 0 };
  if (!there) console.log(`${name}: there is no bench/${name}.ts`);
  if (status !== 0) console.log(`${name}: ended with ${status}`);
}

function list(): void {
  for (const name of names) {
    const { title, what, quick, minutes } = GROUPS[name];
    console.log(`${name.padEnd(16)}${`${minutes} min`.padEnd(8)}${quick ? "in npm run bench  " : "                  "}${title}: ${what}`);
  }
  for (const [name, { title, minutes }] of Object.entries(SCRIPTS)) {
    console.log(`${name.padEnd(16)}${`${minutes} min`.padEnd(26)}${title}${existsSync(script(name)) ? "" : " (not there)"}`);
  }
}
