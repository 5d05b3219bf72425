// A merchant in the dashboard: what was used, each receipt, and a test that costs nothing.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";

import { Chat, launch } from "../support/browser.mjs";
import { Edge } from "../support/edge.mjs";
import { Panel } from "../support/panel.mjs";
import { HOURS, OPERATOR_TOKEN, OWNER, eventually, overview, post, signIn, token } from "../support/shop.mjs";

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

  test("the owner has the bill recomputed in the browser, and hears of a row that was changed", async () => {
    const words = async (place) => (await place.innerText()).replace(/\s+/g, " ");
    await page.getByRole("link", { name: "Ma facture" }).click();
    const statement = page.getByRole("table", { name: /Relevé de .*, montants hors taxes/ });
    assert.match(await words(statement), /Forfait Starter .*19,00 € .*Total HT 19,00 €/);
    await page.getByRole("button", { name: "Vérifier ma facture" }).click();
    await page.getByRole("heading", { name: "Votre facture est juste" }).waitFor();
    const report = await words(page.getByRole("main"));
    const facts = [/Conversations comptées 1 /, /Test du tableau de bord 1 /, /19,00 € HT, identique à celui qui est affiché/];
    for (const fact of facts) assert.match(report, fact);

    await page.route("**/api/export?*", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace('"verdict":"counted"', '"verdict":"not_counted"') });
    });
    await page.getByRole("button", { name: "Vérifier à nouveau" }).click();
    await page.getByRole("alert").getByText(/ligne n°\s\d+ du registre\. Cette ligne a été modifiée/).waitFor();
    await page.unroute("**/api/export?*");
  });

  test("the owner contests a count from its receipt, and sees what became of it", async () => {
    await page.goto(`${edge.base}/dashboard/#/`);
    await page.getByText(QUESTION).click();
    await page.getByRole("button", { name: "Contester ce décompte" }).click();
    await page.getByRole("button", { name: "Envoyer la contestation" }).click();
    await page.getByText("Donnez votre raison").waitFor();
    await page.getByRole("textbox").fill("C’était notre stagiaire.");
    await page.getByRole("button", { name: "Envoyer la contestation" }).click();
    await page.getByText(/L’opérateur ne s’est pas encore prononcé/).waitFor();
    await page.getByText("Contestée", { exact: true }).waitFor();

    const { conversation, contest } = (await overview(staff)).conversations.find(({ purpose }) => purpose === "live");
    assert.deepEqual([contest.state, contest.reason], ["open", "C’était notre stagiaire."]);
    const judged = await post(edge.base, `/api/operator/merchants/demo/contests/${conversation}`, { credit: true, note: "D’accord." },
      { authorization: `Bearer ${OPERATOR_TOKEN}` });
    assert.ok(judged.ok, `${judged.status}`);
    await page.reload();
    await page.getByText(/L’opérateur vous a donné raison/).waitFor();
    await page.getByText("Créditée", { exact: true }).waitFor();
    await page.getByText("0 conversation", { exact: true }).waitFor();
    await page.goto(`${edge.base}/dashboard/#/`);
    await page.getByText(QUESTION).waitFor();
  });

  test("signing out shows the sign-in again, and going back shows nothing", async () => {
    await page.getByRole("button", { name: /déconnecter|déconnexion/i }).first().click();
    await password().waitFor();
    await page.goBack();
    await page.waitForTimeout(500);
    assert.equal(await page.getByText(QUESTION).count(), 0);
  });
});
