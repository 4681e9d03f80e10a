// What every bench looks like: a sentence, a formula, the functions behind it; controls beside pictures; readings; code.
import type { ComponentChildren } from "preact";
import type { Shape, Source } from "../data/source.js";
import type { Live } from "./answers.js";
import { duration } from "./numbers.js";
import { here } from "./place.js";

/** What a bench is given. */
export interface BenchProps {
  source: Source;
  shape: Shape;
}

export interface Bench {
  id: string;
  title: string;
  /** why it has nothing to show of this table; undefined where it has */
  unfit?(shape: Shape): string | undefined;
  View(props: BenchProps): ComponentChildren;
}

interface PageProps {
  title: string;
  sentence: ComponentChildren;
  formula: string;
  functions: readonly string[];
  controls: ComponentChildren;
  /** what the numbers and pictures of this bench come from */
  answers: readonly { current: boolean }[];
  children: ComponentChildren;
}

/**
 * data-state is the state whose numbers and pictures are shown, as the URL has it; it is missing while one of them belongs to another state.
 */
export function BenchPage({ title, sentence, formula, functions, controls, answers, children }: PageProps) {
  return (
    <article data-state={answers.every(({ current }) => current) ? here() : undefined}>
      <h2 id="bench-title">{title}</h2>
      <p class="sentence">{sentence}</p>
      <p class="formula">{formula}</p>
      <p class="functions quiet">
        Computed by{" "}
        {functions.map((name, k) => (
          <span key={name}>
            {k > 0 && ", "}
            <a href={`#functions?name=${name}`}>
              <code>{name}</code>
            </a>
          </span>
        ))}
      </p>
      <div class="bench">
        <form class="controls" aria-label="controls" onSubmit={(event) => event.preventDefault()}>
          {controls}
        </form>
        <div class="stage">{children}</div>
      </div>
    </article>
  );
}

/** A number that is read beside a picture. */
export interface Reading {
  id: string;
  label: string;
  text: string;
  /** the whole number, for whoever reads the page by program */
  value?: number;
}

export function Readings({ list }: { list: readonly (Reading | false | undefined)[] }) {
  return (
    <dl class="readings">
      {list.map(
        (reading) =>
          reading && (
            <div key={reading.id}>
              <dt>{reading.label}</dt>
              <dd data-reading={reading.id} data-value={reading.value}>
                {reading.text}
              </dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** how long the last answer took, or what went wrong */
export function Timing({ live, what }: { live: Live<never> | Omit<Live<never>, "answer" | "asked">; what: string }) {
  if (live.error) return <Problem message={live.error} />;
  if (live.milliseconds === undefined || live.roundTrip === undefined) return <p class="quiet timing">Computing …</p>;
  return (
    <p class="quiet timing" data-milliseconds={live.milliseconds} data-round-trip={live.roundTrip}>
      {what} in {duration(live.milliseconds)} in the worker, {duration(live.roundTrip)} from the slider to the answer.
    </p>
  );
}

export function Problem({ message }: { message: string }) {
  return (
    <p class="problem" role="alert">
      {message}
    </p>
  );
}

/** of long work: how far it is, and a button that ends it */
export function Running({
  live,
  onStop,
}: {
  live: { busy: boolean; progress?: { stage: string; done: number; total: number } };
  onStop(): void;
}) {
  const { progress } = live;
  return (
    <div class="running" hidden={!live.busy}>
      <progress aria-label="how much is done" value={progress?.done} max={progress?.total} />
      <span class="quiet">{progress ? `${progress.done} of ${progress.total}` : "computing"}</span>
      <button type="button" onClick={onStop}>
        Stop
      </button>
    </div>
  );
}
