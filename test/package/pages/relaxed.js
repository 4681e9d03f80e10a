import { configure } from "shrinkage";

configure({ relaxedSimd: true });
