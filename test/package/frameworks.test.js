// Next.js, React with Vite and SvelteKit: server and page, thread and worker show the digits of Node. Their settings have nothing for our sake.
import { join } from "node:path";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { launch, noBrowser, open } from "./browser.js";
import { freePort, start } from "./frameworks.js";
import { run } from "./run.js";
import { serve } from "./serve.js";

const hosts = inject("hosts");
const digits = inject("digits");
const installed = (path) => join(import.meta.dirname, "node_modules", path);

/** the answer of a server, or what it said instead */
async function json(server, path) {
  const response = await fetch(server.url + path);
  if (!response.ok) throw new Error(`${response.status} for ${path}:\n${server.said()}`);
  return response.json();
}
let browser;

beforeAll(async () => {
  if (!noBrowser) browser = await launch();
});
afterAll(() => browser?.close());

/** what the elements with these ids show, once all of them show something */
async function shown(url, ids, skip) {
  if (noBrowser) skip(`skipped: ${noBrowser}`);
  const { texts, errors, said } = await open(
    browser,
    url,
    ids.map((id) => `#${id}`),
  );
  expect(errors).toEqual([]);
  // what hydration has to say about a page that is not what the server sent
  expect(said.filter((line) => line.startsWith("error"))).toEqual([]);
  return texts;
}

describe("Next.js", () => {
  const cwd = join(hosts, "next");
  const next = installed("next/dist/bin/next");
  const env = { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };
  let server;

  beforeAll(async () => {
    await run(process.execPath, [next, "build"], { cwd, env });
    const port = await freePort();
    server = await start([next, "start", "-H", "127.0.0.1", "-p", String(port)], { cwd, env, port });
  }, 300_000);
  afterAll(() => server?.close());

  test("a route handler, also in a worker thread", async () => {
    expect(await json(server, "api")).toEqual({ here: digits, there: digits });
  });

  test("an edge route, with the module that Next compiled", async () => {
    expect(await json(server, "edge")).toEqual({ runtime: "edge-runtime", here: digits });
  });

  test("a server component, a client component and its worker", async ({ skip }) => {
    expect(await shown(server.url, ["server", "client", "worker"], skip)).toEqual([digits, digits, digits]);
  });
});

test("React with Vite: a component and its worker", async ({ skip }) => {
  const root = join(hosts, "react");
  await build({ root, logLevel: "error" });
  const server = await serve(join(root, "dist"));
  try {
    expect(await shown(`${server.url}index.html`, ["client", "worker"], skip)).toEqual([digits, digits]);
  } finally {
    server.close();
  }
});

describe("SvelteKit with adapter-node", () => {
  const cwd = join(hosts, "svelte");
  let server;

  beforeAll(async () => {
    await run(process.execPath, [installed("vite/bin/vite.js"), "build", "--logLevel", "warn"], { cwd });
    const port = await freePort();
    server = await start(["build/index.js"], { cwd, env: { HOST: "127.0.0.1", PORT: String(port) }, port });
  }, 300_000);
  afterAll(() => server?.close());

  test("an endpoint, also in a worker thread", async () => {
    expect(await json(server, "api")).toEqual({ here: digits, there: digits });
  });

  test("a page: its load on the server, its component on both, and its worker", async ({ skip }) => {
    expect(await shown(server.url, ["server", "client", "worker"], skip)).toEqual([digits, digits, digits]);
  });
});
