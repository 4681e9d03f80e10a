// npm run test:package: the packed tarball, installed where users install it. Run from here, apart from the tests of src/.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["*.test.js"],
    globalSetup: "./setup.js",
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
