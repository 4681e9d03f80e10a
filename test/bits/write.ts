// npm run answers: writes test/fixtures/answers.json, what the calls of calls.ts answer here, to the bit. Only where a change of the library
// means to change them; the commit says why.
import { writeFileSync } from "node:fs";
import { calls } from "./calls.js";
import { hexOf } from "./hex.js";

const answers = Object.entries(calls).map(([name, call]) => `${JSON.stringify(name)}: ${JSON.stringify(hexOf(call()))}`);
writeFileSync(new URL("../fixtures/answers.json", import.meta.url), `{\n${answers.join(",\n")}\n}\n`);
console.log(`${answers.length} answers`);
