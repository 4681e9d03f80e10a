// What Observable Plot imports for what the lab never draws is left out. Its names are there, and do nothing, or what stands here.
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** maps, colours between two colours, schemes of colours by name, dates */
const PACKAGES = ["d3-color", "d3-geo", "d3-scale-chromatic", "d3-time", "d3-time-format", "isoformat"];

const same = "(options = {}) => options";
const upFrom0 = (x) => `({ ${x}, ${x}1 = 0, ${x}2 = ${x}, ...options } = {}) => ({ ...options, ${x}1, ${x}2 })`;
/** files of Plot: maps, dates, legends, facets, marks on lines, schemes of colours, intervals, bins, bars on bars, sorting, curves that are not straight */
const FILES = {
  "projection.js": {},
  "time.js": {},
  "legends.js": { createLegends: "() => []" },
  "facet.js": {},
  "marker.js": {},
  "scales/diverging.js": {},
  "scales/temporal.js": {},
  "scales/schemes.js": { quantitativeScheme: "() => nothing" },
  "transforms/group.js": {},
  "transforms/exclusiveFacets.js": {},
  "transforms/interval.js": {
    maybeIntervalX: same,
    maybeIntervalY: same,
    maybeIntervalMidX: same,
    maybeIntervalMidY: same,
  },
  "transforms/stack.js": { maybeStackX: upFrom0("x"), maybeStackY: upFrom0("y") },
  "transforms/bin.js": { maybeDenseIntervalX: same, maybeDenseIntervalY: same },
  "curve.js": {
    curveAuto: "(context) => curveLinear(context)",
    maybeCurve: "() => curveLinear",
    maybeCurveAuto: "() => curveAuto",
    "": 'import { curveLinear } from "d3";',
  },
};

const PLOT = "/@observablehq/plot/src/";

/** the file of Plot that an import of another one of its files names, from src/ on */
function fileOfPlot(id, importer = "") {
  const from = importer.replaceAll("\\", "/");
  if (!from.includes(PLOT) || !id.startsWith(".")) return undefined;
  const path = join(dirname(from), id).replaceAll("\\", "/");
  return { path, file: path.slice(path.indexOf(PLOT) + PLOT.length) };
}

/** a module with the names of another one, most of which do nothing */
async function standIn(from, { "": head = "", ...bodies } = {}) {
  const names = Object.keys(await import(from));
  const nothing = names.filter((name) => !(name in bodies));
  return [
    head,
    // a function that `instanceof` takes
    "function nothing() {}",
    ...Object.entries(bodies).map(([name, body]) => `export const ${name} = ${body};`),
    `export { ${nothing.map((name) => `nothing as ${name}`).join(", ")} };`,
  ].join("\n");
}

/** a Vite plugin that puts such modules in their place */
export const without = () => ({
  name: "without",
  enforce: "pre",
  resolveId(id, importer) {
    if (PACKAGES.includes(id)) return `\0without ${id}`;
    const plot = fileOfPlot(id, importer);
    return plot && plot.file in FILES ? `\0without ${plot.path}` : undefined;
  },
  load(id) {
    if (!id.startsWith("\0without ")) return undefined;
    const of = id.slice("\0without ".length);
    if (PACKAGES.includes(of)) return standIn(of);
    return standIn(pathToFileURL(of).href, FILES[of.replaceAll("\\", "/").split(PLOT)[1]]);
  },
});
