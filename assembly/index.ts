// THE BOUNDARY: what src/ may call. Pointers are byte addresses of f64 vectors unless a name says otherwise; every pointer is the
// caller's, nothing here allocates. `design`, `loss` and `penalty` are structs of STRUCT_BYTES that the first seven functions fill in.
/** the first byte that belongs to the caller */
export const heapBase: usize = __heap_base;

export * from "./boundary/batches";
export * from "./boundary/concave";
export * from "./boundary/descent";
export * from "./boundary/glm";
export * from "./boundary/gradient";
export * from "./boundary/joint";
export * from "./boundary/jointLosses";
export * from "./boundary/losses";
export * from "./boundary/moments";
export * from "./boundary/path";
export * from "./boundary/problem";
export * from "./boundary/ridge";
export * from "./boundary/spectrum";
