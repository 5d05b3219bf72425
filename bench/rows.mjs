// SQLite rows written for one live conversation of four turns, both objects together, from its first message to its
// end; an alarm that is set is a row. Run it with:
//
//   cargo xtask build --only probe && node bench/rows.mjs
//
// The Worker is the real one with a counter behind each statement (edge/src/probe.rs): SQLite's own `rowsWritten`.

import { Probe, start, stop } from "../e2e/support/harness.mjs";
import { Panel } from "../e2e/support/panel.mjs";
import { eventually, overview, signIn, token } from "../e2e/support/shop.mjs";

const LIMIT = 16;
const QUESTIONS = [
  "Quels sont vos horaires d'ouverture ?", "Où est ma commande ?", "#12345", "Et la livraison est offerte ?",
];

const { base, worker, harness } = await start({ probe: true });
const probe = new Probe(base);
const staff = await signIn(base);

/** Rows from the first message to the moment that the ledger knows the end. */
async function rows(end) {
  const pass = await token(base);
  const session = JSON.parse(Buffer.from(pass.split(".")[0], "base64url")).session;
  const panel = await Panel.resume(base, pass);
  await probe.reset();
  for (const question of QUESTIONS) {
    await panel.ask(question);
    await probe.pass(30_000);
  }
  await end({ pass, panel, session });
  const own = async () => (await overview(staff)).conversations.find((it) => it.conversation === `${session}.1`);
  const receipt = await eventually(async () => ((await own())?.endedAt ? own() : null));
  if (receipt.messages !== 8 || receipt.verdict !== "counted") throw new Error(JSON.stringify(receipt));
  panel.close();
  return (await probe.look()).rowsWritten;
}

const ends = {
  "closed by the shopper": async ({ panel }) => panel.end(),
  "left to itself": async ({ session }) => {
    await probe.pass(35 * 60_000);
    await worker.evictDurableObject("SESSION", { name: session, webSockets: "close" });
    await probe.ring(session);
  },
};

let worst = 0;
try {
  // The merchant's first conversation opens the ledger; that is the merchant's, not the conversation's.
  await rows(ends["closed by the shopper"]);
  for (const [name, end] of Object.entries(ends)) {
    const written = await rows(end);
    worst = Math.max(worst, written);
    console.log(`${String(written).padStart(4)}  rows written for a 4-turn conversation, ${name}`);
  }
  console.log(`${String(LIMIT).padStart(4)}  at most`);
} finally {
  await stop(harness);
}
process.exitCode = worst > LIMIT ? 1 : 0;
