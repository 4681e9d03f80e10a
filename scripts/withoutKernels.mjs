import { families } from "./families.mjs";

const kernels = [...Object.keys(families), "relaxed"];

/** for esbuild: the kernels that are text in src/generated/ left out where they come from elsewhere, and `others` there too */
export const withoutKernels = (...others) => ({
  name: "without kernels",
  setup({ onLoad }) {
    const contents = 'export const bytes = "", packed = { text: "", size: 0 }, sizes = [];';
    const filter = new RegExp(`[\\\\/]generated[\\\\/](${[...kernels, ...others].join("|")})\\.ts$`);
    onLoad({ filter }, () => ({ contents, loader: "ts" }));
  },
});
