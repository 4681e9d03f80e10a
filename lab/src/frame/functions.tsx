// What stands above a function of the library in its source.
import { useEffect, useState } from "preact/hooks";
import { Problem } from "./bench.js";
import { Listing } from "./code.js";

interface Described {
  name: string;
  from: string;
  comment: string;
  head: string;
}

let loaded: Promise<Described[]> | undefined;

export function Functions({ name, back }: { name?: string; back: string }) {
  const [all, setAll] = useState<Described[]>([]);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    loaded ??= fetch("./functions.json").then((response) => response.json());
    loaded.then(setAll, () => setProblem("The descriptions could not be read; reload the page."));
  }, []);
  const one = all.find((each) => each.name === name);
  return (
    <article>
      <h2>{name ? <code>{name}</code> : "Functions"}</h2>
      {problem && <Problem message={problem} />}
      {one && (
        <>
          <Listing text={`import { ${one.name} } from "${one.from}";\n\n${one.head}`} label={`${one.name}: its arguments`} />
          <p class="comment">{one.comment}</p>
        </>
      )}
      <p>
        <a href={back}>Back to the bench</a>
      </p>
      {all.length > 0 && (
        <p class="quiet">
          All:{" "}
          {all.map((each) => (
            <span key={each.name}>
              <a href={`#functions?name=${each.name}`}>{each.name}</a>{" "}
            </span>
          ))}
        </p>
      )}
    </article>
  );
}
