// A process at a queue, for queue.test.ts: `serve URL` reads parts, `call URL RUN` asks for them. Environment: HANG, the part that is never done;
// GATE, a file without which parts from GATED on wait; QUEUE, the name of the queue;
// LOCK, its lockDuration; BUSY, the part that holds the thread until GATE is there.
import { existsSync } from "node:fs";
import { queue, serveQueue } from "../../src/queue/index.js";
import { shardsOf } from "../../src/shards/index.js";
import { COUNT, OPTIONS, partOf } from "./queueParts.js";

const [, , role, url, run] = process.argv;
const { HANG, GATE, GATED = "0", QUEUE: name, LOCK, BUSY } = process.env;
const connection = { url };

if (role === "serve")
  serveQueue({
    connection,
    name,
    ...(LOCK && { lockDuration: Number(LOCK) }),
    async source(part: number) {
      console.log(`part ${part}`);
      if (HANG === String(part)) await new Promise(() => {});
      // as a thread that computes, which heeds nothing
      if (BUSY === String(part)) while (!existsSync(GATE as string));
      while (!BUSY && GATE && part >= Number(GATED) && !existsSync(GATE)) await new Promise((resolve) => setTimeout(resolve, 20));
      console.log(`part ${part} done`);
      return partOf(part);
    },
  });
else {
  const cv = await shardsOf({ parts: Array.from({ length: COUNT }, (_, k) => k) }).crossValidate({
    ...OPTIONS,
    on: queue({ connection, run }),
  });
  console.log(JSON.stringify(Array.from(cv.means)));
}
