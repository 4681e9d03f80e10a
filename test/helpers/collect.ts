// Of Chromium: every file of tests is a frame with WebAssembly memories of its own, which reserve gigabytes of addresses each. Those of files that are
// done go before there are too many to reserve more.
import { afterAll } from "vitest";

afterAll(() => (globalThis as { gc?: () => void }).gc?.());
