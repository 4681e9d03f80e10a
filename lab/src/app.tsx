// The page: a menu of benches, a table to look at, and the bench that was chosen.
import { useEffect, useRef, useState } from "preact/hooks";
import { benches } from "./benches/benches.js";
import { Picker } from "./data/picker.js";
import { bundled, type Shape, type Source } from "./data/source.js";
import { quick, slow } from "./frame/answers.js";
import { Problem } from "./frame/bench.js";
import { Functions } from "./frame/functions.js";
import { change, hashOf, usePlace } from "./frame/place.js";
import { Dropped } from "./worker/lane.js";

type File = { name: string; text: string; number: number };

/** the table that the place names, once it is there */
function useTable(data: string, target: string | undefined, file: File | undefined) {
  const wanted = JSON.stringify([data, target, data === "file" ? file?.number : 0]);
  const [table, setTable] = useState<{ of?: string; source?: Source; shape?: Shape; problem?: string; targets?: string[] }>({});
  useEffect(() => {
    let current = true;
    const load = async () => {
      const source = await sourceOf(data, target, file);
      const shape = await quick.load(source);
      if (current) setTable({ of: wanted, source, shape });
    };
    load().catch((error: Error & { targets?: string[] }) => {
      if (current && !(error instanceof Dropped)) setTable({ of: wanted, problem: error.message, targets: error.targets });
    });
    return () => {
      current = false;
    };
  }, [wanted]);
  // what belongs to another table is not shown with this one's controls
  return table.of === wanted ? table : {};
}

async function sourceOf(data: string, target: string | undefined, file?: File): Promise<Source> {
  if (data === "file") {
    if (!file) throw new Error("This link is about a file that is not in this browser: open it again, or choose another table.");
    return { kind: "csv", key: `file ${file.number} ${target ?? ""}`, name: file.name, text: file.text, target };
  }
  const known = bundled.find(({ id }) => id === data);
  if (!known) throw new Error(`There is no table "${data}": choose another one.`);
  if (known.toy) return { kind: "toy", key: known.id, name: known.toy };
  const response = await fetch(`./data/${known.id}.csv`);
  if (!response.ok) throw new Error(`The table ${known.id}.csv could not be read (${response.status}).`);
  const y = target ?? known.target;
  return { kind: "csv", key: `${known.id} ${y}`, name: known.id, text: await response.text(), target: y };
}

export function App() {
  const { bench: id, values } = usePlace();
  const [file, setFile] = useState<File>();
  const [deaths, setDeaths] = useState(0);
  const files = useRef(0);
  const data = values.data ?? bundled[0].id;
  const { source, shape, problem, targets } = useTable(data, values.target, file);
  useEffect(() => {
    for (const lane of [quick, slow]) lane.onDeath = () => setDeaths((count) => count + 1);
  }, []);
  // a link from one bench to another keeps the table, not what its controls say
  const kept = { ...(values.data && { data: values.data }), ...(values.target && { target: values.target }) };
  const bench = benches.find((each) => each.id === id) ?? benches[0];
  const functions = id === "functions";
  useEffect(() => {
    document.title = functions ? "Functions · the shrinkage lab" : `${bench.title} · the shrinkage lab`;
  }, [bench, functions]);
  const last = useRef(`#${bench.id}`);
  if (!functions) last.current = hashOf({ bench: bench.id, values });
  const unfit = shape && bench.unfit?.(shape);
  const { View } = bench;
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById("bench")?.focus()}>
        To the bench
      </button>
      <header>
        <h1>The shrinkage lab</h1>
        <p class="quiet">Regularised linear models, computed live in this browser by the library itself.</p>
        <nav aria-label="benches">
          {benches.map((each) => (
            <a
              key={each.id}
              href={hashOf({ bench: each.id, values: kept })}
              aria-current={!functions && each === bench ? "page" : undefined}
            >
              {each.title}
            </a>
          ))}
        </nav>
      </header>
      <main id="bench" tabIndex={-1}>
        {functions ? (
          <Functions name={values.name} back={last.current} />
        ) : (
          <>
            <Picker
              values={values}
              shape={shape}
              targets={shape?.targets ?? targets ?? []}
              file={file}
              onFile={({ name, text }) => {
                files.current++;
                setFile({ name, text, number: files.current });
                change({ ...Object.fromEntries(Object.keys(values).map((key) => [key, undefined])), data: "file" });
              }}
            />
            {deaths > 0 && (
              <p class="quiet" role="status" data-deaths={deaths}>
                The worker that computes ended by itself and was started again.
              </p>
            )}
            {problem && <Problem message={problem} />}
            {unfit && <Problem message={unfit} />}
            {!problem && !shape && <p class="quiet">Loading the table …</p>}
            {!unfit && source && shape && <View key={`${bench.id} ${source.key}`} source={source} shape={shape} />}
          </>
        )}
      </main>
      <footer class="quiet">
        Nothing leaves this browser. Numbers are those of the library; every picture can be saved, and made again by its code.
      </footer>
    </>
  );
}
