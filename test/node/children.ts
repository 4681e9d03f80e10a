// Processes that tests start: what they say line by line, and an end.
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** those that have not ended */
export const started = new Set<ChildProcess>();

/** a port that was free a moment ago */
export const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.once("error", reject).listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** a child, and what it has said line by line */
export function child(command: string, args: string[], env: Record<string, string> = {}, options: SpawnOptions = {}) {
  const process_ = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, ...options, stdio: ["ignore", "pipe", "pipe"] });
  started.add(process_);
  const lines: string[] = [];
  const waiting: (() => void)[] = [];
  let rest = "";
  const said = (text: string) => {
    const [last = "", ...whole] = (rest + text).split("\n").reverse();
    rest = last;
    lines.push(...whole.reverse());
    for (const each of waiting.splice(0)) each();
  };
  process_.stdout?.setEncoding("utf8").on("data", said);
  process_.stderr?.setEncoding("utf8").on("data", said);
  process_.on("exit", () => {
    started.delete(process_);
    said(`exit\n`);
  });
  const line = async (wanted: RegExp): Promise<string> => {
    for (;;) {
      const found = lines.find((each) => wanted.test(each));
      if (found !== undefined) return found;
      if (lines.includes("exit")) throw new Error(`the process ended: ${lines.join("\n")}`);
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  const kill = () =>
    new Promise<void>((resolve) => {
      if (process_.exitCode !== null || process_.signalCode !== null) return resolve();
      process_.once("exit", () => resolve());
      process_.kill("SIGKILL");
    });
  return { process: process_, lines, line, kill };
}

/** a Redis that writes down everything before it answers */
export async function redisAt(port: number, folder: string) {
  const all = { port, bind: "127.0.0.1", dir: folder, appendonly: "yes", appendfsync: "always", save: "" };
  const server = child(
    "redis-server",
    Object.entries(all).flatMap(([key, value]) => [`--${key}`, String(value)]),
  );
  await server.line(/Ready to accept connections/);
  return server;
}
