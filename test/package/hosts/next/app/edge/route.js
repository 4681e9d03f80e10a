// `next start` lets the edge runtime compile, Vercel does not.
import "../../forbidden.js";
import { fitHere } from "../../fit.js";

export const runtime = "edge";

export const GET = () => Response.json({ runtime: globalThis.EdgeRuntime, here: fitHere() });
