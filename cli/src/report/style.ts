// How the page looks: light, dark, on paper. The colours of curves are told apart by people who confuse red and green (Okabe, Ito 2008).
export const style = `
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1c2024; --soft: #5d6670; --rule: #d9dee3; --panel: #f5f7f9;
  --c1: #0072b2; --c2: #d55e00; --c3: #00805f; --c4: #a8467f; --c5: #8a6d00; --c6: #2f8fc4; --c7: #5a4fa2; --c8: #444b52; --rest: #b9c0c7; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171a; --ink: #e6e9ec; --soft: #a3adb7; --rule: #343b42; --panel: #1d2226;
  --c1: #56b4e9; --c2: #ff9a4d; --c3: #2fc79a; --c4: #e08fbf; --c5: #e3c53a; --c6: #8ecdf2; --c7: #a99cf0; --c8: #c9d1d8; --rest: #4b545c; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 800px; margin: 0 auto; padding: 32px 20px 64px; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 4px; overflow-wrap: anywhere; } h2 { font-size: 1.2rem; margin: 40px 0 8px; }
p { margin: 8px 0; } .soft, figcaption { color: var(--soft); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 10px; margin: 20px 0; padding: 0; }
.figures div { background: var(--panel); border-radius: 8px; padding: 10px 14px; } .figures dt { color: var(--soft); font-size: .85rem; }
.figures dd { margin: 0; font-size: 1.25rem; font-weight: 600; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
figure { margin: 12px 0; overflow-x: auto; } figure svg { min-width: 480px; } .pair svg { min-width: 0; } .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(280px, 1fr)); gap: 12px; }
svg { width: 100%; height: auto; display: block; font-size: 12px; } svg text { fill: var(--ink); } svg .label, svg .note { fill: var(--soft); }
.grid { stroke: var(--rule); } .axis, .tick { stroke: var(--soft); } .zero { stroke: var(--soft); stroke-dasharray: 3 3; } .choice { stroke: var(--ink); stroke-dasharray: 5 3; }
.error { stroke: var(--soft); opacity: .6; } .mark1 { fill: var(--c1); } .point { fill: var(--c1); opacity: .5; } .bar1 { fill: var(--c1); } .bar2 { fill: var(--c2); }
.curve { fill: none; stroke-width: 1.8; } .rest { stroke: var(--rest); stroke-width: 1; } svg .name { font-weight: 600; }
${Array.from({ length: 8 }, (_, k) => `.stroke${k + 1} { stroke: var(--c${k + 1}); } svg .fill${k + 1} { fill: var(--c${k + 1}); }`).join(" ")}
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { padding: 4px 10px; border-bottom: 1px solid var(--rule); text-align: right; white-space: nowrap; } th { color: var(--soft); font-weight: 600; }
th:first-child, td:first-child, td.text { text-align: left; } td.text { white-space: normal; overflow-wrap: anywhere; min-width: 12em; }
pre { background: var(--panel); border-radius: 8px; padding: 12px 14px; overflow-x: auto; font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.proof { border-left: 4px solid var(--c3); background: var(--panel); padding: 10px 14px; border-radius: 0 8px 8px 0; } .proof.open { border-color: var(--c2); }
details > summary { cursor: pointer; color: var(--soft); margin: 8px 0; }
@media print { :root { color-scheme: light; --paper: #fff; --ink: #000; --soft: #444; --rule: #ccc; --panel: #f4f4f4;
  --c1: #0072b2; --c2: #d55e00; --c3: #00805f; --c4: #a8467f; --c5: #8a6d00; --c6: #2f8fc4; --c7: #5a4fa2; --c8: #444b52; --rest: #b9c0c7; }
  body { font-size: 11pt; } main { max-width: none; padding: 0; } h2 { break-after: avoid; margin-top: 24px; } figure, tr, .figures, .proof, pre { break-inside: avoid; } figure svg { min-width: 0; }
  details:not([open]) { display: none; } pre { white-space: pre-wrap; } .scroll { overflow: visible; } @page { margin: 16mm; } }
`;
