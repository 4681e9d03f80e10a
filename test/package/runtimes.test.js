// Other runtimes than Node and browsers.
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import vm from "node:vm";
import { build } from "esbuild";
import { describe, expect, inject, test } from "vitest";
import { run } from "./run.js";
import { binary } from "./runtimes.js";

const cwd = inject("project");
const digits = inject("digits");
const wasm = (name) => new WebAssembly.Module(readFileSync(join(cwd, `node_modules/shrinkage/wasm/${name}.wasm`)));
/** what Node prints for a page */
const said = async (page) => (/^(theory|network)/.test(page) ? (await run(process.execPath, [page], { cwd })).out : digits);
const forbidden = "shrinkage: WebAssembly may not be compiled here, expected 'wasm-unsafe-eval' in script-src";

test.for(["lasso.js", "worker.js"])("Deno: %s", async (script, { skip }) => {
  const env = { DENO_DIR: mkdtempSync(join(cwd, "../deno-")), DENO_NO_UPDATE_CHECK: "1" };
  expect(await run(binary("Deno", skip), ["run", "--no-remote", script], { cwd, env })).toEqual({ out: digits, err: "" });
});

test.for(["lasso.js", "required.cjs", "requiredWorker.cjs"])("Bun: %s", async (script, { skip }) => {
  expect(await run(binary("Bun", skip), ["--no-install", script], { cwd })).toEqual({ out: digits, err: "" });
});

/** a page as one script, as the tools of an edge platform make it: with its condition, and .wasm left for the platform to compile */
async function bundle(page, conditions) {
  const out = mkdtempSync(join(cwd, "../edge-"));
  const options = { bundle: true, format: "esm", conditions, loader: { ".wasm": "copy" }, assetNames: "[name]" };
  await build({ absWorkingDir: cwd, entryPoints: [page], outdir: out, ...options });
  return out;
}

/** a service of workerd: the first of these files is what is started; it may have the platform compile what the folder has of .wasm */
function service(out, name, files, more = "") {
  const compiled = readdirSync(out).filter((file) => file.endsWith(".wasm"));
  const modules = [
    ...files.map((file) => `(name = "${file}", esModule = embed "${file}")`),
    // Cloudflare's own tools know a module to compile by both names
    ...compiled.flatMap((file) => ["", "?module"].map((suffix) => `(name = "${file}${suffix}", wasm = embed "${file}")`)),
  ];
  return `(name = "${name}", worker = (modules = [${modules.join(", ")}], compatibilityDate = "2026-01-01"${more}))`;
}

/** runs the handler `test` of these services; that one may trigger the cron of another is called experimental */
function inWorkerd(out, services, skip) {
  const config = `const config :Workerd.Config = (services = [${services.join(", ")}]);`;
  writeFileSync(join(out, "config.capnp"), `using Workerd = import "/workerd/workerd.capnp";\n${config}\n`);
  return run(binary("workerd", skip), ["test", "--experimental", "config.capnp"], { cwd: out });
}

/** runs a bundle as the answer to an event: while it starts it might compile */
function answered(out, script, skip) {
  writeFileSync(join(out, "worker.js"), `export default { test: () => import("./${script}") };\n`);
  return inWorkerd(out, [service(out, "main", ["worker.js", script])], skip);
}

describe("workerd (Cloudflare Workers)", () => {
  const conditions = ["workerd", "worker", "browser"];

  test.for(["lasso.js", "everything.js", "theory.js", "network.js"])(
    "%s: the condition brings the compiled module along",
    async (page, { skip }) => {
      const { out } = await answered(await bundle(page, conditions), page, skip);
      expect(out).toBe(await said(page));
    },
  );

  test("without the condition, shrinkage/wasm/release.wasm is imported and handed to init", async ({ skip }) => {
    const { out } = await answered(await bundle("given.js", []), "given.js", skip);
    expect(out).toBe(digits);
  });

  test("without either, one error says what to do", async ({ skip }) => {
    const failed = bundle("lasso.js", []).then((out) => answered(out, "lasso.js", skip));
    await expect(failed).rejects.toThrow(forbidden);
  });

  test("a cron: `scheduled` fits when it is triggered", async ({ skip }) => {
    const out = await bundle("cron.js", conditions);
    const trigger = `export default { async test(_controller, { CRON }) {
      const { outcome } = await CRON.scheduled({ cron: "*/5 * * * *", scheduledTime: new Date() });
      if (outcome !== "ok") throw new Error("scheduled ended with " + outcome);
    } };`;
    writeFileSync(join(out, "trigger.js"), trigger);
    const binding = ', bindings = [(name = "CRON", service = "cron")], compatibilityFlags = ["service_binding_extra_handlers"]';
    const services = [service(out, "main", ["trigger.js"], binding), service(out, "cron", ["cron.js"])];
    expect((await inWorkerd(out, services, skip)).out).toBe(digits);
  });
});

describe("edge-light (Vercel)", () => {
  /** Next's way: `import module from "….wasm?module"` becomes a variable that the host has compiled the file into, in a realm that may not */
  async function inEdge(page, conditions) {
    const loaded = {
      name: "wasm?module",
      setup(bundler) {
        bundler.onLoad({ filter: /\.wasm$/ }, ({ path, suffix }) =>
          suffix === "?module" ? { contents: `export default wasm_${basename(path, ".wasm")}` } : undefined,
        );
      },
    };
    const options = { bundle: true, format: "iife", write: false, plugins: [loaded] };
    const { outputFiles } = await build({ absWorkingDir: cwd, entryPoints: [page], conditions, ...options });
    const lines = [];
    const context = {
      atob,
      TextDecoder,
      console: { log: (line) => lines.push(line) },
      wasm_release: wasm("release"),
      wasm_network: wasm("network"),
    };
    vm.runInNewContext(outputFiles[0].text, context, { contextCodeGeneration: { strings: false, wasm: false } });
    return lines.join("\n");
  }

  test.for(["lasso.js", "everything.js", "theory.js", "network.js"])("%s: the condition brings the compiled module along", async (page) => {
    expect(await inEdge(page, ["edge-light"])).toBe(await said(page));
  });

  test("without it, one error says what to do", async () => {
    await expect(inEdge("lasso.js", [])).rejects.toThrow(forbidden);
  });
});
