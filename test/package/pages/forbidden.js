// From here on nothing may be compiled, as where a platform forbids it; what was compiled ahead is a module still.
const { prototype } = WebAssembly.Module;
WebAssembly.Module = Object.assign(
  function Module() {
    throw new Error("compiled at run time");
  },
  { prototype },
);
