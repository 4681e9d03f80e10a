// Why we lose where we lose: the one place for these words. The first pattern that fits `area: what` is taken.
const REASONS: readonly [RegExp, string][] = [
  [
    /^kernels: gemv/,
    "in L1 a stream loads twice a cycle; a centred product has a subtraction and an addition a vector on two adding ports, so that half of it is the bound (assembly/README.md)",
  ],
  [
    /^kernels: .*registers/,
    "multiply-adds in registers alone need no loads: the tile reads two vectors a step, and its own ceiling is the tile in L1",
  ],
  [/^kernels: /, "packing and the edges of the triangle; shared caches move the figure by some per cent between runs"],
  [/^ridge: .*numpy/, "numpy's BLAS multiplies eight numbers an instruction (AVX-512), WebAssembly has two"],
  [
    /^ridge: .*ml-matrix/,
    "5000×200 from rows: a fifth of the call is checking and copying number[][], and a proof costs two passes over X besides",
  ],
  [/^ridge: /, "what was measured is in the table; nobody has looked into it yet"],
  [
    /^paths: .*scikit-learn/,
    "tall problems are decided by XᵀX, which scikit-learn leaves to a BLAS with AVX-512; the Gram kernel here runs at the ceiling of 128-bit SIMD",
  ],
  [
    /^paths: .*plain JS/,
    "tall: ours begins with XᵀX and its factor whatever the tolerance, while coordinate descent needs few passes to 1e-6",
  ],
  [/^paths: golub/, "38 rows: nothing is long enough for wide vectors, and glmnet's loops are short too"],
  [/^paths: /, "our figure is a proven gap of 1e-15 whatever is asked for; where only a loose answer is wanted, others stop earlier"],
  [/^gradients: .*stream/, "X is read once, but every entry takes two multiply-adds: where X is in cache those bound it, not reading"],
  [/^gradients: /, "rows and batches are short there: calls, updates and random numbers weigh as much as the products"],
  [
    /^logistic: .*plain JS/,
    "few rows: a path takes milliseconds, most of them the call, the copy, the proof and exponentials that both sides need",
  ],
  [/^logistic: /, "few λ's leave the call, the copy and the proof"],
  [
    /^sparse: .*glum/,
    "one λ of 200,000 rows: a third of the call checks y and makes null models in JavaScript, a proof takes four passes over exponentials more, and the working set grows in three rounds",
  ],
  [/^sparse: .*text/, "1378 rows: exponentials and logarithms of proofs and line searches are a third, looks at all 4729 words a quarter"],
  [/^sparse: .*logistic/, "3961 active columns of five entries: coordinate descent on the residual as in glmnet, and a proof of every λ"],
  [
    /^sparse: .*memory/,
    "n = 200,000 rows of four entries of 4 bytes: twelve vectors of n numbers are more than the table; at 20 entries a row they are not",
  ],
  [/^size: /, "all of the WebAssembly module is inlined, whatever is imported, so that nothing is fetched"],
  [
    /^start-up: /,
    "V8 reads 290 kB of code (10 ms), the kernels are compiled (4 ms) and what the fit calls is compiled as it is called (7 ms), on a machine whose empty script took twice its usual time",
  ],
  [
    /^workers: /,
    "eleven paths make six for one worker, each takes 1.1 times as long while the other works, and the outcomes are put together by one of them",
  ],
  [
    /^lasso: lasso 5000×500/,
    "tall: 100 passes over the columns and then XᵀX; scikit-learn's products come from a BLAS with AVX-512, celer skips more columns",
  ],
  [
    /^lasso: .*adelie|^lasso: .*(celer|scikit-learn|glmnet|skglm)/,
    "one small λ takes some tens of microseconds of arithmetic: call, checks and the certificate's passes over X are most of ours",
  ],
  [/^lasso: /, "call, checks and the certificate's passes over X"],
  [/^memory: /, "a Node process compiles, and leaves garbage that is not collected before the peak"],
  [/^fits: |^kernels, plain JS: /, "so short that crossing into WebAssembly costs more than its vectors gain"],
];

export function reason(area: string, what: string): string {
  return REASONS.find(([pattern]) => pattern.test(`${area}: ${what}`))?.[1] ?? "no reason is known yet";
}
