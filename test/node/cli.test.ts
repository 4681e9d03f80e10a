// The command line as a process: what it prints, how it ends, what it leaves behind.
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { calibration, roc } from "../../cli/src/report/judged.js";
import { crossValidate, encode, Model, path } from "../../src/index.js";
import { folder, get, program, put, root, run } from "./commandLine.js";
import { mixed, mixedRows } from "./mixed.js";

const diabetes = join(root, "examples/data/diabetes.csv");

const homes = `rooms,area,district,garden,price
3,71,Altstadt,false,810
4,96,Neustadt,true,905
2,,Altstadt,false,640
5,130,Seeufer,true,1650
3,80,Neustadt,false,720
4,101,Seeufer,true,1310
2,55,Neustadt,false,505
5,118,Altstadt,true,1390
3,77,Seeufer,true,1080
1,34,Altstadt,false,420
4,92,Neustadt,true,880
2,58,Seeufer,false,790
`;
const records = () => {
  const [header, ...lines] = homes.trim().split("\n");
  const names = header.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, j) => [names[j], cell])));
};

describe("answers are those of the library", () => {
  test("fit and predict, from the file and from stdin", () => {
    put("homes.csv", homes);
    const said = run("fit homes.csv --target price --missing median --standardize --lambda 20 --save model.json --json");
    expect(said).toMatchObject({ status: 0, stderr: "" });
    const { X, y, featureNames } = encode(records(), { target: "price", missing: "median" });
    const expected = path(X, y, { lambdas: [20], standardize: true }).fit(0);
    const answer = JSON.parse(said.stdout);
    expect(answer.coefficients).toEqual(Object.fromEntries(featureNames.map((name, j) => [name, expected.coefficients[j]])));
    expect(answer).toMatchObject({ lambda: 20, rows: 12, columns: 7, family: "squared", intercept: expected.intercept });
    const saved = Model.fromJSON(get("model.json"));
    const predicted = run("predict model.json - --keep district,rooms", homes);
    const [header, ...lines] = predicted.stdout.trim().split("\n");
    expect(header).toBe("district,rooms,prediction");
    expect(lines.map((line) => Number(line.split(",")[2]))).toEqual(Array.from(saved.predict(records()) as Float64Array));
    expect(lines[0].startsWith("Altstadt,3,")).toBe(true);
  });

  test("without λ, fit takes what cv chooses", () => {
    const { data } = readTable(diabetes);
    const { progression, ...X } = data;
    const expected = crossValidate(X, progression, { folds: 5, seed: 3 });
    const options = ["--target", "progression", "--folds", "5", "--seed", "3", "--json"];
    const [fit, cv] = ["fit", "cv"].map((command) => JSON.parse(run([command, diabetes, ...options]).stdout));
    expect(fit.lambda).toBe(expected.lambda);
    expect(cv.cv.min).toEqual(expected.min);
    expect(cv.coefficients).toEqual(fit.coefficients);
    expect(cv.cv.curves[0].means).toEqual(Array.from(expected.means));
    const text = run(["cv", diabetes, ...options.slice(0, -1)]).stdout;
    expect(text).toMatch(/← best/);
    expect(text).toMatch(/proven within/);
  });

  test("path: a table, and all coefficients as CSV", () => {
    const said = run(["path", diabetes, "--target", "progression", "--count", "7", "--l1-ratio", "0.5", "--output", "b.csv"]);
    expect(said.status).toBe(0);
    const { data } = readTable(diabetes);
    const { progression, ...X } = data;
    const expected = path(X, progression, { count: 7, l1Ratio: 0.5 });
    const [header, ...lines] = get("b.csv").trim().split("\n");
    expect(header.startsWith("lambda,intercept,age,")).toBe(true);
    expect(lines.map((line) => line.split(",").map(Number))).toEqual(
      Array.from(expected.lambdas, (lambda, k) => [lambda, expected.intercepts[k], ...expected.coefficients(k)]),
    );
  });

  test.each([
    ["squared", "y", ""],
    ["huber", "y", ""],
    ["poisson", "count", ""],
    ["gamma", "positive", ""],
    ["logistic", "kind", "probability of yes"],
    ["multinomial", "colour", "probability of blue"],
  ])("%s", (family, target, column) => {
    put("t.csv", mixed(60));
    const said = run(`fit t.csv --target ${target} --only a,b --family ${family} --lambda 0.01 --save m.json --json`);
    expect(said).toMatchObject({ status: 0, stderr: "" });
    expect(JSON.parse(said.stdout)).toMatchObject({ family, rows: 60, columns: 2, certificate: { converged: true } });
    const predicted = run("predict m.json t.csv --score");
    expect(predicted.stderr).toMatch(/^(R²|accuracy) -?[\d.]+\n$/);
    expect(predicted.stdout.trim().split("\n")).toHaveLength(61);
    expect(predicted.stdout.split("\n", 1)[0]).toContain(column);
  });

  test("cox by times and events; text with two values is logistic by itself, with three multinomial", () => {
    put("t.csv", mixed(60));
    const said = run("fit t.csv --time positive --event died --only a,b --lambda 0.01 --ties efron --json");
    expect(JSON.parse(said.stdout)).toMatchObject({ family: "cox", scoreName: "concordance" });
    expect(JSON.parse(run("fit t.csv --target kind --only a,b --lambda 0.1 --json").stdout)).toMatchObject({
      family: "logistic",
      classes: ["no", "yes"],
    });
    expect(JSON.parse(run("fit t.csv --target colour --only a,b --lambda 0.1 --json").stdout)).toMatchObject({ family: "multinomial" });
  });

  test("weights, groups, rows that stay together", () => {
    put("t.csv", mixed(60));
    const { coefficients } = JSON.parse(run("fit t.csv --target y --only a,b --weights positive --lambda 0.1 --json").stdout);
    const rows = mixedRows(60);
    const numbers = (name: string) => rows.map((row) => Number(row[name]));
    const expected = path({ a: numbers("a"), b: numbers("b") }, numbers("y"), { lambdas: [0.1], weights: numbers("positive") });
    expect(Object.values(coefficients)).toEqual(Array.from(expected.coefficients(0)));
    const grouped = JSON.parse(run("cv t.csv --target y --only a,b,colour --groups factors --row-groups kind --json").stdout);
    expect(grouped.cv.folds).toBe(2);
    const levels = Object.entries(grouped.coefficients).filter(([name]) => name.startsWith("colour="));
    expect(new Set(levels.map(([, value]) => value === 0)).size).toBe(1);
  });
});

describe("files of all kinds", () => {
  test("quotes, BOM, CRLF, cells with line ends, other delimiters, gzip, UTF-16", () => {
    const awkward = '\ufeff"x, ""old""";name;y\r\n1;"two\r\nlines";2\r\n\r\n2;b;3\r\n3;"two\r\nlines";5\r\n4;b;4.5\r\n';
    const plain = JSON.parse(run("fit - --target y --lambda 0.1 --json", awkward).stdout);
    expect(Object.keys(plain.coefficients)).toEqual(['x, "old"', "name=b", "name=two\nlines"]);
    put("t.tsv.gz", gzipSync(awkward.replaceAll(";", "\t")));
    put("wide.csv", Buffer.from(awkward.replaceAll("\r\n", "\n"), "utf16le"));
    for (const file of ["t.tsv.gz", "wide.csv"])
      expect(JSON.parse(run(`fit ${file} --target y --lambda 0.1 --json`).stdout)).toMatchObject({
        coefficients: plain.coefficients,
        rows: 4,
      });
  });

  test("thousands of columns, and pieces that end within cells", () => {
    const names = Array.from({ length: 3000 }, (_, j) => `column ${j}`);
    const line = (i: number) => names.map((_, j) => ((i * 7919 + j * 104729) % 1009) / 1009).join(",");
    put("wide.csv", `${names.join(",")},y\n${Array.from({ length: 40 }, (_, i) => `${line(i)},${i % 5}`).join("\n")}`);
    const answer = JSON.parse(run("fit wide.csv --target y --lambda 0.2 --json").stdout);
    expect(answer).toMatchObject({ rows: 40, columns: 3000, certificate: { converged: true } });
  });

  test("libsvm", () => {
    put("t.svm", "+1 1:0.5 3:1 # first\n-1 2:1\n\n+1 1:1 3:2\n-1 2:0.5 3:0.1\n");
    const said = run("fit t.svm --family logistic --lambda 0.01 --save m.json --json");
    expect(JSON.parse(said.stdout)).toMatchObject({ rows: 4, columns: 3, classes: [-1, 1], score: 1 });
    expect(run("predict m.json t.svm").stdout).toMatch(/^prediction,probability of 1\n1,0\.\d+\n-1,0\./);
    put("bad.svm", "1 1:2\n1 4:x\n");
    expect(run("fit bad.svm --lambda 1")).toEqual({
      status: 1,
      stdout: "",
      stderr: 'shrinkage-cli: bad.svm:2:3: "4:x", expected column:value, such as 3:0.5\n',
    });
  });

  test("Parquet, with numbers, text, booleans and a gap", () => {
    copyFileSync(join(root, "test/fixtures/homes.parquet"), join(folder, "homes.parquet"));
    const said = run("fit homes.parquet --target price --missing median --lambda 10 --json");
    const names = ["rooms", "area", "district=Altstadt", "district=Neustadt", "district=Seeufer", "garden=false", "garden=true"];
    expect(Object.keys(JSON.parse(said.stdout).coefficients)).toEqual(names);
    expect(run("fit homes.parquet --target price --lambda 10").stderr).toMatch(/homes\.parquet, row 3: column "area" has null/);
    put("cut.parquet", readFileSync(join(folder, "homes.parquet")).subarray(0, 300));
    expect(run("inspect cut.parquet")).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^shrinkage-cli: cut\.parquet: is not read as Parquet: .*\n$/),
    });
  });

  test("missing values: dropped, filled in, told with file and line", () => {
    put("homes.csv", homes.replace("4,96,", "4,NA,"));
    const error = run("fit homes.csv --target price --lambda 1");
    expect(error).toMatchObject({ status: 1, stdout: "" });
    expect(error.stderr).toMatch(/^shrinkage-cli: homes\.csv:3: column "area" .*--missing median.*\n$/);
    const dropped = run("fit homes.csv --target price --lambda 1 --missing drop --json");
    expect(dropped.stderr).toBe("note: 2 of 12 rows have a missing value and are left out\n");
    expect(JSON.parse(dropped.stdout)).toMatchObject({ rows: 10, dropped: 2 });
    expect(run("fit homes.csv --target price --lambda 1 --missing mean --indicators").stdout).toContain("area=missing");
    expect(run("inspect homes.csv --json").stdout).toContain('{"name":"area","kind":"number","missing":2,');
  });

  test("one row", () => {
    put("one.csv", "x,y\n1,2\n");
    expect(run("fit one.csv --target y --lambda 1").status).toBe(0);
    expect(run("cv one.csv --target y")).toEqual({
      status: 1,
      stdout: "",
      stderr: "shrinkage-cli: one.csv: X has 1 row, expected at least 2 to hold one out\n",
    });
  });
});

describe("one line says what is wrong and where", () => {
  const wrong: readonly (readonly [string, string, number, RegExp])[] = [
    ["", "fit t.csv --target y", 1, /t\.csv: is empty/],
    ["\n\n", "fit t.csv --target y", 1, /t\.csv: has only empty lines/],
    ["x,y\n", "fit t.csv --target y", 1, /t\.csv: has a header and no rows/],
    ["x,y\n1,2\n3\n", "fit t.csv --target y", 1, /t\.csv:3: the row has 1 cell, expected 2/],
    ['x,y\n1,2\n"3,4\n', "fit t.csv --target y", 1, /t\.csv:3: a quote is opened and never closed/],
    ["x,x,y\n1,2,3\n", "fit t.csv --target y", 1, /t\.csv:1: the header has "x" twice/],
    ["x,y\n1,2\n2,1e999\n", "fit t.csv --target y --lambda 1", 1, /t\.csv:3: column "y" has .*finite/],
    [
      "x,w,y\n1,1,2\n2,-,3\n",
      "fit t.csv --target y --weights w --lambda 1",
      1,
      /t\.csv:3: column "w" has "-", expected a number for --weights/,
    ],
    ["x,y\n1,2\n2,3\n", "fit t.csv --target z", 1, /t\.csv: there is no column "z" for --target, expected one of "x", "y"/],
    ["x,y\n1,2\n2,3\n", "fit t.csv", 2, /--target is missing/],
    ["x,y\n1,2\n2,3\n", "fit t.csv --target y --lambda -1", 2, /--lambda is "-1", expected a number ≥ 0/],
    ["x,y\n1,2\n2,3\n", "fit t.csv --target y --lamda 1", 2, /no option --lamda, expected --lambda, perhaps/],
    ["x,y\n1,2\n2,3\n", "fit t.csv --target y --family poison", 2, /--family is "poison", expected poisson, perhaps/],
    ["x,y\n1,2\n2,3\n", "fit t.csv --target y --penalty ridge --l1-ratio 0.5", 2, /--l1-ratio is given with --penalty ridge/],
    ["x,y\n1,2\n2,3\n", "fit t.csv --target y --folds", 2, /--folds has no value/],
    ["x,y\n1,2\n2,3\n", "fit t.csv --target y --folds 3 --folds 4", 2, /--folds is given twice/],
    ["x,y\n1,2\n2,3\n", "predict t.csv t.csv", 1, /t\.csv: is not JSON/],
    ["x,y\n1,2\n2,3\n", "predict t.csv", 2, /predict wants MODEL and DATA/],
    ["x,y\n1,2\n2,3\n", "fit t.csv --target y --lambda 1 --save no/m.json", 2, /there is no folder no/],
    ["x,y\n1,-2\n2,3\n", "fit t.csv --target y --family poisson --lambda 1", 1, /t\.csv:2: y has -2, expected a number ≥ 0/],
    ["", "fit other.csv --target y", 1, /other\.csv: there is no such file/],
    ["", "fit . --target y", 1, /\.: is a folder/],
    ["", "fot t.csv", 2, /"fot" is no command, expected fit, perhaps/],
  ];
  test.each(wrong)("%j %s", (text, args, code, message) => {
    put("t.csv", text);
    const { status, stdout, stderr } = run(args);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^shrinkage-cli: [^\n]*\n$/);
    expect({ status, stdout }).toEqual({ status: code, stdout: "" });
    expect(readdirSync(folder)).toEqual(["t.csv"]);
  });

  test("what is not converged is written, and ends with 3", () => {
    const said = run([
      "fit",
      diabetes,
      "--target",
      "progression",
      "--lambda",
      "0.001",
      "--family",
      "huber",
      "--max-iterations",
      "1",
      "--tol",
      "0",
      "--save",
      "m.json",
    ]);
    expect(said.status).toBe(3);
    expect(said.stdout).toContain("NOT CONVERGED");
    expect(readdirSync(folder)).toEqual(["m.json"]);
  });
});

describe("--report", () => {
  const sections = (html: string) => [...html.matchAll(/<h2>([^<]+)</g)].map(([, title]) => title);

  test("one page that needs nothing else, in which names are text", () => {
    put("homes.csv", homes.replaceAll("Altstadt", "<img src=x onerror=alert(1)>"));
    const said = run("fit homes.csv --target price --missing median --folds 4 --report r.html --save m.json");
    expect(said).toMatchObject({ status: 0, stderr: "" });
    const html = get("r.html");
    expect(html).not.toMatch(/https?:|<img|<script|<link|@import|url\(|NaN|undefined|Infinity/);
    expect(html).toContain("district=&lt;img src=x onerror=alert(1)&gt;");
    expect(sections(html)).toEqual(["Data", "Choosing λ", "Path", "Coefficients", "Residuals", "Proof", "How to predict"]);
    // who does not see a chart has its text
    const charts = html.match(/<svg /g)?.length;
    expect(charts).toBe(4);
    expect(html.match(/<title id="chart\d+t">[^<]+<\/title><desc id="chart\d+d">[^<]{20,}<\/desc>/g)).toHaveLength(charts as number);
    expect(html).toContain("prefers-color-scheme: dark");
    expect(html).toContain("@media print");
  });

  test.each([
    ["fit t.csv --target kind --folds 4", "ROC and calibration"],
    ["fit t.csv --target kind --lambda 0.05", "ROC and calibration"],
    ["cv t.csv --target colour --folds 3 --count 20", "Classes"],
    ["fit t.csv --target count --family poisson --lambda 0.05", "Residuals"],
    ["fit t.csv --target y --penalty mcp --lambda 0.05", "Residuals"],
    ["fit t.csv --target y --penalty ridge --folds 4 --l1-ratio 0", ""],
    ["cv t.csv --time positive --event died --folds 4", "Survival"],
    ["path t.csv --target y", "Path"],
  ])("%s", (args, section) => {
    put("t.csv", mixed(60));
    const said = run(`${args} --only a,b --report r.html`);
    if (section === "") {
      // two words for ρ
      expect(said.status).toBe(2);
      expect(readdirSync(folder)).toEqual(["t.csv"]);
      return;
    }
    expect(said).toMatchObject({ status: 0, stderr: "" });
    const html = get("r.html");
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
    expect(sections(html)).toContain(section);
  });

  test("the area below the curve is the share of pairs in order", () => {
    const isSecond = [true, false, true, true, false, false, true];
    const chances = [0.9, 0.8, 0.7, 0.6, 0.6, 0.1, 0.05];
    // pairs of the second and the first class: 4 × 3, won, or half of it
    const pairs = isSecond.flatMap((is, i) =>
      is ? isSecond.flatMap((other, j) => (other ? [] : [Math.sign(chances[i] - chances[j])])) : [],
    );
    expect(roc(isSecond, chances).area).toBeCloseTo(pairs.reduce((sum, sign) => sum + (1 + sign) / 2, 0) / 12, 12);
    expect(calibration(isSecond, chances, 7).map(({ said }) => said)).toEqual([...chances].sort());
  });
});

test.skipIf(!existsSync("/usr/bin/script"))("a bar on a terminal, without colours if NO_COLOR says so", () => {
  put("t.csv", mixed(200));
  const line = `${process.execPath} ${program} cv t.csv --target kind --only a,b --repeats 3`;
  const seen = (env: object) =>
    spawnSync("/usr/bin/script", ["-qec", line, "/dev/null"], { cwd: folder, encoding: "utf8", env: { ...process.env, ...env } }).stdout;
  const [coloured, plain] = [seen({ NO_COLOR: "" }), seen({ NO_COLOR: "1" })];
  expect(coloured).toContain("\u001b[36m");
  expect(plain).not.toContain("\u001b[36m");
  for (const text of [coloured, plain]) {
    expect(text).toMatch(/\r[█░]*.*crossValidation 1\/\d+/);
    // the bar is gone before the answer is there
    expect(text).toContain("\r\u001b[Kt.csv: 200 rows");
  }
  expect(run("cv t.csv --target kind --only a,b").stderr).toBe("");
});

test("the packed package runs beside shrinkage", () => {
  execFileSync("npm", ["pack", "--pack-destination", folder], { cwd: join(root, "cli"), stdio: "ignore" });
  const tarball = readdirSync(folder).find((file) => file.endsWith(".tgz")) as string;
  const target = join(folder, "node_modules/shrinkage-cli");
  mkdirSync(target, { recursive: true });
  execFileSync("tar", ["xzf", join(folder, tarball), "-C", target, "--strip-components=1"]);
  for (const library of ["papaparse", "hyparquet"]) symlinkSync(join(root, "node_modules", library), join(folder, "node_modules", library));
  symlinkSync(root, join(folder, "node_modules/shrinkage"));
  put("homes.csv", homes);
  const { bin } = JSON.parse(readFileSync(join(target, "package.json"), "utf8"));
  const file = join(target, bin["shrinkage-cli"]);
  expect(readFileSync(file, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  const given = [file, "fit", "homes.csv", "--target", "price", "--missing", "median", "--folds", "4", "--report", "r.html"];
  const { status, stderr, stdout } = spawnSync(process.execPath, given, { cwd: folder, encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain("report written to r.html");
  const code = `import { readChunks } from "shrinkage-cli/readers"; import { shardsOf } from "shrinkage/shards";
    console.log((await shardsOf(() => readChunks("homes.csv", { target: "price", ignore: ["area", "district", "garden"] })).gram()).rows);`;
  const read = spawnSync(process.execPath, ["--input-type=module", "-e", code], { cwd: folder, encoding: "utf8" });
  expect({ out: read.stdout, err: read.stderr }).toEqual({ out: "12\n", err: "" });
});

test("help and version; every option of help is one that the command takes", () => {
  expect(run("--help").stdout).toMatch(/^Regularised linear models from a file/);
  expect(run("--version").stdout).toMatch(/^shrinkage-cli \d/);
  for (const command of ["fit", "cv", "path", "predict", "inspect"]) {
    const { stdout, status } = run([command, "--help"]);
    expect(status).toBe(0);
    expect(stdout).toContain("Examples\n");
  }
});

function readTable(file: string): { data: Record<string, number[]> } {
  const [header, ...lines] = readFileSync(file, "utf8").trim().split("\n");
  const rows = lines.map((line) => line.split(",").map(Number));
  return { data: Object.fromEntries(header.split(",").map((name, j) => [name, rows.map((row) => row[j])])) };
}
