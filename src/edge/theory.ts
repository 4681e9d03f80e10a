import "./release.js";

export * from "../theory/index.js";
