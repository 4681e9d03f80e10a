// Which table is looked at: a bundled one, or a file of the reader, which stays in this browser.
import { useRef, useState } from "preact/hooks";
import { Problem } from "../frame/bench.js";
import { change, type Place } from "../frame/place.js";
import { bundled, type Shape } from "./source.js";

/** larger files make a browser tab run out of memory before they are fitted */
const MOST_BYTES = 50e6;

interface PickerProps {
  values: Place["values"];
  shape?: Shape;
  /** the columns that could be y */
  targets: string[];
  file?: { name: string };
  onFile(file: { name: string; text: string }): void;
}

export function Picker({ values, shape, targets, file, onFile }: PickerProps) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState("");
  const chosen = values.data ?? bundled[0].id;
  const about = bundled.find(({ id }) => id === chosen)?.about;
  const take = async (given?: File | null) => {
    setProblem("");
    if (!given) return;
    if (given.size > MOST_BYTES)
      return setProblem(`${given.name} has ${Math.round(given.size / 1e6)} MB, expected at most ${MOST_BYTES / 1e6} MB`);
    onFile({ name: given.name, text: await given.text() });
  };
  return (
    <section
      class={over ? "picker over" : "picker"}
      aria-label="data"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void take(event.dataTransfer?.files[0]);
      }}
    >
      <div class="row">
        <label>
          Data{" "}
          <select id="data" value={chosen} onChange={(event) => change({ ...cleared(values), data: event.currentTarget.value })}>
            {bundled.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
            {(file || chosen === "file") && <option value="file">{file ? file.name : "your file"}</option>}
          </select>
        </label>
        {targets.length > 1 && (
          <label>
            y{" "}
            <select
              id="target"
              value={shape?.target ?? values.target ?? targets[targets.length - 1]}
              onChange={(event) => change({ ...cleared(values), data: chosen, target: event.currentTarget.value })}
            >
              {targets.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <button type="button" onClick={() => input.current?.click()}>
          Open a CSV file …
        </button>
        <input
          ref={input}
          id="file"
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          hidden
          aria-label="CSV file"
          onChange={(event) => {
            void take(event.currentTarget.files?.[0]);
            event.currentTarget.value = "";
          }}
        />
        <span class="quiet">or drop one here: it is not sent anywhere.</span>
      </div>
      {about && <p class="quiet about">{about}</p>}
      {shape?.remarks.map((remark) => (
        <p key={remark} class="quiet remark">
          {remark}
        </p>
      ))}
      {problem && <Problem message={problem} />}
    </section>
  );
}

/** other data, other numbers: what controls said of the old table is forgotten */
const cleared = (values: Place["values"]): Record<string, undefined> =>
  Object.fromEntries(Object.keys(values).map((key) => [key, undefined]));
