// Packages that Observable Plot imports for what the lab never draws: maps, schemes of colours by name, dates. Their names are there, and do nothing.
const PACKAGES = ["d3-geo", "d3-scale-chromatic", "d3-time-format"];

/** a Vite plugin that puts empty modules in their place */
export const without = () => ({
  name: "without",
  enforce: "pre",
  resolveId: (id) => (PACKAGES.includes(id) ? `\0without ${id}` : undefined),
  async load(id) {
    if (!id.startsWith("\0without ")) return undefined;
    const names = Object.keys(await import(id.slice("\0without ".length)));
    return names.map((name) => `export const ${name} = () => undefined;`).join("\n");
  },
});
