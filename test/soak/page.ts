// The part of a run in Chromium that runs in the page.
import { endure, type Length, type Report } from "./endurance.js";

const { gc } = globalThis as { gc?: () => void };
const { memory } = performance as { memory?: { usedJSHeapSize: number } };

async function soak(length: Length, seed: number): Promise<Report> {
  if (!gc || !memory) throw new Error("soak: no collector or no heap size, expected Chromium with --expose-gc");
  const engine = {
    log: (line: string) => console.log(line),
    sample: () => ({ heap: memory.usedJSHeapSize }),
    async collect() {
      gc();
      await new Promise((resolve) => setTimeout(resolve));
    },
  };
  return endure(engine, length, seed);
}

Object.assign(globalThis, { soak });
