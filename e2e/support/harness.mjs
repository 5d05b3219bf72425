// The built Worker in the real runtime, with wrangler's test harness.

import { fileURLToPath } from "node:url";

import { createTestHarness } from "wrangler";

import { Panel } from "./panel.mjs";
import { SECRETS, putMerchant, shop } from "./shop.mjs";

/** Starts the Worker with an empty storage and one merchant; gives its address and its handle. */
export async function start({ vars = { ASSISTANT_PACE_MS: "0" }, secrets = SECRETS, document = shop() } = {}) {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const harness = createTestHarness({ root, workers: [{ configPath: "wrangler.toml", vars, secrets }] });
  const { url: base } = await harness.listen();
  const worker = harness.getWorker();
  await worker.applyD1Migrations("DB");
  if (document) {
    const response = await putMerchant(base, "demo", document);
    if (response.status !== 204) throw new Error(`merchant: ${response.status} ${await response.text()}`);
  }
  return { base, worker, harness };
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
