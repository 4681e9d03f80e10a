/**
 * Small neural networks on tables, with weight decay, dropout, early stopping and noise, as the textbooks end with them. Its kernels are a
 * module of their own, which `shrinkage` alone does not load.
 *
 * @module shrinkage/network
 */
export type { NetworkHistory } from "./history.js";
export { init } from "./init.js";
export { network } from "./network.js";
export { NetworkFit, type NetworkPartialOptions } from "./networkFit.js";
export type { NetworkOptions } from "./networkOptions.js";
export type { ActivationName, NetworkLossName, NetworkMethod } from "./planned.js";
export type { Layer } from "./shape.js";
export type { NetworkTarget } from "./target.js";
