// Each bundler as its documentation begins: no plugin that ours would need, no setting for our sake. Every one takes the project's folder,
// a page of it and an empty folder for the output, and returns what serves the page.
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { build as esbuild } from "esbuild";
import { rollup } from "rollup";
import { createServer, build as viteBuild } from "vite";
import webpack from "webpack";
import { serve } from "./serve.js";

/** the bundle beside the page's html */
async function servePage(project, page, out) {
  copyFileSync(join(project, `${page}.html`), join(out, `${page}.html`));
  return serve(out);
}

export const bundlers = {
  async esbuild(project, page, out) {
    await esbuild({ absWorkingDir: project, entryPoints: [`${page}.js`], bundle: true, format: "esm", minify: true, outdir: out });
    return servePage(project, page, out);
  },

  async rollup(project, page, out) {
    const warnings = [];
    const bundle = await rollup({
      input: join(project, `${page}.js`),
      plugins: [nodeResolve({ browser: true })],
      onwarn: ({ message }) => warnings.push(message),
    });
    await bundle.write({ dir: out, format: "es" });
    await bundle.close();
    if (warnings.length > 0) throw new Error(warnings.join("\n"));
    return servePage(project, page, out);
  },

  async webpack(project, page, out) {
    const stats = await new Promise((done, fail) =>
      webpack(
        {
          context: project,
          mode: "production",
          entry: `./${page}.js`,
          output: { path: out, filename: `${page}.js` },
          performance: false,
        },
        (error, result) => (error ? fail(error) : done(result)),
      ),
    );
    if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString({ all: false, errors: true, warnings: true }));
    return servePage(project, page, out);
  },

  async "vite build"(project, page, out) {
    await viteBuild({
      root: project,
      configFile: false,
      logLevel: "error",
      base: "./",
      build: { outDir: out, emptyOutDir: false, rolldownOptions: { input: join(project, `${page}.html`) } },
    });
    return serve(out);
  },

  async "vite dev server"(project, _page, out) {
    const server = await createServer({
      root: project,
      configFile: false,
      logLevel: "error",
      cacheDir: out,
      server: { port: 0, host: "127.0.0.1" },
    });
    await server.listen();
    return { url: server.resolvedUrls.local[0], close: () => server.close() };
  },
};
