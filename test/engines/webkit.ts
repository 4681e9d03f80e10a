// A provider for Vitest's browser mode: WebKitGTK's MiniBrowser on a screen in memory, driven by WebKitWebDriver.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { defineBrowserProvider } from "@vitest/browser";

export const webkitDriverPath = process.env.WEBKIT_DRIVER ?? "/usr/bin/WebKitWebDriver";
const browserPath = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** the processes of one session: the screen, and the driver, which ends the browser */
class WebKit {
  readonly #processes: ChildProcess[] = [];
  #session = "";

  async start(): Promise<void> {
    process.once("exit", () => this.#end());
    const screen = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"], {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    this.#processes.push(screen);
    const [display] = (await once(screen.stdio[3] as NodeJS.ReadableStream, "data")) as [Buffer];
    const port = await freePort();
    const env = { ...process.env, DISPLAY: `:${String(display).trim()}`, WEBKIT_DISABLE_COMPOSITING_MODE: "1", NO_AT_BRIDGE: "1" };
    this.#processes.push(spawn(webkitDriverPath, [`--port=${port}`, "--host=127.0.0.1"], { env, stdio: "ignore" }));
    const root = `http://127.0.0.1:${port}/session`;
    const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": { binary: browserPath, args: ["--automation"] } } };
    for (let tries = 0; ; tries++) {
      try {
        this.#session = `${root}/${(await this.#post(root, { capabilities })).sessionId}`;
        return;
      } catch (error) {
        // the driver takes a moment until it listens
        if (tries === 50) throw error;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  }

  open(url: string): Promise<unknown> {
    return this.#post(`${this.#session}/url`, { url });
  }

  async close(): Promise<void> {
    await fetch(this.#session, { method: "DELETE" }).catch(() => {});
    this.#end();
  }

  #end(): void {
    for (const each of this.#processes) each.kill();
  }

  async #post(address: string, body: object): Promise<{ sessionId?: string }> {
    const response = await fetch(address, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });
    const { value } = (await response.json()) as { value: { error?: string; message?: string; sessionId?: string } };
    if (!response.ok) throw new Error(`WebKitWebDriver: ${value.error}: ${value.message}`);
    return value ?? {};
  }
}

export const webkit = () =>
  defineBrowserProvider({
    name: "webkitgtk",
    supportedBrowser: ["webkit"],
    options: {},
    providerFactory() {
      let browser: Promise<WebKit> | undefined;
      return {
        name: "webkitgtk",
        supportsParallelism: false,
        getCommandsContext: () => ({}),
        async openPage(_session, url) {
          browser ??= (async () => {
            const made = new WebKit();
            await made.start();
            return made;
          })();
          await (await browser).open(url);
        },
        async close() {
          await (await browser)?.close();
        },
      };
    },
  });
