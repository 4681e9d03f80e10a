// For asc (--transform): functions that switches call in another family stay functions.
import { calledBySwitches } from "./families.mjs";

export default class {
  afterCompile(module) {
    for (const pattern of calledBySwitches) {
      this.binaryen.setPassArgument("no-inline", pattern);
      module.runPasses(["no-inline"]);
    }
  }
}
