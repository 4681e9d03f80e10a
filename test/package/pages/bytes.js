import { init } from "shrinkage";

// \0asm and a version: the smallest module that there is
init(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
