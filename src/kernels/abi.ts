// Words that both compilers read: asc (assembly/) and tsc (src/). Plain enums and numbers only.

/** room for any one of the structs that describe a design, a loss or a penalty */
export const STRUCT_BYTES = 128;

/** the f64 fields of a certificate, in order */
export enum CertificateField {
  Objective = 0,
  Gap = 1,
  Passes = 2,
  Count = 3,
}

/** 8ε: how exactly entries of X are known, as a share of themselves: they were rounded when they were made, and their mean when it was */
export const ENTRY_ROUNDING = 1.7763568394002505e-15;

/** how a table is stored: dense, or by columns of which each is sparse or dense (assembly/design/) */
export enum DesignKind {
  Dense = 0,
  Sparse = 1,
}

/** how methods that read one row at a time have them: dense, sparse, or dense in single precision */
export enum RowKind {
  Dense = 0,
  Sparse = 1,
  Single = 2,
}

/** how ridge factorises: XᵀX, XXᵀ, or X itself by QR */
export enum RidgeRoute {
  Primal = 0,
  Dual = 1,
  Orthogonal = 2,
}

/** where a penalty is looked up in assembly/dispatch.ts */
export enum PenaltyKind {
  ElasticNet = 0,
}

/** where a loss is looked up in assembly/losses/anyLoss.ts */
export enum LossKind {
  Squared = 0,
  Logistic = 1,
  Huber = 2,
  Poisson = 3,
  SquaredHinge = 4,
  Gamma = 5,
}

/** where a loss whose rows or layers are coupled is looked up in assembly/losses/anyJoint.ts */
export enum JointKind {
  Rows = 0,
  Targets = 1,
  Multinomial = 2,
  Cox = 3,
}

/** the update rules of assembly/gradient/updates.ts; adamw is adam with decoupled decay */
export enum Rule {
  Sgd = 0,
  Momentum = 1,
  Nesterov = 2,
  Adam = 3,
}

/** why a run of steps over all rows ended before it was told to: nothing moves any longer, or a step was not finite */
export enum Ended {
  Not = 0,
  Still = 1,
  Diverged = 2,
}

/** what a hidden unit of a network makes of its sum */
export enum Activation {
  Tanh = 0,
  Relu = 1,
  Logistic = 2,
}

/** what the outputs of a network cost */
export enum NetworkLoss {
  Squared = 0,
  Logistic = 1,
  Multinomial = 2,
  Poisson = 3,
}
