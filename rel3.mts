import { readFileSync } from "node:fs";
const L = await import("/tmp/ci8/dist/index.js"); L.init(new WebAssembly.Module(readFileSync(process.argv[2])));
const fixture = JSON.parse(readFileSync("/work/wt/lead/test/fixtures/multinomial.json","utf8"));
const { optionsOf } = await import("/work/wt/lead/test/helpers/capabilities.ts");
console.warn=()=>{}; let s="";
for (const tol of [1e-11,3e-12,1e-12,3e-13,1e-13]) { let bad=0,it=0,w=0; for (const one of fixture.cases) { const data=fixture.data[one.data]; const options={...optionsOf(one,data),warmStart:undefined,l1Ratio:one.l1Ratio,grouped:Boolean(one.grouped),tol};
 const fits=L.path(data.X,data[one.y],{...options,loss:"multinomial",lambdas:one.path.map((p:any)=>p.lambda)} as any) as any;
 one.path.forEach((a:any,k:number)=>{ const c=fits.fit(k).certificate; it+=c.iterations; if(!c.converged){bad++;w=Math.max(w,c.relativeGap)}});} s+=` ${tol}: ${bad} (${w.toExponential(0)}) ${it} |`; }
console.log(process.argv[2].slice(-12),s);
