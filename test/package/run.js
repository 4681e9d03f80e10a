import { spawn } from "node:child_process";

/** what a command prints; it has to end with 0 */
export function run(command, args, { cwd, env = {} }) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    const said = { out: "", err: "" };
    child.stdout.on("data", (text) => {
      said.out += text;
    });
    child.stderr.on("data", (text) => {
      said.err += text;
    });
    child.on("error", fail);
    child.on("close", (code) => {
      if (code === 0) done({ out: said.out.trim(), err: said.err.trim() });
      else fail(new Error(`${command} ${args.join(" ")} ended with ${code}:\n${said.err}${said.out}`));
    });
  });
}
