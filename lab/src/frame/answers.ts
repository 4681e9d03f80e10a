// Answers of the worker for components: the last one stays while the next is on its way.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Source } from "../data/source.js";
import { type Answered, Dropped, Lane } from "../worker/lane.js";
import type { Asked, Name, Progress } from "../worker/messages.js";

/** what follows a slider, and what takes its time: neither waits for the other */
export const quick = new Lane();
export const slow = new Lane();

export interface Live<N extends Name> extends Partial<Answered<N>> {
  /** what went wrong last */
  error?: string;
  busy: boolean;
  /** true if this is the answer, or the error, of the question that is asked now, and none of an earlier one can come after it */
  current: boolean;
  progress?: Progress;
  /** what was asked for when this answer came */
  asked?: Asked<N>;
}

/**
 * The answer to what is asked now, asked again whenever the table or the question changes. Undefined asks nothing.
 * @param lane `slow` for what has progress and can be stopped
 */
export function useAnswer<N extends Name>(name: N, source: Source, asked: Asked<N> | undefined, lane = quick): Live<N> {
  const [live, setLive] = useState<Omit<Live<N>, "current"> & { question?: string }>({ busy: false });
  const question = asked === undefined ? "" : JSON.stringify([name, source.key, asked]);
  const latest = useRef("");
  // an answer about another table would be drawn with this one's names
  const table = useRef(source.key);
  const stale = table.current !== source.key;
  useEffect(() => {
    latest.current = question;
    if (asked === undefined) return;
    setLive((before) => ({ ...(table.current === source.key ? before : {}), busy: true, progress: undefined }));
    table.current = source.key;
    const mine = () => latest.current === question;
    const onProgress = (progress: Progress) => mine() && setLive((before) => ({ ...before, progress }));
    lane.ask(name, source, asked, onProgress).then(
      // what was asked a moment ago is drawn as well: a slider that moves without end would show nothing otherwise
      (answered) => latest.current !== "" && setLive({ ...answered, asked, question, busy: !mine() }),
      (error: Error) => {
        if (!mine()) return;
        if (error instanceof Dropped) setLive((before) => ({ ...before, busy: false, progress: undefined }));
        else setLive({ error: error.message, question, busy: false });
      },
    );
  }, [question, lane]);
  useEffect(
    () => () => {
      latest.current = "";
    },
    [],
  );
  if (stale) return { busy: true, current: false };
  return { ...live, current: asked === undefined || (live.question === question && !live.busy) };
}
