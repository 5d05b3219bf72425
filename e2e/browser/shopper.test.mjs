// A shopper on a shop of another site: what they see, and what the merchant is billed.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { Chat, launch, serveShop, wire } from "../support/browser.mjs";
import { Edge } from "../support/edge.mjs";
import { HOURS, OWNER, eventually, overview, putMerchant, signIn } from "../support/shop.mjs";

const HOURS_QUESTION = "Quels sont vos horaires d'ouverture ?";
const ORDER_QUESTION = "Où est ma commande ?";
const ASKS_NUMBER = "Quel est votre numéro de commande ?";
const ORDER_STATE = /^Votre commande #12345 est en cours d'expédition\./;

describe("a shopper", () => {
  let edge, line, shop, browser, context, page, chat, staff, used;

  before(async () => {
    const document = JSON.parse(await readFile(new URL("../../demo/merchant.json", import.meta.url)));
    edge = await Edge.start({ pace: 10, document: { ...document, staff: [OWNER] } });
    line = await wire(edge.port);
    shop = await serveShop(line.base);
    await putMerchant(edge.base, "demo", { ...document, staff: [OWNER], origins: [shop.origin] });
    staff = await signIn(edge.base);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    shop?.stop();
    line?.stop();
    await edge?.stop();
  });

  beforeEach(async () => {
    line.mend();
    used = (await overview(staff)).coverage.used;
    context = await browser.newContext({ locale: "fr-FR" });
    page = await context.newPage();
    page.errors = [];
    page.on("pageerror", (error) => page.errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") page.errors.push(message.text());
    });
    await page.goto(`${shop.origin}/`);
    chat = new Chat(page);
  });
  afterEach(async () => {
    await context.close();
  });

  /** Waits until this many conversations more are counted, and looks again a moment later: no more came. */
  async function counted(more) {
    await eventually(async () => (await overview(staff)).coverage.used === used + more);
    await page.waitForTimeout(300);
    const { coverage, conversations } = await overview(staff);
    assert.equal(coverage.used, used + more);
    return conversations.slice(0, more).reverse();
  }

  /** The first half of Example 2. */
  async function askForOrder() {
    await chat.open();
    await chat.say(ORDER_QUESTION);
    await chat.reads(ORDER_QUESTION, ASKS_NUMBER);
  }

  test("loads nothing but the tag before it is wanted, and stores nothing before the first message", async () => {
    const requests = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.reload();
    await chat.launcher.waitFor();
    await page.waitForTimeout(300);
    assert.deepEqual(requests.filter((url) => url.startsWith(line.base)), [`${line.base}/lutin.js`]);
    await chat.open();
    assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]), [0, 0, ""]);
    assert.ok(!requests.some((url) => url.includes("/api/")), "no session before the first message");
    assert.deepEqual(page.errors, []);
  });

  test("Example 1: a simple question is one conversation", async () => {
    await chat.open();
    await chat.say(HOURS_QUESTION);
    await chat.reads(HOURS_QUESTION, HOURS);
    const [receipt] = await counted(1);
    assert.deepEqual([receipt.reason, receipt.messages, receipt.countedBy.text], ["ai_reply", 2, HOURS]);
    assert.deepEqual(page.errors, []);
  });

  test("Example 2: the order is asked for and found, in one conversation", async () => {
    await askForOrder();
    await chat.say("#12345");
    await chat.reads(ORDER_QUESTION, ASKS_NUMBER, "#12345", ORDER_STATE);
    await chat.end();
    await eventually(async () => (await overview(staff)).conversations[0].endedBy === "closed");
    const [receipt] = await counted(1);
    assert.deepEqual([receipt.messages, receipt.firstMessage.text], [4, ORDER_QUESTION]);
    assert.deepEqual(page.errors, []);
  });

  test("several messages in a row are answered in order, as one conversation", async () => {
    await chat.open();
    const said = [HOURS_QUESTION, "Bonjour", ORDER_QUESTION];
    for (const text of said) await chat.say(text);
    await eventually(async () => (await chat.bubbles()).length === 6);
    const replies = (await chat.bubbles()).filter((text) => !said.includes(text));
    assert.deepEqual(replies.map((text) => text.split(" ")[0]), ["Nous", "Bonjour", ASKS_NUMBER.split(" ")[0]]);
    await counted(1);
  });

  test("each message says its language to a screen reader, and a doubtful one says none", async () => {
    await chat.open();
    await chat.say("je voudrais faire un échange, c'est possible ?");
    await chat.say("could you please send me the invoice again");
    await chat.say("أين طلبي من فضلكم");
    await chat.say("ok");
    const spoken = () =>
      chat.log.locator(".message--own .bubble").evaluateAll((bubbles) => bubbles.map((bubble) => bubble.getAttribute("lang")));
    await eventually(async () => (await spoken()).length === 4);
    assert.deepEqual((await spoken()).slice(0, 3), ["fr", "en", "ar"]);
    await counted(1);
    assert.deepEqual(page.errors, []);
  });

  test("closing and asking again starts another conversation", async () => {
    await chat.open();
    await chat.say(HOURS_QUESTION);
    await chat.reads(HOURS_QUESTION, HOURS);
    await chat.end();
    await chat.say("Bonjour");
    await eventually(async () => (await chat.bubbles()).length === 4);
    const [one, two] = (await counted(2)).map((receipt) => receipt.conversation.split("."));
    assert.equal(one[0], two[0], "the session is the same");
    assert.notEqual(one[1], two[1]);
  });

  test("a reload and another page in the middle change nothing", async () => {
    await askForOrder();
    await page.reload();
    await chat.reads(ORDER_QUESTION, ASKS_NUMBER);
    await page.goto(`${shop.origin}/produit.html`);
    await chat.reads(ORDER_QUESTION, ASKS_NUMBER);
    await chat.say("#12345");
    await chat.reads(ORDER_QUESTION, ASKS_NUMBER, "#12345", ORDER_STATE);
    await counted(1);
  });

  test("on a phone the next page is not covered, and one tap brings the conversation back", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await askForOrder();
    await page.goto(`${shop.origin}/produit.html`);
    await chat.launcher.waitFor();
    await page.waitForTimeout(500);
    assert.equal(await chat.launcher.getAttribute("aria-expanded"), "false");
    await chat.open();
    await chat.reads(ORDER_QUESTION, ASKS_NUMBER);
    await counted(1);
  });

  test("without network in the middle, a message waits, and arrives once", async () => {
    await askForOrder();
    line.cut();
    await chat.say("#12345");
    await chat.log.getByText("Envoi…").waitFor();
    await page.waitForTimeout(700);
    line.mend();
    await chat.reads(ORDER_QUESTION, ASKS_NUMBER, "#12345", ORDER_STATE);
    await counted(1);
  });

  test("a message that the reload of the page interrupts is sent by the next page", async () => {
    await askForOrder();
    line.cut();
    await chat.say("#12345");
    await chat.log.getByText("Envoi…").waitFor();
    line.mend();
    await page.reload();
    await chat.reads(ORDER_QUESTION, ASKS_NUMBER, "#12345", ORDER_STATE);
    await counted(1);
  });

  test("a message that is too long is not sent, and the shopper sees why", async () => {
    await chat.open();
    await chat.input.fill("é".repeat(4_001));
    await chat.input.press("Enter");
    await chat.frame.getByText(/trop long/).waitFor();
    assert.deepEqual(await chat.bubbles(), []);
    await chat.say("Bonjour");
    await eventually(async () => (await chat.bubbles()).length === 2);
  });

  test("on a page that the merchant did not allow, the panel does not show itself", async () => {
    const stranger = await serveShop(line.base);
    await page.goto(`${stranger.origin}/`);
    await chat.launcher.click();
    await page.waitForTimeout(1_000);
    assert.equal(await chat.input.count(), 0);
    assert.ok(page.errors.some((text) => text.includes("frame-ancestors")), page.errors.join("\n"));
    stranger.stop();
  });
});
