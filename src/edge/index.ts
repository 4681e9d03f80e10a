import "./release.js";

export * from "../index.js";
