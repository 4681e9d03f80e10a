// Which server the option `connection` names.
import { describe, isObject } from "../check.js";
import type { Broker } from "./broker.js";
import { PostgresBroker } from "./postgres.js";
import { RedisBroker } from "./redis.js";

/** the server that the options name; commands wait for it to come back rather than fail */
export function brokerOf(name: string, given: unknown): Broker {
  if (!isObject(given) || Array.isArray(given))
    throw new TypeError(
      `${name}: connection is ${describe(given)}, expected options of ioredis such as { host, port }, or { url } of Redis or PostgreSQL`,
    );
  const { url, ...rest } = given;
  if (url === undefined) return new RedisBroker(rest);
  let parsed: URL | undefined;
  try {
    parsed = new URL(String(url));
  } catch {
    // refused below
  }
  if (parsed?.protocol === "postgres:" || parsed?.protocol === "postgresql:") return new PostgresBroker(name, String(url), rest);
  if (parsed?.protocol === "redis:" || parsed?.protocol === "rediss:") return new RedisBroker(rest, parsed);
  throw new TypeError(`${name}: connection.url is ${describe(url)}, expected "redis://host:port" or "postgres://host:port/database"`);
}
