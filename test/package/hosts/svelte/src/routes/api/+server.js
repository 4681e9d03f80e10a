import { json } from "@sveltejs/kit";
import { fitHere } from "../../../fit.js";
import { fitInWorker } from "../../../fitInWorker.js";

export const GET = async () => json({ here: fitHere(), there: await fitInWorker() });
