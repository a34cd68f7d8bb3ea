// Keeps what GOV.UK's own macros render, so that tests compare ours with it and need neither Node nor a network.
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"

const HERE = import.meta.dirname ?? new URL(".", import.meta.url).pathname
const PACKAGE = join(HERE, "node_modules/govuk-frontend")
const COMPONENTS = join(PACKAGE, "dist/govuk/components")
const { version } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8"))

const components = {}
for (const { name } of readdirSync(COMPONENTS, { withFileTypes: true }).filter((each) => each.isDirectory())) {
  const { fixtures } = JSON.parse(readFileSync(join(COMPONENTS, name, "fixtures.json"), "utf8"))
  components[name] = fixtures.map(({ name, options, html }) => ({ name, options, html }))
}
const kept = JSON.stringify({ version, components })
writeFileSync(join(HERE, "../tests/design/fixtures.json.gz"), gzipSync(kept, { level: 9 }))
