// The built Worker in the real runtime, with wrangler's test harness.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { createTestHarness } from "wrangler";

import { Panel } from "./panel.mjs";
import { SECRETS, putMerchant, shop } from "./shop.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Starts the Worker with an empty storage and one merchant; gives its address and its handle. */
export async function start({
  vars = { ASSISTANT_PACE_MS: "0" }, secrets = SECRETS, document = shop(), probe = false, workersAi = false,
} = {}) {
  const configPath = probe ? await probeConfig() : workersAi ? await workersAiConfig() : "wrangler.toml";
  const workers = [{ configPath, vars, secrets }];
  if (workersAi) workers.push({ configPath: "e2e/support/workers-ai/wrangler.toml" });
  const harness = createTestHarness({ root: ROOT, workers });
  const { url: base } = await harness.listen();
  const worker = harness.getWorker();
  await worker.applyD1Migrations("DB");
  if (document) {
    const response = await putMerchant(base, "demo", document);
    if (response.status !== 204) throw new Error(`merchant: ${response.status} ${await response.text()}`);
  }
  return { base, worker, harness };
}

/** The real configuration, for the Worker that was built with the feature `probe` (edge/src/probe.rs). */
function probeConfig() {
  return movedConfig("build-probe");
}

/** The real configuration and a binding `AI`, as docs/deploying.md has it, to a Worker that stands in. */
function workersAiConfig() {
  return movedConfig("build", '\n[[services]]\nbinding = "AI"\nservice = "workers-ai"\n');
}

/** The real configuration with what is `added`, beside the build in a folder of `edge`. */
async function movedConfig(folder, added = "") {
  const config = await readFile(join(ROOT, "wrangler.toml"), "utf8");
  const moved = config
    .replace(/^\[build\]\n(?:(?!\[).*\n)*/m, "")
    .replace('main = "edge/build/index.js"', 'main = "index.js"')
    .replace('directory = "dist"', 'directory = "../../dist"')
    .replace('migrations_dir = "edge/migrations"', 'migrations_dir = "../migrations"');
  const path = `edge/${folder}/wrangler.toml`;
  await writeFile(join(ROOT, path), moved + added);
  return path;
}

/** The Worker's clock and its count of rows, when it was built with the feature `probe`. */
export class Probe {
  #base;

  constructor(base) {
    this.#base = base;
  }

  async look() {
    return (await fetch(new URL("/api/probe", this.#base))).json();
  }

  async #set(changes) {
    const body = JSON.stringify({ ...(await this.look()), ...changes });
    const response = await fetch(new URL("/api/probe", this.#base), { method: "PUT", body });
    if (!response.ok) throw new Error(`probe: ${response.status} ${await response.text()}`);
  }

  /** Counts rows from 0 on. */
  async reset() {
    await this.#set({ rowsWritten: 0 });
  }

  /** Moves the clock ahead, or back. */
  async pass(millis) {
    const { shiftMillis } = await this.look();
    await this.#set({ shiftMillis: shiftMillis + millis });
  }

  /** Rings a session's alarm, which the runtime would ring by its own clock. */
  async ring(session) {
    const response = await fetch(new URL(`/api/probe/ring/${session}`, this.#base), { method: "POST" });
    if (!response.ok) throw new Error(`ring: ${response.status} ${await response.text()}`);
  }

  /** Moves the clock to this moment. */
  async goTo(date) {
    await this.#set({ shiftMillis: Math.round(new Date(date) - Date.now()) });
  }
}

/** Stops it; a socket left open would keep it waiting. */
export async function stop(harness) {
  Panel.closeAll();
  await harness.close();
}

/** The session that a token is for: its claims are readable, only not changeable. */
export function sessionOf(token) {
  return JSON.parse(Buffer.from(token.split(".")[0], "base64url")).session;
}
