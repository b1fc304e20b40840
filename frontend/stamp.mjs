// Writes under app.css what it was made from, which `make check` compares (.ci/stylesheet.py).
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const names = readdirSync(".").filter((name) => name.endsWith(".scss") || name === "package.json");
const digest = createHash("sha256");
for (const name of [...names.sort(), "app.css"]) {
  digest.update(`${name}\0`).update(readFileSync(name)).update("\0");
}
const css = readFileSync("app.css", "utf8");
writeFileSync("app.css", `${css}/* Made from frontend/: ${digest.digest("hex")} */\n`);
