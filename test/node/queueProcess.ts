// A process at a queue, for queue.test.ts: `serve PORT` reads parts, `call PORT RUN` asks for them. Environment: HANG, the part that is never done;
// GATE, a file without which parts from GATED on wait; QUEUE, the name of the queue;
// LOCK, its lockDuration.
import { existsSync } from "node:fs";
import { queue, serveQueue } from "../../src/queue/index.js";
import { shardsOf } from "../../src/shards/index.js";
import { COUNT, OPTIONS, partOf } from "./queueParts.js";

const [, , role, port, run] = process.argv;
const { HANG, GATE, GATED = "0", QUEUE: name, LOCK } = process.env;
const connection = { port: Number(port) };

if (role === "serve")
  serveQueue({
    connection,
    name,
    ...(LOCK && { lockDuration: Number(LOCK) }),
    async source(part: number) {
      console.log(`part ${part}`);
      if (HANG === String(part)) await new Promise(() => {});
      while (GATE && part >= Number(GATED) && !existsSync(GATE)) await new Promise((resolve) => setTimeout(resolve, 20));
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
