// Stopping what another thread computes. It is busy, so that no message reaches it: it has to look for itself, between its steps. Where
// memory can be shared (Node; pages that are cross-origin isolated) it looks at a number in it. Elsewhere it asks for a blob: URL that the
// caller takes back in order to stop it: that takes neither headers nor a server, but a policy may forbid it (`connect-src blob:`).
import { Stopping } from "../options/watch.js";

/** What a thread is told about how its calls will be stopped: a number in shared memory, or a URL that says whether it may be asked for. */
export type Looking = { readonly shared: Int32Array } | { readonly probe: string };

/** How one call is stopped: it is when the shared number is this one, or when this URL is gone. */
export type Watched = number | string;

/** Milliseconds between two requests for a URL, each of which takes about half of one; kernels look every few milliseconds. */
const PAUSE = 30;

/** The side that stops. */
export class Stops {
  readonly looking: Looking;
  #last = 0;

  constructor() {
    // there but not to be shared in pages that are not isolated
    const shares =
      typeof SharedArrayBuffer === "function" && (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated !== false;
    this.looking = shares ? { shared: new Int32Array(new SharedArrayBuffer(4)) } : { probe: newUrl() };
  }

  /** a call to come: what its thread watches, how it is stopped, and what is to be done once it has ended */
  next(): { watched: Watched; stop(): void; end(): void } {
    const { looking } = this;
    if ("shared" in looking) {
      const watched = ++this.#last;
      return { watched, stop: () => Atomics.store(looking.shared, 0, watched), end: () => {} };
    }
    const watched = newUrl();
    const revoke = () => URL.revokeObjectURL(watched);
    return { watched, stop: revoke, end: revoke };
  }

  /** nothing is watched any more */
  end(): void {
    if ("probe" in this.looking) URL.revokeObjectURL(this.looking.probe);
  }
}

const newUrl = () => URL.createObjectURL(new Blob([" "]));

/** A call that looks whether it was stopped, for no event can reach a thread that computes. */
class Looked extends Stopping {
  readonly #stopped: () => boolean;

  constructor(stopped: () => boolean) {
    super();
    this.#stopped = stopped;
  }

  throwIfAborted(): void {
    if (this.#stopped()) throw new Error("stopped");
  }
}

/** The side that is stopped. */
export class Lookout {
  readonly #looking: Looking;
  readonly #asks: boolean;

  constructor(looking: Looking) {
    this.#looking = looking;
    this.#asks = "probe" in looking && isThere(looking.probe);
  }

  /** what stops one call */
  stopping(watched: Watched): Stopping {
    return new Looked(this.#look(watched));
  }

  #look(watched: Watched): () => boolean {
    const looking = this.#looking;
    if ("shared" in looking) return () => Atomics.load(looking.shared, 0) === watched;
    if (!this.#asks) return () => false;
    let last = -Infinity;
    return () => {
      const now = performance.now();
      if (now - last < PAUSE) return false;
      const gone = !isThere(watched as string);
      last = performance.now();
      return gone;
    };
  }
}

/** false where a URL was taken back, or may not be asked for */
function isThere(url: string): boolean {
  if (typeof XMLHttpRequest === "undefined") return false;
  const request = new XMLHttpRequest();
  try {
    request.open("GET", url, false);
    request.send();
    return true;
  } catch {
    return false;
  }
}
