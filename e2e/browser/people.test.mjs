// A shopper and an agent, each in a window of their own: from the wish for a person to the receipt.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, describe, test } from "node:test";

import { Chat, launch, serveShop, wire } from "../support/browser.mjs";
import { Edge } from "../support/edge.mjs";
import { OWNER, eventually, overview, putMerchant, signIn } from "../support/shop.mjs";

const PERSON = "Je veux parler à un humain";
const R17 = "Parfait ! Nous vous connectons à l'un de nos agents maintenant. Il sera avec vous sous peu.";
const R18 = "Un agent vous contactera bientôt. Nous avons créé une tâche pour notre équipe.";
const ASK_CONTACT = "À quelle adresse e-mail ou à quel numéro de téléphone pouvons-nous vous répondre ?";

const person = (name) => ({ email: `${name.toLowerCase()}@shop.example`, password: "correct horse battery", name, role: "agent" });
const [ALIX, BILAL] = ["Alix", "Bilal"].map(person);

describe("a shopper and the shop's people", () => {
  let edge, shop, staff, browser;
  const wires = [];
  const contexts = [];

  before(async () => {
    const document = JSON.parse(await readFile(new URL("../../demo/merchant.json", import.meta.url)));
    const people = { ...document, staff: [OWNER, ALIX, BILAL] };
    edge = await Edge.start({ pace: 10, document: people });
    // Either side has a wire of its own, so that either can be cut.
    wires.push(await wire(edge.port), await wire(edge.port));
    shop = await serveShop(wires[0].base);
    await putMerchant(edge.base, "demo", { ...people, origins: [shop.origin] });
    staff = await signIn(edge.base);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    shop?.stop();
    wires.forEach((line) => line.stop());
    await edge?.stop();
  });
  afterEach(async () => {
    wires.forEach((line) => line.mend());
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });

  async function window(options = {}) {
    const context = await browser.newContext({ locale: "fr-FR", ...options });
    contexts.push(context);
    return context.newPage();
  }

  async function shopper() {
    const page = await window();
    await page.goto(`${shop.origin}/`);
    const chat = new Chat(page);
    await chat.open();
    return chat;
  }

  /** An agent at their desk, available. */
  async function agent(who, options) {
    const page = await window(options);
    await page.goto(`${wires[1].base}/dashboard/#/desk`);
    await page.getByLabel("E-mail").fill(who.email);
    await page.getByLabel("Mot de passe", { exact: true }).fill(who.password);
    await page.getByRole("button", { name: "Se connecter" }).click();
    const switched = page.getByRole("switch", { name: "Disponible" });
    await switched.click();
    await eventually(async () => (await switched.getAttribute("aria-checked")) === "true");
    return page;
  }

  const field = (page) => page.getByRole("textbox", { name: "Votre réponse au client" });

  async function reply(page, text) {
    await field(page).fill(text);
    await field(page).press("Enter");
  }

  async function resolved() {
    return eventually(async () => {
      const [latest] = (await overview(staff)).conversations;
      return latest?.endedBy === "resolved" && latest;
    });
  }

  for (const [what, first, reason] of [
    ["people alone, it is a conversation of people", null, "human_only"],
    ["the assistant before them, it is one of the AI's", "Quels sont vos horaires d'ouverture ?", "ai_reply"],
  ]) {
    test(`it rings, one takes it, they write to each other; with ${what}`, async () => {
      const console = await agent(ALIX);
      const chat = await shopper();
      const said = [];
      if (first) {
        await chat.say(first);
        said.push(first, /^Nous sommes ouverts/);
        await chat.reads(...said);
      }
      await chat.say(PERSON);
      await chat.reads(...said, PERSON, R17);
      await eventually(async () => /^\(\d+\)/.test(await console.title()));
      await console.getByRole("button", { name: /^Prendre/ }).first().click();
      await field(console).waitFor();
      await chat.frame.getByText("Alix a rejoint la conversation.").waitFor();
      said.push(PERSON, R17, "Alix a rejoint la conversation.");
      for (const n of [1, 2, 3]) {
        await field(console).pressSequentially("…");
        await chat.frame.locator(".message--coming:not([hidden])").waitFor();
        await reply(console, `réponse ${n}`);
        await chat.frame.getByText(`réponse ${n}`).waitFor();
        await chat.input.pressSequentially("…");
        await console.getByText("Le client écrit…").waitFor();
        await chat.say(`question ${n}`);
        await console.getByRole("main").getByText(`question ${n}`).waitFor();
        said.push(`réponse ${n}`, `question ${n}`);
      }
      await chat.reads(...said);
      await console.getByRole("button", { name: "Marquer comme résolue" }).click();
      await chat.frame.getByText("Question résolue").waitFor();
      const receipt = await resolved();
      assert.deepEqual([receipt.reason, receipt.messages], [reason, first ? 9 : 7]);
      await console.getByRole("link", { name: "Voir le reçu" }).click();
      await console.getByText(reason, { exact: true }).first().waitFor();
      await console.getByText("réponse 3").first().waitFor();
    });
  }

  test("nobody is there: the shopper is promised no connection, leaves an address, and reads the answer later", async () => {
    const chat = await shopper();
    await chat.say(PERSON);
    await chat.reads(PERSON, R18, ASK_CONTACT);
    await chat.say("camille@mail.example");
    await chat.reads(PERSON, R18, ASK_CONTACT, "camille@mail.example", "Merci. Nous vous répondrons ici : camille@mail.example.");
    const console = await agent(ALIX);
    await console.goto(`${wires[1].base}/dashboard/#/desk/follow-ups`);
    await console.getByRole("main").getByRole("link", { name: /humain/ }).first().click();
    const mail = console.getByRole("link", { name: "Répondre par e-mail" });
    assert.match(await mail.getAttribute("href"), /^mailto:camille(@|%40)mail\.example\?/);
    await reply(console, "Bonjour, je vous appelle demain.");
    await chat.frame.getByText("Bonjour, je vous appelle demain.").waitFor();
    await console.getByText(/Répondu par Alix/).first().waitFor();
  });

  test("two take it at once: one has it, and the other is told", async () => {
    const consoles = [await agent(ALIX), await agent(BILAL)];
    const chat = await shopper();
    await chat.say(PERSON);
    await chat.reads(PERSON, R17);
    // Not waiting for the banner to come to rest: whoever is quick clicks before.
    const take = (page) => page.getByRole("button", { name: /^Prendre/ }).first().click({ force: true });
    await Promise.all(consoles.map((page) => page.getByRole("button", { name: /^Prendre/ }).first().waitFor()));
    await Promise.all(consoles.map(take));
    await chat.frame.getByText(/a rejoint la conversation/).waitFor();
    const told = (page) => page.getByText("Un collègue a déjà pris cette conversation.").or(page.getByText(/^Avec (Alix|Bilal)$/)).first();
    const outcomes = await Promise.all(
      consoles.map((page) => Promise.any([field(page).waitFor().then(() => "has"), told(page).waitFor().then(() => "told")])),
    );
    assert.deepEqual(outcomes.sort(), ["has", "told"]);
    assert.equal(await chat.frame.getByText(/a rejoint la conversation/).count(), 1);
  });

  test("either side loses the network in the middle, and nothing is lost", async () => {
    const console = await agent(ALIX);
    const chat = await shopper();
    await chat.say(PERSON);
    await chat.reads(PERSON, R17);
    await console.getByRole("button", { name: /^Prendre/ }).first().click();
    await reply(console, "un");
    await chat.frame.getByText("un", { exact: true }).waitFor();
    const [shoppers, agents] = wires;
    shoppers.cut();
    await chat.say("deux");
    await reply(console, "trois");
    shoppers.mend();
    await chat.frame.getByText("trois", { exact: true }).waitFor({ timeout: 30_000 });
    await console.getByRole("main").getByText("deux", { exact: true }).waitFor({ timeout: 30_000 });
    agents.cut();
    await reply(console, "quatre");
    await chat.say("cinq");
    agents.mend();
    await console.getByRole("main").getByText("cinq", { exact: true }).waitFor({ timeout: 30_000 });
    await chat.frame.getByText("quatre", { exact: true }).waitFor({ timeout: 30_000 });
    for (const text of ["un", "deux", "trois", "quatre", "cinq"]) {
      assert.equal(await chat.frame.getByText(text, { exact: true }).count(), 1, text);
    }
  });

  test("an agent sees who the shop says it is and what they send a picture of, and the panel says who is there", async () => {
    const switched = await staff("/api/desk/settings", { method: "PUT", body: JSON.stringify({ images: true }) });
    assert.equal(switched.status, 200);
    const secret = (await (await staff("/api/assistant")).json()).signingSecret;
    const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const exp = Math.floor(Date.now() / 1000) + 3600;
    const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part({ sub: "c42", name: "Camille Roux", email: "camille@mail.example", exp })}`;
    const jwt = `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
    const console = await agent(ALIX);
    const page = await window();
    await page.goto(`${shop.origin}/`);
    await page.evaluate((jwt) => {
      Lutin.push(["identify", { jwt }], ["setContext", { panier: "Quille en bois" }]);
    }, jwt);
    const chat = new Chat(page);
    await chat.open();
    await chat.say(PERSON);
    await chat.reads(PERSON, R17);
    await console.getByRole("button", { name: /^Prendre/ }).first().click();
    await reply(console, "Bonjour, montrez-moi.");
    await chat.frame.getByText("Bonjour, montrez-moi.").waitFor();
    assert.equal(await chat.frame.getByRole("heading", { level: 1 }).textContent(), "Alix");
    assert.equal(await chat.frame.locator(".header__role").textContent(), "De la boutique");
    await console.getByText("Camille Roux").first().waitFor();
    await console.getByText("Quille en bois").first().waitFor();
    // Too much, or no picture: the shopper is told, and nothing is sent.
    await chat.frame.locator("#file").setInputFiles({ name: "a.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg/>") });
    await chat.frame.getByText(/Seules les images/).waitFor();
    const png = await readFile(new URL("../../docs/images/shop-phone.png", import.meta.url));
    await chat.frame.locator("#file").setInputFiles({ name: "photo.png", mimeType: "image/png", buffer: png });
    for (const image of [chat.log.getByRole("img", { name: "Image jointe" }), console.locator("main img[src^='/files/']").first()]) {
      await image.waitFor();
      await eventually(() => image.evaluate((image) => image.naturalWidth > 0));
    }
    await chat.reads(PERSON, R17, "Alix a rejoint la conversation.", "Bonjour, montrez-moi.", "");
    const tab = new Chat(await page.context().newPage());
    await tab.page.goto(`${shop.origin}/`);
    await tab.open();
    await chat.frame.locator("#file").setInputFiles({ name: "photo.png", mimeType: "image/png", buffer: png });
    await eventually(async () => (await tab.log.getByRole("img", { name: "Image jointe" }).count()) === 2);
  });
});
