// A model's words on a shopper's screen: soon after they are said, and as words, whatever they hold.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { Chat, launch, serveShop } from "../support/browser.mjs";
import { Edge } from "../support/edge.mjs";
import { ModelStub, cut, says } from "../support/openai-stub.mjs";
import { OWNER, eventually, putMerchant } from "../support/shop.mjs";

const QUESTION = "Combien de temps prend la livraison ?";
const HELPFUL = "Nous livrons en France en deux à quatre jours ouvrés, avec plaisir.";

describe("a model in the panel", () => {
  let browser, chat, context, edge, page, shop, stub;

  before(async () => {
    stub = await ModelStub.start();
    const secrets = { ASSISTANT_KEY: "sk-nobody-sees-it" };
    const vars = { ASSISTANT_BASE_URL: stub.baseUrl, ASSISTANT_MODEL: "stub-1" };
    edge = await Edge.start({ vars, secrets });
    shop = await serveShop(edge.base);
    const demo = JSON.parse(await readFile(new URL("../../demo/merchant.json", import.meta.url)));
    await putMerchant(edge.base, "demo", { ...demo, staff: [OWNER], engine: "openAi", origins: [shop.origin] });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    shop?.stop();
    await edge?.stop();
    await stub?.stop();
  });

  beforeEach(async () => {
    stub.clear();
    context = await browser.newContext({ locale: "fr-FR" });
    page = await context.newPage();
    page.errors = [];
    page.on("pageerror", (error) => page.errors.push(String(error)));
    await page.goto(`${shop.origin}/`);
    chat = new Chat(page);
    await chat.open();
  });
  afterEach(() => context.close());

  test("the first token is on screen within 100 ms of the model's", async () => {
    const times = [];
    for (let round = 0; round < 5; round += 1) {
      stub.script(says(HELPFUL, { firstAfterMs: 250, everyMs: 20 }));
      const coming = chat.frame.locator(".message--coming .bubble");
      // When the next frame with the words in it has been painted, by the clock that the stub goes by, too.
      const shown = coming.evaluate((bubble) => new Promise((resolve) => {
        const told = new MutationObserver(() => {
          if (!bubble.textContent) return;
          told.disconnect();
          requestAnimationFrame(() => setTimeout(() => resolve(performance.timeOrigin + performance.now())));
        });
        told.observe(bubble, { characterData: true, childList: true, subtree: true });
      }));
      await chat.say(QUESTION);
      times.push((await shown) - stub.firstTokenAt);
      await eventually(async () => (await chat.bubbles()).length === 2 * (round + 1));
    }
    times.sort((a, b) => a - b);
    console.log(`on screen: median ${times[2].toFixed(1)} ms, worst ${times[4].toFixed(1)} ms after the model's`);
    assert.ok(times[2] < 100, `${times}`);
    assert.deepEqual(page.errors, []);
  });

  test("strong words are strong, addresses can be followed, and nothing else is markup", async () => {
    stub.script(says("**Deux à quatre jours.** Voir [ici](https://shop.example/livraison).\n\n- <img src=x onerror=alert(1)>\n- [non](javascript:alert(1)) ![](https://evil.example/?q=1)"));
    await chat.say(QUESTION);
    await eventually(async () => (await chat.bubbles()).length === 2);
    const bubble = chat.log.locator(".bubble").last();
    assert.equal(await bubble.locator("strong").textContent(), "Deux à quatre jours.");
    const link = bubble.locator("a");
    assert.deepEqual(
      await Promise.all(["href", "rel", "target"].map((name) => link.getAttribute(name))),
      ["https://shop.example/livraison", "noopener noreferrer", "_blank"],
    );
    assert.equal(await bubble.locator("img, script, iframe").count(), 0);
    assert.match(await bubble.textContent(), /• <img src=x onerror=alert\(1\)>/);
    assert.ok(!(await bubble.textContent()).includes("evil.example"), "no image, and no address of one");
  });

  test("a reply that breaks off twice is kept as far as it came, and says so", async () => {
    stub.script(cut(HELPFUL, 30), cut(HELPFUL, 20));
    await chat.say(QUESTION);
    await eventually(async () => (await chat.bubbles()).length === 2);
    const [, reply] = await chat.bubbles();
    assert.equal(reply, HELPFUL.slice(0, 30).trim());
    await chat.log.getByText("Réponse interrompue").waitFor();
    assert.equal(stub.requests.length, 2, "tried again once");
  });
});
