// Builds what the pages need into src/lintel/design/static/lintel, and writes down what of and how it came out.
//
//   node build.mjs            builds
//   node build.mjs --check    builds in memory and compares with what is there; says what differs, and fails
import { createHash } from "node:crypto"
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { gunzipSync, gzipSync } from "node:zlib"
import * as esbuild from "esbuild"
import * as sass from "sass"

const HERE = import.meta.dirname ?? new URL(".", import.meta.url).pathname
const OUT = join(HERE, "../src/lintel/design/static/lintel")
const LIST = join(HERE, "../src/lintel/design/built.json")
const SHOWN = /\.(css|js|svg)$/

const sum = (bytes) => createHash("sha256").update(bytes).digest("hex")
const json = (path) => JSON.parse(readFileSync(path, "utf8"))

function compiled() {
  return sass.compile(join(HERE, "styles/app.scss"), {
    loadPaths: [HERE],
    quietDeps: true,
    style: "expanded",
    logger: { warn: (message) => { throw new Error(message) } },
  }).css
}

// esbuild reads the compiled style sheet under this name, so that the images it names are found.
const styles = {
  name: "styles",
  setup(build) {
    build.onLoad({ filter: /styles\/app\.css$/ }, () => ({
      contents: compiled(), loader: "css", resolveDir: join(HERE, "styles"),
    }))
    build.onResolve({ filter: /^styles\/app\.css$/ }, () => ({ path: join(HERE, "styles/app.css") }))
  },
}

async function built() {
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir: HERE,
    entryPoints: ["styles/app.css", "scripts/app.js", "images/icon.svg"],
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    outdir: OUT,
    bundle: true,
    minify: true,
    format: "esm",
    target: ["chrome109", "firefox115", "safari15.6"],
    loader: { ".svg": "copy" },
    legalComments: "none",
    metafile: true,
    write: false,
    plugins: [styles],
  })
  const files = new Map(outputFiles.map(({ path, contents }) => [basename(path), Buffer.from(contents)]))
  const entries = Object.entries(metafile.outputs).filter(([, { entryPoint }]) => entryPoint)
  const names = entries.map(([path, { entryPoint }]) => [`lintel/${basename(entryPoint)}`, `lintel/${basename(path)}`])
  return { files, names: Object.fromEntries(names.sort()) }
}

/** Our sources, each with its sum: a change that was not built is seen without building. */
function sources() {
  const names = ["build.mjs", "fixtures.mjs", "package.json", "package-lock.json"]
  for (const folder of ["images", "scripts", "styles"]) {
    names.push(...readdirSync(join(HERE, folder)).map((name) => `${folder}/${name}`))
  }
  return Object.fromEntries(names.sort().map((name) => [name, sum(readFileSync(join(HERE, name)))]))
}

function versions() {
  const { dependencies, devDependencies } = json(join(HERE, "package.json"))
  const wanted = Object.entries({ ...dependencies, ...devDependencies })
  for (const [name, version] of wanted) {
    const found = json(join(HERE, "node_modules", name, "package.json")).version
    if (found !== version) throw new Error(`${name} is ${found}, and ${version} is wanted: run npm ci in assets`)
  }
  return Object.fromEntries(wanted.sort())
}

function list({ files, names }) {
  const sums = [...files.keys()].sort().map((name) => [name, sum(files.get(name))])
  return JSON.stringify({ names, files: Object.fromEntries(sums), sources: sources(), made_with: versions() }, null, 2)
}

function write(result) {
  rmSync(OUT, { recursive: true, force: true })
  mkdirSync(OUT, { recursive: true })
  for (const [name, bytes] of result.files) {
    writeFileSync(join(OUT, name), bytes)
    writeFileSync(join(OUT, `${name}.gz`), gzipSync(bytes, { level: 9 }))
  }
  writeFileSync(LIST, `${list(result)}\n`)
}

/** What differs from what is there, in words. Compression is compared unpacked: zlib differs by its version. */
function differences(result) {
  const wrong = readFileSync(LIST, "utf8") === `${list(result)}\n` ? [] : ["built.json says something else"]
  const wanted = [...result.files.keys()].flatMap((name) => [name, `${name}.gz`])
  const there = readdirSync(OUT)
  wrong.push(...there.filter((name) => !wanted.includes(name)).map((name) => `${name} is left over`))
  wrong.push(...wanted.filter((name) => !there.includes(name)).map((name) => `${name} is missing`))
  for (const [name, bytes] of result.files) {
    if (!there.includes(name) || !there.includes(`${name}.gz`)) continue
    if (!readFileSync(join(OUT, name)).equals(bytes)) wrong.push(`${name} came out otherwise`)
    if (!gunzipSync(readFileSync(join(OUT, `${name}.gz`))).equals(bytes)) wrong.push(`${name}.gz is of another file`)
  }
  return wrong
}

const result = await built()
if (process.argv.includes("--check")) {
  const wrong = differences(result)
  if (wrong.length) {
    console.error(`script/assets: what is in src/lintel/design is not what assets/ makes:\n  ${wrong.join("\n  ")}`)
    console.error("script/assets: to mend it: run script/assets, and commit what it writes")
    process.exit(1)
  }
} else {
  write(result)
  for (const [name, bytes] of result.files) {
    if (SHOWN.test(name)) console.log(`${String(bytes.length).padStart(8)}  ${gzipSync(bytes).length} packed  ${name}`)
  }
}
