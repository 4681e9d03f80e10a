// For asc (--transform): functions that switches call in another family stay functions, and so does `spend`.
import { kept } from "./families.mjs";

export default class {
  afterCompile(module) {
    for (const pattern of kept) {
      this.binaryen.setPassArgument("no-inline", pattern);
      module.runPasses(["no-inline"]);
    }
  }
}
