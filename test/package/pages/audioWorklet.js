// Fits where sound is made, and tells what this scope does not have.
import { fitHere } from "./fit.js";

const names = [
  "URL",
  "fetch",
  "TextDecoder",
  "TextEncoder",
  "performance",
  "atob",
  "setTimeout",
  "structuredClone",
  "AbortSignal",
  "Worker",
];

class Fit extends AudioWorkletProcessor {
  constructor() {
    super();
    this.port.postMessage({ here: fitHere(), missing: names.filter((name) => !(name in globalThis)) });
  }
  process() {
    return false;
  }
}

registerProcessor("fit", Fit);
