// npm run bench:page: bundles the page and serves it on this machine. Nothing is fetched from elsewhere.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = fileURLToPath(new URL(".", import.meta.url));
const TYPES: Record<string, string> = { ".html": "text/html", ".js": "text/javascript", ".map": "application/json" };

export async function bundle(): Promise<void> {
  await build({
    entryPoints: ["page.ts", "worker.ts"].map((name) => join(folder, name)),
    ...{ outdir: join(folder, "build"), bundle: true, format: "esm", target: "es2022", minify: true, sourcemap: true, logLevel: "warning" },
  });
}

/** at a port of its own choice where `port` is 0 */
export async function serve(port = 0): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const file = join(folder, normalize(pathname.endsWith("/") ? `${pathname}index.html` : pathname));
    if (!file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((ready) => server.listen(port, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundle();
  const { url } = await serve(Number(process.env.PORT ?? 8080));
  console.log(`${url}  (Ctrl+C ends it)`);
}
