import { fitHere } from "../../fit.js";
import { fitInWorker } from "../../fitInWorker.js";

export const dynamic = "force-dynamic";

/** in this thread and in a worker thread of Node */
export const GET = async () => Response.json({ here: fitHere(), there: await fitInWorker() });
