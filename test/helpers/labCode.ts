// The program that a bench offers ("As code"), run in Node on the library's sources.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Papa from "papaparse";
import type { Page } from "playwright-core";
import * as shrinkage from "../../src/index.js";
import * as network from "../../src/network/index.js";
import * as theory from "../../src/theory/index.js";
import { settled } from "./lab.js";

/** what the program logs, one list a call; `files`: those of the reader, by name */
export async function runCode(page: Page, folder: string, files: Record<string, string> = {}): Promise<unknown[][]> {
  await settled(page);
  const text = (await page.locator(".code pre").textContent()) as string;
  const modules: Record<string, unknown> = {
    shrinkage,
    "shrinkage/network": network,
    "shrinkage/theory": theory,
    "node:fs": { readFileSync: (name: string) => files[name] ?? readFileSync(join(folder, "data", name), "utf8") },
    papaparse: Papa,
  };
  const body = text.replace(/^import (.*) from "(.*)";$/gm, (_, names, from) => {
    if (!(from in modules)) throw new Error(`the code imports ${from}`);
    return `const ${names} = modules[${JSON.stringify(from)}];`;
  });
  const logged: unknown[][] = [];
  const console = { log: (...values: unknown[]) => logged.push(values) };
  new Function("modules", "console", body)(modules, console);
  return logged;
}
