// `cargo xtask audit` on an export, as a merchant runs it.

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Whether the audit agrees with this export, and what it says. */
export function audit(text) {
  const child = spawn("cargo", ["xtask", "audit", "-"], { cwd: ROOT, stdio: ["pipe", "pipe", "pipe"] });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => said.push(String(data)));
  // It may stop reading at the first row that disagrees.
  child.stdin.on("error", () => {});
  child.stdin.end(text);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ holds: code === 0, said: said.join("") }));
  });
}
