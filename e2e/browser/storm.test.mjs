// A thousand messages over a network that drops, delays and doubles connections: none lost, none doubled, all in order, as the
// shoppers see it and as the shop does.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { Chat, launch, serveShop, storm } from "../support/browser.mjs";
import { Probe, sessionOf, start, stop } from "../support/harness.mjs";
import { OWNER, eventually, putMerchant, signIn } from "../support/shop.mjs";

const SHOPPERS = 4;
const ROUNDS = 14;
/** A session takes 20 messages a minute; a minute passes between two rounds, by the edge's clock. */
const EACH = 18;

let harness, base, line, shop, browser;

before(async () => {
  const document = JSON.parse(await readFile(new URL("../../demo/merchant.json", import.meta.url)));
  ({ base, harness } = await start({ probe: true, document: { ...document, staff: [OWNER] } }));
  line = await storm(new URL(base).port);
  shop = await serveShop(line.base);
  await putMerchant(base, "demo", { ...document, staff: [OWNER], origins: [shop.origin] });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  shop?.stop();
  line?.stop();
  await stop(harness);
});

/** A shopper with the chat open: files that the storm swallowed are asked for again. */
async function visit() {
  const context = await browser.newContext({ locale: "fr-FR" });
  const page = await context.newPage();
  const chat = new Chat(page);
  await eventually(async () => {
    try {
      await page.goto(`${shop.origin}/`);
      await chat.launcher.click({ timeout: 2_000 });
      // The greeting: the module is there.
      await chat.log.locator(".bubble").first().waitFor({ timeout: 8_000 });
      return true;
    } catch {
      return false;
    }
  }, { within: 60_000 });
  return chat;
}

test(`${SHOPPERS * ROUNDS * EACH} messages through a storm`, { timeout: 600_000 }, async (t) => {
  const probe = new Probe(base);
  const staff = await signIn(base);
  const chats = [];
  for (let shopper = 0; shopper < SHOPPERS; shopper += 1) chats.push(await visit());
  const said = chats.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    await Promise.all(chats.map(async (chat, shopper) => {
      for (let n = 0; n < EACH; n += 1) {
        const text = `Message ${shopper}.${round}.${n}`;
        said[shopper].push(text);
        await chat.say(text);
      }
      const waiting = chat.frame.locator(".message--under-way, .message--failed");
      await eventually(async () => (await waiting.count()) === 0, { within: 120_000, every: 100 });
    }));
    await probe.pass(61_000);
  }
  line.calm();
  t.diagnostic(`connections cut ${line.counts.cut}, refused ${line.counts.refused}, doubled ${line.counts.doubled}`);
  assert.ok(Math.min(...Object.values(line.counts)) > 10, "it was no storm");
  for (const [shopper, chat] of chats.entries()) {
    const shown = await chat.log.locator(".message--own .bubble").allTextContents();
    assert.deepEqual(shown, said[shopper], "as the shopper sees it");
    const { link } = JSON.parse(await chat.page.evaluate(() => localStorage["lutin:demo"]));
    assert.deepEqual(link.outbox, []);
    const { transcript } = await (await staff(`/api/conversations/${sessionOf(link.token)}.1`)).json();
    const kept = transcript.filter(({ from }) => from === "shopper").map(({ text }) => text);
    assert.deepEqual(kept, said[shopper], "as the shop sees it");
  }
});
