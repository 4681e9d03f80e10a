// A picture drawn by Observable Plot, with a text alternative, its numbers as a table, and downloads.
import { plot as draw, type PlotOptions } from "@observablehq/plot";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { download, pngOf, svgOf } from "./downloads.js";
import { short } from "./numbers.js";

/** The numbers behind a picture. */
export interface Numbers {
  head: string[];
  rows: (string | number)[][];
}

interface FigureProps {
  /** of files */
  name: string;
  caption: string;
  /** what a reader who does not see the picture should know */
  alternative: string;
  /** the options of Plot.plot for a width */
  options(width: number): PlotOptions;
  /** draws again when one of these changes */
  on: readonly unknown[];
  numbers?: () => Numbers;
  /** what the JSON file holds */
  json: unknown;
  /** lets the reader drag within the picture: called with places on its scales */
  onDrag?(x: number, y: number): void;
}

const style = { background: "transparent", color: "var(--ink)", fontSize: "12px", overflow: "visible" };

export function Figure({ name, caption, alternative, options, on, numbers, json, onDrag }: FigureProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [open, setOpen] = useState(false);
  const drag = useRef(onDrag);
  drag.current = onDrag;
  // with the numbers beside it, not a moment after them
  useLayoutEffect(() => {
    const element = frame.current as HTMLDivElement;
    const measure = () => setWidth(Math.floor(element.clientWidth));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (width === 0) return;
    const plot = draw({ width, style, ...options(width) });
    // its rules stand in style.css: a policy without 'unsafe-inline' refuses them here
    for (const rules of plot.querySelectorAll("style")) rules.remove();
    // a label of a group without a role says nothing to those who hear the page: the picture has one of its own
    for (const mark of plot.querySelectorAll("g[aria-label]")) {
      mark.setAttribute("data-mark", mark.getAttribute("aria-label") as string);
      mark.removeAttribute("aria-label");
    }
    const svg = plot instanceof SVGElement ? plot : plot.querySelector("svg");
    svg?.setAttribute("role", "img");
    svg?.setAttribute("aria-label", alternative);
    frame.current?.replaceChildren(plot);
    if (!svg || !drag.current) return;
    const scales = plot as unknown as { scale(name: string): { invert(at: number): number } };
    const move = (event: PointerEvent) => {
      const box = svg.getBoundingClientRect();
      drag.current?.(scales.scale("x").invert(event.clientX - box.left), scales.scale("y").invert(event.clientY - box.top));
    };
    svg.classList.add("draggable");
    svg.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      move(event);
      const stop = () => {
        removeEventListener("pointermove", move);
        removeEventListener("pointerup", stop);
      };
      // on the window: the picture itself is drawn anew meanwhile
      addEventListener("pointermove", move);
      addEventListener("pointerup", stop);
    });
  }, [width, ...on]);
  const table = useMemo(() => (open ? numbers?.() : undefined), [open, ...on]);
  const svg = () => frame.current?.querySelector("svg") as SVGSVGElement;
  return (
    <figure>
      <figcaption>{caption}</figcaption>
      <div class="picture" ref={frame} />
      <div class="downloads">
        <span class="quiet">Save:</span>
        <button type="button" onClick={() => download(`${name}.svg`, new Blob([svgOf(svg(), alternative)], { type: "image/svg+xml" }))}>
          SVG
        </button>
        <button type="button" onClick={async () => download(`${name}.png`, await pngOf(svg(), alternative))}>
          PNG
        </button>
        <button
          type="button"
          onClick={() => download(`${name}.json`, new Blob([JSON.stringify(json, undefined, 1)], { type: "application/json" }))}
        >
          JSON
        </button>
      </div>
      {numbers && (
        <details onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>The numbers of this picture</summary>
          {table && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
            <section class="table" tabIndex={0} aria-label={`numbers: ${caption}`}>
              <table>
                <thead>
                  <tr>
                    {table.head.map((title) => (
                      <th key={title} scope="col">
                        {title}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {table.rows.map((row, i) => (
                    <tr key={i}>
                      {row.map((cell, j) => (
                        <td key={j}>{typeof cell === "number" ? short(cell, 4) : cell}</td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          )}
        </details>
      )}
    </figure>
  );
}
