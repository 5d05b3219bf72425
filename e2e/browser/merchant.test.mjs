// A merchant in the dashboard: what was used, each receipt, and a test that costs nothing.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";

import { Chat, launch } from "../support/browser.mjs";
import { Edge } from "../support/edge.mjs";
import { Panel } from "../support/panel.mjs";
import { HOURS, OWNER, eventually, overview, signIn, token } from "../support/shop.mjs";

const QUESTION = "Quels sont vos horaires d'ouverture ?";

describe("a merchant", () => {
  let edge, browser, page, staff;

  before(async () => {
    const document = JSON.parse(await readFile(new URL("../../demo/merchant.json", import.meta.url)));
    edge = await Edge.start({ document: { ...document, staff: [OWNER] } });
    staff = await signIn(edge.base);
    const shopper = await Panel.resume(edge.base, await token(edge.base, "demo", edge.base));
    await shopper.ask(QUESTION);
    shopper.end();
    await eventually(async () => (await overview(staff)).conversations[0]?.endedBy === "closed");
    browser = await launch();
    page = await (await browser.newContext({ locale: "fr-FR" })).newPage();
    await page.goto(`${edge.base}/dashboard/`);
  });
  after(async () => {
    Panel.closeAll();
    await browser?.close();
    await edge?.stop();
  });

  const email = () => page.getByLabel("E-mail");
  const password = () => page.getByLabel("Mot de passe", { exact: true });
  const submit = () => page.getByRole("button", { name: "Se connecter" }).click();

  test("a wrong password is told as one, and nothing is shown", async () => {
    await email().fill(OWNER.email);
    await password().fill("wrong password");
    await submit();
    await page.getByRole("alert").getByText(/mot de passe/i).waitFor();
    assert.equal(await page.getByText(QUESTION).count(), 0);
  });

  test("signed in, the month shows one conversation used, how many remain, and its receipt", async () => {
    await password().fill(OWNER.password);
    await submit();
    await page.getByText(QUESTION).waitFor();
    const main = page.getByRole("main");
    const words = (await main.innerText()).replace(/\s+/g, " ");
    assert.match(words, /(^| )1 conversation utilisée 499 restantes/);
    await page.getByText(QUESTION).first().click();
    await page.getByText(HOURS).first().waitFor();
    const receipt = (await page.getByRole("main").innerText()).replace(/\s+/g, " ");
    for (const fact of [/Comptée/i, /ai_reply/, /R3/, /fermée|clos|terminée/i]) assert.match(receipt, fact);
  });

  test("a test chat is marked as one, answered, and never counted", async () => {
    await page.goto(`${edge.base}/dashboard/#/test`);
    await page.getByRole("button", { name: /test/i }).first().click();
    const chat = new Chat(page, page.frameLocator("iframe"));
    await chat.input.waitFor();
    await chat.frame.getByText("Conversation de test — non comptée").waitFor();
    await chat.say(QUESTION);
    await chat.reads(QUESTION, HOURS);
    await chat.end();
    await eventually(async () => (await overview(staff)).conversations.length === 2);
    const { coverage, conversations } = await overview(staff);
    assert.equal(coverage.used, 1);
    assert.deepEqual([conversations[0].purpose, conversations[0].reason], ["test", "test"]);
    await page.goto(`${edge.base}/dashboard/#/`);
    await page.getByText(QUESTION).waitFor();
    assert.equal(await page.getByText(QUESTION).count(), 1, "the list of shoppers' conversations has no test in it");
    await page.getByText("Tests").first().click();
    await page.getByText(/test — non comptée/i).first().waitFor();
  });

  test("signing out shows the sign-in again, and going back shows nothing", async () => {
    await page.getByRole("button", { name: /déconnecter|déconnexion/i }).first().click();
    await password().waitFor();
    await page.goBack();
    await page.waitForTimeout(500);
    assert.equal(await page.getByText(QUESTION).count(), 0);
  });
});
