// A Web Worker, or a worker thread of Node, that runs the worker's script. The script is one self-contained text, started from a blob: URL
// or handed to Node as it is: bundlers need not find a file, and there is nothing to be configured.
import { allModules } from "../kernels/families.js";
import type { Looking } from "./cancellation.js";
import { type NodeThread, type NodeThreads, nodeThreads, OWN } from "./nodeThreads.js";
import type { Start } from "./protocol.js";
import { scriptText } from "./script.js";

/** Deno has workers of modules only; the script is both */
const TYPE = "Deno" in globalThis ? "module" : "classic";

/** A thread that runs. */
export interface Thread {
  /** where it hears */
  readonly port: MessagePort;
  terminate(): void;
  /** whether a Node process waits for it */
  keepAlive(yes: boolean): void;
}

/** throws where no thread can be started, whatever may be allowed: service workers, worklets, edge platforms */
export function checkThreads(name: string): void {
  if (typeof Worker === "undefined" && !nodeThreads())
    throw new Error(`${name}: there are no workers here, expected a page, a worker or Node; call the functions of shrinkage itself`);
}

/** starts one, where checkThreads has nothing to say; `failed` is called when it cannot run, or no longer */
export function startThread(name: string, url: string | URL | undefined, looking: Looking, failed: (error: Error) => void): Thread {
  // before there is a thread: where no WebAssembly may be compiled, that is the error
  const modules = allModules();
  const threads = typeof Worker === "undefined" ? (nodeThreads() as NodeThreads) : undefined;
  // Node's own where there is one: a page that is imitated in Node may have none
  const { port1: port, port2 } = new (threads?.MessageChannel ?? MessageChannel)();
  const start: Start = { port: port2, modules, looking };
  const refuse = (cause: unknown) => failed(notRunning(name, url, cause));
  if (threads) {
    // no loaders of the caller's: the script needs none
    const options = { eval: url === undefined, execArgv: [], name: OWN, workerData: OWN };
    const thread = opened(name, url, () => new threads.Worker(url ?? scriptText(), options));
    thread.on("error", refuse);
    thread.on("exit", () => refuse("it ended"));
    thread.postMessage(start, [port2]);
    const nodePort = port as unknown as NodeThread;
    const keepAlive = (yes: boolean) => {
      for (const each of [thread, nodePort]) yes ? each.ref() : each.unref();
    };
    return { port, keepAlive, terminate: () => void thread.terminate() };
  }
  const own = url === undefined ? URL.createObjectURL(new Blob([scriptText()], { type: "text/javascript" })) : undefined;
  const worker = opened(name, url, () => new Worker(own ?? (url as string | URL), { name: OWN, type: TYPE }));
  worker.addEventListener("error", (event) => refuse(event.message));
  worker.addEventListener("messageerror", () => refuse("it cannot be sent the WebAssembly modules"));
  worker.postMessage(start, [port2]);
  const terminate = () => {
    worker.terminate();
    if (own) URL.revokeObjectURL(own);
  };
  return { port, keepAlive: () => {}, terminate };
}

/** what `open` opens; some policies are told of by throwing, others by an event */
function opened<T>(name: string, url: unknown, open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw notRunning(name, url, error);
  }
}

function notRunning(name: string, url: unknown, cause: unknown): Error {
  const said = cause instanceof Error ? cause.message : String(cause || "no reason given");
  const remedy =
    url === undefined
      ? "a page's Content-Security-Policy has to allow blob: in worker-src; where it cannot, give { script } the URL of shrinkage/worker/script.js"
      : `expected { script } to be the URL of shrinkage/worker/script.js, which is ${String(url)}`;
  return new Error(`${name}: the worker does not run (${said}); ${remedy}`, { cause });
}
