// npm run soak -- [minutes] [--minutes m | --rounds r] [--seed s] [--browser], or -- --large
import { parseArgs } from "node:util";
import { endureInChromium } from "./browser.js";
import { endure, type Length, type Report } from "./endurance.js";
import { fitLarge } from "./large.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: "string" },
    rounds: { type: "string" },
    seed: { type: "string" },
    browser: { type: "boolean" },
    large: { type: "boolean" },
  },
});
// a number of rounds is the same calls on every machine; a time is as many as this one manages
const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
const minutes = Number(values.minutes ?? positionals[0] ?? 10);
const seed = Number(values.seed ?? positionals[1] ?? Date.now() % 2 ** 31);
if (!(minutes >= 0) || !Number.isInteger(seed)) throw new RangeError(`minutes is ${minutes} and seed ${seed}, expected numbers`);
if (rounds !== undefined && !(rounds >= 1)) throw new RangeError(`rounds is ${values.rounds}, expected a number ≥ 1`);
const length: Length = rounds === undefined ? { minutes } : { rounds };
const log = (line: string) => console.log(line);
if (!values.large)
  log(
    `soak: ${rounds === undefined ? `${minutes} min` : `${rounds} rounds`} in ${values.browser ? "Chromium" : `Node ${process.version}`}, seed ${seed}`,
  );

function endureHere(): Promise<Report> {
  const { gc } = globalThis as { gc?: () => void };
  if (!gc) throw new Error("soak: no collector to call, expected node --expose-gc (npm run soak has it)");
  const engine = {
    log,
    sample() {
      const { heapUsed, rss } = process.memoryUsage();
      return { heap: heapUsed, resident: rss };
    },
    async collect() {
      gc();
      await new Promise((resolve) => setTimeout(resolve));
    },
  };
  return endure(engine, length, seed);
}

if (values.large) {
  fitLarge(log);
  process.exit();
}
const report = values.browser ? await endureInChromium(log, length, seed) : await endureHere();
log(`soak: ${report.rounds} rounds, ${report.calls} calls, ${report.refused} refused, ${report.memory ?? ""}`);
if (report.failure) {
  log(`soak failed: ${report.failure}`);
  process.exitCode = 1;
}
