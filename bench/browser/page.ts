// The page: runs the works one after another in two Web Workers, shows what came out, and can be stopped at any time.
import { interleave, type Kind, type Side } from "../interleave.js";
import { chart, HEAD, markdown, type Results, type Row, rowElement } from "./show.js";
import { Stopped, WorkerSide } from "./side.js";
import { parts } from "./works.js";

const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const [start, stop] = [element<HTMLButtonElement>("start"), element<HTMLButtonElement>("stop")];
const progress = element<HTMLProgressElement>("progress");
const status = element("status");
const body = element("rows");
const bars = element("bars");
const copies = [element<HTMLButtonElement>("markdown"), element<HTMLButtonElement>("json")];

let results: Results = fresh();
let sides: Record<Kind, WorkerSide> | undefined;

element("head").append(...HEAD.map((text) => Object.assign(document.createElement("th"), { scope: "col", textContent: text })));

function fresh(): Results {
  const engine = navigator.userAgent.match(/(Firefox|Edg|Chrome|Version)\/[\d.]+/)?.[0] ?? navigator.userAgent;
  return {
    machine: `${engine.replace("/", " ")}, ${navigator.hardwareConcurrency} cores`,
    date: new Date().toISOString().slice(0, 10),
    rows: [],
  };
}

/** ready, running, done, stopped or failed, for readers and for scripts that wait for it */
function state(name: string, text: string): void {
  document.documentElement.dataset.state = name;
  status.textContent = text;
  start.disabled = name === "running";
  stop.disabled = name !== "running";
  for (const button of copies) button.disabled = results.rows.length === 0;
}

async function run(): Promise<void> {
  results = fresh();
  body.replaceChildren();
  bars.replaceChildren();
  const list = parts();
  progress.max = list.length;
  progress.value = 0;
  sides = { wasm: new WorkerSide(), plain: new WorkerSide() };
  const { wasm, plain } = sides;
  try {
    for (const [at, part] of list.entries()) {
      state("running", `${at + 1} of ${list.length}: ${part.work.name}`);
      // one work at a time in workers that stay
      const placed = (side: WorkerSide): Side => ({
        ask: (request, _, contender, calls) => side.ask(request, at, contender, calls),
        end() {},
      });
      const sidesHere = () => ({ wasm: placed(wasm), plain: placed(plain) });
      const [measured] = await interleave([part.work], sidesHere, { budgetMs: part.budgetMs, report: () => {} });
      add({ title: part.title, measured: { ...measured, answers: {} }, scores: await plain.score(at, measured) });
      progress.value = at + 1;
    }
    state("done", `Done: ${list.length} works.`);
  } catch (error) {
    if (error instanceof Stopped) state("stopped", `Stopped after ${results.rows.length} of ${list.length}.`);
    else state("failed", String(error));
  } finally {
    wasm.end();
    plain.end();
    sides = undefined;
  }
}

function add(row: Row): void {
  results.rows.push(row);
  body.append(rowElement(row));
  draw();
}

function draw(): void {
  if (results.rows.length) bars.replaceChildren(chart(results.rows, Math.min(760, bars.clientWidth)));
}

async function copied(text: string, button: HTMLButtonElement): Promise<void> {
  const label = button.textContent;
  await navigator.clipboard.writeText(text).then(
    () => {
      button.textContent = "Copied";
    },
    () => {
      // a page that is not served from a secure place has no clipboard: the text is there to be marked
      const area = element<HTMLTextAreaElement>("copy");
      area.hidden = false;
      area.value = text;
      area.select();
    },
  );
  setTimeout(() => {
    button.textContent = label;
  }, 1500);
}

start.onclick = () => void run();
stop.onclick = () => {
  for (const side of Object.values(sides ?? {})) side.end();
};
copies[0].onclick = () => void copied(markdown(results), copies[0]);
copies[1].onclick = () => void copied(JSON.stringify(results, null, 2), copies[1]);
let width = 0;
new ResizeObserver(([{ contentRect }]) => {
  if (Math.abs(contentRect.width - width) < 1) return;
  width = contentRect.width;
  draw();
}).observe(bars);
Object.assign(globalThis, { results: () => results });
state("ready", `${parts().length} works, about a minute and a half.`);
