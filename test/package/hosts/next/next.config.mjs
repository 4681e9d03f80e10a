// The packages of Next stand one folder above, those of the project in it; there is nothing for our sake.
import { dirname } from "node:path";

export default { turbopack: { root: dirname(dirname(dirname(import.meta.dirname))) } };
