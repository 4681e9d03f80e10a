// The JavaScript that reproduces what is shown, to be read and copied.
import { useState } from "preact/hooks";
import { MISSING } from "../data/missing.js";
import { bundled, type Shape, type Source } from "../data/source.js";
import polynomial from "../data/toys/polynomial.js?raw";
import wide from "../data/toys/wide.js?raw";

const toys = { wide, polynomial };

type Known = Pick<Shape, "target" | "targets" | "loss" | "classes" | "ignored">;

/** lines that make X and y of a table */
export function codeOf(source: Source, { target, targets, loss, ignored }: Known): string {
  if (source.kind === "toy") return toys[source.name].replaceAll("export ", "").trim();
  const y = JSON.stringify(target);
  if (!bundled.some(({ id }) => id === source.name))
    return `import { readFileSync } from "node:fs";
import Papa from "papaparse";
import { encode, Matrix } from "shrinkage";

const missing = ${JSON.stringify(MISSING)};
const { data } = Papa.parse(readFileSync(${JSON.stringify(source.name)}, "utf8"), { header: true, skipEmptyLines: "greedy" });
const whole = data.filter((row) => Object.keys(row).length === ${targets.length});
const rows = whole.filter((row) => row[${y}].trim() !== "" && !missing.includes(row[${y}].trim()));
const encoding = encode(rows, { target: ${y}, ignore: ${JSON.stringify(ignored)}, missing: "median", missingValues: missing, reference: true });
const table = Matrix.from(encoding.X);
const X = Object.fromEntries(encoding.featureNames.map((name, j) => [name, table.column(j).slice()]));
const y = ${loss === "logistic" ? "encoding.y.map(String)" : "encoding.y"};`;
  return `import { readFileSync } from "node:fs";
import Papa from "papaparse";

const { data, meta } = Papa.parse(readFileSync(${JSON.stringify(`${source.name}.csv`)}, "utf8"), { header: true, skipEmptyLines: true });
const names = meta.fields.filter((name) => name !== ${y});
const X = Object.fromEntries(names.map((name) => [name, data.map((row) => Number(row[name]))]));
const y = ${loss === "logistic" ? `data.map((row) => row[${y}])` : `data.map((row) => Number(row[${y}]))`};`;
}

/** the same with numbers for y: of two classes 0 and 1 */
export function numericCodeOf(source: Source, shape: Known): string {
  const code = codeOf(source, shape);
  return shape.loss === "logistic" && shape.classes
    ? code.replace(/^const y = (.*);$/m, `const y = Array.from($1, (label) => Number(label === ${JSON.stringify(shape.classes[1])}));`)
    : code;
}

/** a bundled table as a file to download */
export const fileOf = ({ kind, name }: Source): string | undefined =>
  kind === "csv" && bundled.some(({ id }) => id === name) ? `${name}.csv` : undefined;

/** imports first, each module once */
export function program(...parts: string[]): string {
  const lines = parts.join("\n\n").split("\n");
  const wanted = new Map<string, Set<string>>();
  const others: string[] = [];
  const body: string[] = [];
  for (const line of lines) {
    const named = line.match(/^import \{ (.*) \} from "(shrinkage[^"]*)";$/);
    if (named) {
      const names = wanted.get(named[2]) ?? new Set();
      for (const name of named[1].split(", ")) names.add(name);
      wanted.set(named[2], names);
    } else if (line.startsWith("import ")) others.push(line);
    else body.push(line);
  }
  const ours = [...wanted].sort().map(([from, names]) => `import { ${[...names].sort().join(", ")} } from "${from}";`);
  const text = body
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
  return `${[...others, ...ours].join("\n")}\n\n${text}\n`;
}

export function Code({ text, file }: { text: string; file?: string }) {
  const [copied, setCopied] = useState("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied("copied");
    } catch {
      setCopied("this browser did not let the page copy: mark the text and copy it");
    }
    setTimeout(() => setCopied(""), 3000);
  };
  return (
    <details class="code">
      <summary>As code</summary>
      <Listing text={text} label="JavaScript that gives the same numbers" />
      <p>
        <button type="button" onClick={copy}>
          Copy as code
        </button>{" "}
        <span role="status">{copied}</span>
        {file && (
          <span class="quiet">
            {" "}
            Reads{" "}
            <a href={`./data/${file}`} download={file}>
              {file}
            </a>
            ; <code>npm install shrinkage papaparse</code>.
          </span>
        )}
      </p>
    </details>
  );
}

/** lines of code that scroll, by keyboard too */
export function Listing({ text, label }: { text: string; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section class="listing" tabIndex={0} aria-label={label}>
      <pre>
        <code>{text}</code>
      </pre>
    </section>
  );
}
