// Which kernels are in which module (carve.mjs). A family is what its files of assembly/boundary/ export, with all that only it calls. What several
// families call is in the first one, which has the memory.

/** file of assembly/boundary/ → family */
export const families = {
  squared: ["descent", "moments", "path", "problem", "ridge"],
  spectrum: ["spectrum"],
  losses: ["glm", "losses"],
  joint: ["joint"],
  concave: ["concave"],
  jointLosses: ["jointLosses"],
  gradient: ["batches", "gradient"],
};
/** what the switches of losses/anyLoss.ts and anyJoint.ts call is in these, whoever calls the switch: the path of a function's name → family */
export const placed = [
  [/^assembly\/losses\/(rows\/ByRows<assembly\/losses\/)?(logistic|huber|poisson|squaredHinge|gamma)\//, "losses"],
  [/^assembly\/losses\/(cox|multinomial|softmax|spanTree)\//, "jointLosses"],
];

/** functions that stay functions, for asc, which would put the latter where the switch is: names with wildcards */
const others = ["logistic", "huber", "poisson", "squaredHinge", "gamma"];
const joint = "value expand curve amongIntercepts drift renew weights spread between shift fenchel dualScale".split(" ");
export const kept = [
  // one function and one import for all families
  "assembly/linear/heed/spend",
  ...others.map((loss) => `assembly/losses/rows/ByRows<assembly/losses/${loss}/*`),
  ...["cox/Cox", "multinomial/Multinomial"].flatMap((loss) => joint.map((method) => `assembly/losses/${loss}#${method}`)),
];
