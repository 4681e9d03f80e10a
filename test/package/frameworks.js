// Programs of a framework: built and started as its documentation has it, in a folder with the tarball beside them.
import { spawn } from "node:child_process";
import { createServer } from "node:net";

/** a port of loopback that nothing listens on */
export async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** starts a server and waits until it answers; what it says goes into the error when it does not */
export async function start(args, { cwd, env, port }) {
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text) => {
      said += text;
    });
  const ended = new Promise((done) => child.on("close", done));
  const url = `http://127.0.0.1:${port}/`;
  const close = async () => {
    child.kill();
    await ended;
  };
  for (let wait = 0; wait < 60_000 && child.exitCode === null; wait += 100) {
    if (await fetch(url).catch(() => undefined)) return { url, close, said: () => said };
    await new Promise((done) => setTimeout(done, 100));
  }
  await close();
  throw new Error(`${args.join(" ")} did not answer at ${url}:\n${said}`);
}
