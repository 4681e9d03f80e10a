// What classes are called in messages and consoles, in dist/ and in what a bundler makes of it. Wants `npm run build`.
import { build } from "esbuild";
import { expect, test } from "vitest";

const root = new URL("../../", import.meta.url).pathname;

test.each([false, true])("public classes keep their names, bundled with minify %s", async (minify) => {
  for (const entry of ["index", "theory/index", "worker/index", "shards/index", "network/index"]) {
    const { outputFiles } = await build({
      entryPoints: [`${root}dist/${entry}.js`],
      bundle: true,
      minify,
      format: "esm",
      write: false,
      external: ["comlink"],
    });
    const library = await import(`data:text/javascript;base64,${Buffer.from(strip(outputFiles[0].text)).toString("base64")}`);
    const classes = Object.entries(library).filter(([key, value]) => /^[A-Z]/.test(key) && typeof value === "function");
    expect(classes.length).toBeGreaterThan(0);
    for (const [key, value] of classes) expect((value as { name: string }).name).toBe(key);
    if (entry !== "index") continue;
    const fit = library.lasso([[1], [2], [4]], [1, 2, 3], { lambda: 0.1 });
    expect(() => library.lasso(fit, [1], { lambda: 1 })).toThrow("lasso: X is a Fit, expected");
    expect(() => library.logistic([[1], [2]], [0, 1], { lambda: 1, warmStart: fit })).toThrow("warmStart is a Fit, expected a LogisticFit");
  }
});

/** without the peer, which no URL of data can import */
const strip = (code: string) =>
  code.replace(/import\s*\{[^}]*\}\s*from\s*"comlink";/g, "const wrap = undefined, releaseProxy = undefined;");
