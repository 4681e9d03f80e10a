// One side of the comparison in a Web Worker: prepares, runs and, when asked, judges.
import { answering, type Measured, type Request } from "../interleave.js";
import { parts, score } from "./works.js";

interface Message {
  request: Request | "score";
  work: number;
  contender: number;
  calls: number;
  measured?: Measured;
}

const all = parts();
const answer = answering(all.map(({ work }) => work));

self.onmessage = ({ data }: MessageEvent<Message>) => {
  try {
    const reply = data.request === "score" ? score(all[data.work], data.measured as Measured) : answer({ ...data, request: data.request });
    self.postMessage({ reply });
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};
