// A PostgreSQL of a test's own, in a folder on loopback.
import { execFileSync, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { child } from "./children.js";

/** the folder of initdb and postgres: Debian has none of them on the path */
const bin = ["/usr/lib/postgresql", ""]
  .flatMap((at) => (at && existsSync(at) ? readdirSync(at).map((version) => join(at, version, "bin")) : []))
  .concat((process.env.PATH ?? "").split(":"))
  .find((each) => existsSync(join(each, "initdb")) && existsSync(join(each, "postgres")));

export const hasPostgres = bin !== undefined;

/** it refuses to run as root */
function owner(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  for (const name of ["postgres", "nobody"]) {
    const { status, stdout } = spawnSync("id", ["-u", name], { encoding: "utf8" });
    const group = spawnSync("id", ["-g", name], { encoding: "utf8" });
    if (status === 0 && group.status === 0) return { uid: Number(stdout), gid: Number(group.stdout) };
  }
  throw new Error("postgres.ts: there is no user postgres or nobody, expected one of them where tests run as root");
}

/** starts one on what is in the folder, or begins it there; user and database are called "postgres" */
export async function postgresAt(port: number, folder: string) {
  const who = owner();
  const env = { LC_ALL: "C", TZ: "UTC" };
  if (!existsSync(folder)) {
    mkdirSync(folder, { mode: 0o700 });
    if (who.uid !== undefined) chownSync(folder, who.uid, who.gid as number);
    const args = ["-D", folder, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"];
    execFileSync(join(bin as string, "initdb"), args, { ...who, cwd: "/", env: { ...process.env, ...env }, stdio: "ignore" });
  }
  const args = ["-D", folder, "-h", "127.0.0.1", "-p", String(port), "-c", "unix_socket_directories="];
  for (let tries = 1; ; tries++) {
    const server = child(join(bin as string, "postgres"), args, env, { ...who, cwd: "/" });
    try {
      await server.line(/database system is ready to accept connections/);
      return server;
    } catch (error) {
      // of one that was killed some processes live a moment longer
      if (tries === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
