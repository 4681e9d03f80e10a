// A Cloudflare Worker with a cron: its `scheduled` is called at the times that its settings name.
import { lasso } from "shrinkage";
import { X, y } from "./diabetes.js";
import { show } from "./show.js";

export default {
  scheduled({ cron }, _env, context) {
    if (cron !== "*/5 * * * *") throw new Error(`called by ${cron}`);
    const work = async () => show(lasso(X, y, { lambda: 0.5, tol: 1e-12 }), X);
    context.waitUntil(work());
  },
};
