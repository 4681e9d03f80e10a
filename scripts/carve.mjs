// node scripts/carve.mjs NAME…: build/NAME.wast, one module with all kernels → build/NAME/FAMILY.wasm, modules over the memory of the first one, so that a
// bundle carries the kernels that it calls and a process compiles the ones that it uses. A function is in one of them, as the compiler made it:
// the same bits. A family calls the first one by imports. What it has that others call, the first one calls by a table, whose places are filled when
// the family is instantiated. What the whole module imports the first one imports.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
// the one that asc brings
import binaryen from "binaryen";
import { families, placed } from "./families.mjs";

const root = new URL("../", import.meta.url);
const names = Object.keys(families);
const first = names[0];

/** export → family */
function exported() {
  const found = new Map();
  const files = new Map(names.flatMap((family) => families[family].map((file) => [`${file}.ts`, family])));
  for (const file of readdirSync(new URL("assembly/boundary/", root))) {
    const family = files.get(file);
    if (!family) throw new Error(`families: assembly/boundary/${file} belongs to no family, expected its name in scripts/families.mjs`);
    const text = readFileSync(new URL(`assembly/boundary/${file}`, root), "utf8");
    for (const [, name] of text.matchAll(/^export function (\w+)/gm)) found.set(name, family);
  }
  return found;
}

/** the forms of a module's text, as binaryen prints them */
function formsOf(text) {
  const forms = text.slice(text.indexOf("\n") + 1, text.lastIndexOf("\n)")).split(/\n(?= \()/);
  const parsed = { functions: new Map(), exports: new Map(), given: [], import: [], type: [], global: [], memory: [], data: [] };
  for (const form of forms) {
    const [, kind] = /^ \((\w+)/.exec(form);
    if (kind === "func") {
      const [, name] = /^ \(func \$("[^"]*"|\S+)/.exec(form);
      const head = form.slice(form.indexOf(name) + name.length, (form.indexOf("\n") + 1 || form.length + 1) - 1);
      const signature = (head.match(/\((param|result) [^()]*\)/g) ?? []).join(" ");
      const calls = new Set(Array.from(form.matchAll(/\(call \$("[^"]*"|[^\s()]+)/g), ([, to]) => to));
      parsed.functions.set(name, { form, signature, calls });
    } else if (kind === "export") {
      const [, name, what, of] = /^ \(export "([^"]*)" \((\w+) \$("[^"]*"|[^\s()]+)\)\)/.exec(form);
      if (what === "func") parsed.exports.set(name, of);
      else parsed.given.push(form);
    } else if (kind === "start") parsed.start = /\$("[^"]*"|[^\s()]+)/.exec(form)[1];
    else if (["import", "type", "global", "memory", "data"].includes(kind)) parsed[kind].push(form);
    else if (!["table", "elem"].includes(kind) || text.includes("(call_indirect"))
      throw new Error(`families: a form that is not expected: ${form.slice(0, 60)}`);
  }
  // what the first family imports only its own functions call: nothing to link
  const given = new Set(parsed.import.map((form) => /\(func \$("[^"]*"|[^\s()]+)/.exec(form)[1]));
  for (const { calls } of parsed.functions.values()) for (const to of given) calls.delete(to);
  return parsed;
}

/** function → family */
function assign({ functions, exports, start }, of) {
  const reached = new Map(Array.from(functions.keys(), (name) => [name, new Set()]));
  const explicit = (name) => placed.find(([pattern]) => pattern.test(name.replace(/^"/, "")))?.[1];
  const visit = (name, family) => {
    if (explicit(name) && explicit(name) !== family) {
      visit(name, explicit(name));
      return;
    }
    if (reached.get(name).has(family)) return;
    reached.get(name).add(family);
    for (const to of functions.get(name).calls) visit(to, family);
  };
  if (start) visit(start, first);
  for (const [name, to] of exports) visit(to, of.get(name) ?? first);
  return new Map(Array.from(reached, ([name, by]) => [name, explicit(name) ?? (by.size === 1 ? [...by][0] : first)]));
}

/** text of one module → family → text of its module */
export function carve(text, of = exported()) {
  const forms = formsOf(text);
  const { functions, exports } = forms;
  const family = assign(forms, of);
  // what a family calls in another one: in the first by import, in any other by the table
  const linked = new Set();
  const slots = new Map();
  const link = (name, from) => {
    if (family.get(name) === from) return;
    if (family.get(name) !== first && !slots.has(name)) slots.set(name, slots.size);
    if (from !== first) linked.add(name);
  };
  for (const [name, { calls }] of functions) for (const to of calls) link(to, family.get(name));
  // a loss is called by a switch when its family is there; what it calls itself has to be there too
  for (const [name, { calls }] of functions)
    for (const to of calls)
      if (placed.some(([, own]) => own === family.get(name)) && ![first, family.get(name)].includes(family.get(to)))
        throw new Error(
          `families: ${name} of ${family.get(name)} calls ${to} of ${family.get(to)}, expected one of its own family or of ${first}`,
        );
  for (const [name, to] of exports) link(to, of.get(name) ?? first);

  const short = new Map([...linked].map((name, k) => [name, k.toString(36)]));
  const globals = forms.global.map((form) => {
    const [, name, type] = /^ \(global \$("[^"]*"|\S+) (\(mut \w+\)|\w+)/.exec(form);
    return { name, type };
  });
  // those that others use
  const shared = globals.filter(({ name }) =>
    [...functions].some(([of, { form }]) => family.get(of) !== first && form.includes(`$${name}`)),
  );
  const table = "(table $table";
  const result = {};
  for (const own of names) {
    const mine = [...functions].filter(([name]) => family.get(name) === own);
    const out = ["(module", ...forms.type];
    if (own === first) {
      out.push(...forms.import, ...forms.memory, ...forms.data, ...forms.global, ` ${table} ${slots.size} funcref)`, ...forms.given);
      out.push(' (export "table" (table $table))');
      for (const [k, { name }] of shared.entries()) out.push(` (export "g${k}" (global $${name}))`);
      for (const [name, k] of short) out.push(` (export "${k}" (func $${name}))`);
      for (const [name, slot] of slots) out.push(byTable(name, functions.get(name).signature, slot));
      if (forms.start) out.push(` (start $${forms.start})`);
    } else {
      const used = new Set(mine.flatMap(([, { calls }]) => [...calls]));
      for (const [name, to] of exports) if (of.get(name) === own) used.add(to);
      out.push(' (import "0" "memory" (memory $0 1))', ` (import "0" "table" ${table} ${slots.size} funcref))`);
      const code = mine.map(([, { form }]) => form).join("");
      for (const [k, { name, type }] of shared.entries())
        if (code.includes(`$${name}`)) out.push(` (import "0" "g${k}" (global $${name} ${type}))`);
      for (const [name, k] of short)
        if (used.has(name) && family.get(name) !== own) out.push(` (import "0" "${k}" (func $${name} ${functions.get(name).signature}))`);
      for (const [name, slot] of slots) if (family.get(name) === own) out.push(` (elem (table $table) (i32.const ${slot}) func $${name})`);
    }
    for (const [name, to] of exports) if ((of.get(name) ?? first) === own) out.push(` (export "${name}" (func $${to}))`);
    out.push(...mine.map(([, { form }]) => form), ")");
    result[own] = out.join("\n");
  }
  return result;
}

/** what stands in the first family for a function of another one */
function byTable(name, signature, slot) {
  const parameters = signature.match(/\(param [^()]*\)/g) ?? [];
  const values = parameters.map((_, k) => `(local.get ${k})`).join(" ");
  const unnamed = signature.replace(/\(param \$\S+ (\w+)\)/g, "(param $1)");
  return ` (func $${name} ${signature}\n  (call_indirect $table ${unnamed} ${values} (i32.const ${slot}))\n )`;
}

for (const build of process.argv.slice(2)) {
  const folder = new URL(`build/${build}/`, root);
  mkdirSync(folder, { recursive: true });
  const made = carve(readFileSync(new URL(`build/${build}.wast`, root), "utf8"));
  for (const [family, text] of Object.entries(made)) {
    const module = binaryen.parseText(text);
    module.setFeatures(binaryen.Features.All);
    if (!module.validate()) throw new Error(`families: ${family} of ${build} is no module`);
    writeFileSync(new URL(`${family}.wasm`, folder), module.emitBinary());
    module.dispose();
  }
}
