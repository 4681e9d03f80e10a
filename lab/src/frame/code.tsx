// The JavaScript that reproduces what is shown, to be read and copied.
import { useState } from "preact/hooks";
import { bundled, type Shape, type Source } from "../data/source.js";
import polynomial from "../data/toys/polynomial.js?raw";
import wide from "../data/toys/wide.js?raw";

const toys = { wide, polynomial };

/** lines that make X and y of a table */
export function codeOf(source: Source, target: string, loss: string): string {
  if (source.kind === "toy") return toys[source.name].replaceAll("export ", "").trim();
  const file = bundled.some(({ id }) => id === source.name) ? `${source.name}.csv` : source.name;
  const y =
    loss === "logistic" ? `data.map((row) => row[${JSON.stringify(target)}])` : `data.map((row) => Number(row[${JSON.stringify(target)}]))`;
  return `import { readFileSync } from "node:fs";
import Papa from "papaparse";

const { data, meta } = Papa.parse(readFileSync(${JSON.stringify(file)}, "utf8"), { header: true, skipEmptyLines: true });
const names = meta.fields.filter((name) => name !== ${JSON.stringify(target)});
const X = Object.fromEntries(names.map((name) => [name, data.map((row) => Number(row[name]))]));
const y = ${y};`;
}

/** the same with numbers for y: of two classes 0 and 1 */
export function numericCodeOf(source: Source, { target, loss, classes }: Pick<Shape, "target" | "loss" | "classes">): string {
  const code = codeOf(source, target, loss);
  return loss === "logistic" && classes
    ? code.replace(
        /^const y = .*$/m,
        `const y = data.map((row) => Number(row[${JSON.stringify(target)}] === ${JSON.stringify(classes[1])}));`,
      )
    : code;
}

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
