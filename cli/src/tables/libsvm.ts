// The format of LIBSVM and SVMlight: "label column:value column:value …", columns counted from 1.
import { Failure, quoted } from "../failure.js";
import type { Labelled } from "./table.js";
import { nameOf, textOf } from "./text.js";

/** the whole file, as triplets; columns are counted from 0 here */
export async function readLibsvm(path: string): Promise<Labelled> {
  const file = nameOf(path);
  const labels: number[] = [];
  const rows: number[] = [];
  const places: number[] = [];
  const values: number[] = [];
  let columns = 0;
  let line = 0;

  const take = (text: string) => {
    line++;
    const said = text.split("#", 1)[0];
    if (said.trim() === "") return;
    let last = 0;
    for (const match of said.matchAll(/\S+/g)) {
      const [word] = match;
      const wrong = (expected: string) => new Failure(`${file}:${line}:${match.index + 1}: ${quoted(word)}, expected ${expected}`);
      if (match.index === said.search(/\S/)) {
        const label = Number(word);
        if (!Number.isFinite(label)) throw wrong("a number, the label of the row");
        labels.push(label);
        continue;
      }
      if (word.startsWith("qid:")) throw wrong("column:value; queries are not read");
      const [place, value, ...more] = word.split(":");
      const j = Number(place);
      if (more.length > 0 || value === undefined || value === "" || !Number.isFinite(Number(value)))
        throw wrong("column:value, such as 3:0.5");
      if (!/^\d+$/.test(place) || j < 1 || j > 2 ** 31 - 1) throw wrong("a column, a whole number from 1");
      if (j <= last) throw wrong(`a column above ${last}, in rising order`);
      last = j;
      if (j > columns) columns = j;
      rows.push(labels.length - 1);
      places.push(j - 1);
      values.push(Number(value));
    }
  };

  let open = "";
  for await (const text of textOf(path)) {
    const lines = (open + text).split("\n");
    open = lines.pop() as string;
    for (const each of lines) take(each);
  }
  if (open !== "") take(open);
  if (labels.length === 0) throw new Failure(`${file}: is empty, expected rows "label column:value …"`);
  if (columns === 0) throw new Failure(`${file}: no row has an entry, expected column:value behind labels`);
  return { file, labels, rows: Int32Array.from(rows), places: Int32Array.from(places), values: Float64Array.from(values), columns };
}
