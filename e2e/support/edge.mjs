// `wrangler dev` as a process of its own: one that can be killed, and started again on what it had stored.

import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { SECRETS, eventually, putMerchant, shop } from "./shop.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const WRANGLER = join(ROOT, "node_modules/wrangler/bin/wrangler.js");

export class Edge {
  #process = null;
  #log = [];

  /** An edge with a storage of its own and one merchant, which answers on a free port. */
  static async start({ pace = 0, merchant = "demo", document = shop(), secrets = {}, vars = {} } = {}) {
    const edge = new Edge();
    edge.vars = Object.entries(vars).flatMap(([name, value]) => ["--var", `${name}:${value}`]);
    edge.folder = await mkdtemp(join(tmpdir(), "lutin-edge-"));
    edge.pace = pace;
    edge.port = await freePort();
    edge.base = `http://localhost:${edge.port}`;
    const lines = Object.entries({ ...SECRETS, ...secrets }).map(([name, value]) => `${name}=${value}\n`);
    await writeFile(join(edge.folder, "secrets"), lines.join(""));
    await edge.#run(["d1", "migrations", "apply", "lutin", "--local", "--persist-to", edge.folder]);
    await edge.up();
    const response = await putMerchant(edge.base, merchant, document);
    if (response.status !== 204) throw new Error(`merchant: ${response.status} ${await response.text()}`);
    return edge;
  }

  /** Starts the process on what is stored, and waits until it answers. */
  async up() {
    this.#process = this.#spawn([
      "dev", "--port", String(this.port), "--inspector-port", "0", "--persist-to", this.folder,
      "--env-file", join(this.folder, "secrets"), "--var", `ASSISTANT_PACE_MS:${this.pace}`, ...this.vars,
      "--show-interactive-dev-session=false",
    ]);
    const process = this.#process;
    const answers = async () => {
      if (process.exitCode !== null) throw new Error(`wrangler dev ended:\n${this.#log.join("")}`);
      return fetch(new URL("/api/health", this.base)).then((response) => response.ok, () => false);
    };
    await eventually(answers, { within: 60_000, every: 100 }).catch((error) => {
      throw new Error(`${error.message}\n${this.log()}`);
    });
  }

  /** SIGKILL to the whole process group: nothing gets to say goodbye. */
  async kill() {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    globalThis.process.kill(-this.#process.pid, "SIGKILL");
    await ended;
  }

  async stop() {
    if (this.#process?.exitCode === null && this.#process.signalCode === null) await this.kill();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  log() {
    return this.#log.join("");
  }

  #spawn(args) {
    const env = {
      ...process.env,
      CI: "1",
      CLOUDFLARE_CF_FETCH_ENABLED: "false",
      LUTIN_SKIP_BUILD: "1",
      WRANGLER_HIDE_BANNER: "true",
      WRANGLER_SEND_METRICS: "false",
    };
    const child = spawn(process.execPath, [WRANGLER, ...args], { cwd: ROOT, env, detached: true });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => this.#log.push(String(data)));
    return child;
  }

  #run(args) {
    const child = this.#spawn(args);
    return new Promise((resolve, reject) => {
      child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(this.log()))));
    });
  }
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
