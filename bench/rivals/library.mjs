// A library that `npm install --prefix bench` brings, in the process of a competitor.
import { readFileSync } from "node:fs";

const modules = new URL("../node_modules/", import.meta.url);

/** @returns {string} its version; says "absent …" to whoever asks (rival.ts) and ends the process where it is not installed */
export function installed(name) {
  try {
    return JSON.parse(readFileSync(new URL(`${name}/package.json`, modules), "utf8")).version;
  } catch {
    return absent(`npm install --prefix bench brings ${name}`);
  }
}

/** the module, or the reason why there is none */
export async function library(name) {
  installed(name.startsWith("@") ? name : name.split("/")[0]);
  try {
    return await import(name);
  } catch (error) {
    return absent(`${name} cannot be imported by Node ${process.versions.node}: ${String(error.message).split("\n")[0]}`);
  }
}

/** @returns {never} */
export function absent(reason) {
  console.log(`absent ${reason}`);
  process.exit();
}
