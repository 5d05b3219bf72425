// Takes the pictures of docs/images from the running thing: `node e2e/screenshots.mjs`, after `cargo xtask build`.

import { mkdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { Chat, launch, serveShop } from "./support/browser.mjs";
import { Edge } from "./support/edge.mjs";
import { Panel } from "./support/panel.mjs";
import { OWNER, eventually, overview, putMerchant, signIn, token } from "./support/shop.mjs";

const folder = fileURLToPath(new URL("../docs/images", import.meta.url));
const picture = (name) => `${folder}/${name}.png`;
const document = { ...JSON.parse(await readFile(new URL("../demo/merchant.json", import.meta.url))), staff: [OWNER] };

await mkdir(folder, { recursive: true });
const edge = await Edge.start({ pace: 10, document });
const shop = await serveShop(edge.base);
await putMerchant(edge.base, "demo", { ...document, origins: [shop.origin] });
const browser = await launch();

/** Plays Example 2 and then Example 1 in one session, on a screen of this kind. */
async function play(name, options) {
  const page = await (await browser.newContext({ locale: "fr-FR", deviceScaleFactor: 2, ...options })).newPage();
  await page.goto(`${shop.origin}/`);
  const chat = new Chat(page);
  await chat.open();
  for (const [text, count] of [["Où est ma commande ?", 2], ["#12345", 4], ["Quels sont vos horaires d'ouverture ?", 6]]) {
    await chat.say(text);
    await eventually(async () => (await chat.bubbles()).length === count);
  }
  await page.waitForTimeout(600);
  await page.screenshot({ path: picture(name) });
  return { page, chat };
}

const { chat } = await play("shop-desktop", { viewport: { width: 1280, height: 800 } });
// By script: right after a picture at twice the scale, Chromium loses a click on another site's frame.
for (const button of [".header__end", "dialog .button:last-child"]) {
  await chat.frame.locator(button).evaluate((element) => element.click());
}
await chat.log.getByText("Conversation terminée").waitFor();
await play("shop-phone", { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
await play("shop-dark", { viewport: { width: 1280, height: 800 }, colorScheme: "dark" });

for (const text of ["Livrez-vous en Belgique ?", "Bonjour, vos bougies sont-elles parfumées ?", "Vendez-vous des trottinettes ?"]) {
  const shopper = await Panel.resume(edge.base, await token(edge.base, "demo", shop.origin));
  await shopper.ask(text);
}
const staff = await signIn(edge.base);
await eventually(async () => (await overview(staff)).coverage.used === 6);

async function dashboard(name, options) {
  const page = await (await browser.newContext({ locale: "fr-FR", deviceScaleFactor: 2, ...options })).newPage();
  await page.goto(`${edge.base}/dashboard/`);
  await page.getByLabel("E-mail").fill(OWNER.email);
  await page.getByLabel("Mot de passe", { exact: true }).fill(OWNER.password);
  await page.getByRole("button", { name: "Se connecter" }).click();
  await page.getByText("Vendez-vous des trottinettes ?").waitFor();
  // Away from the list, where a row would be marked.
  await page.mouse.move(2, 2);
  await page.waitForTimeout(400);
  await page.screenshot({ path: picture(name) });
  return page;
}

const receipt = await dashboard("dashboard", { viewport: { width: 1280, height: 860 } });
await receipt.getByText("Où est ma commande ?").last().click();
await receipt.getByText("#12345").first().waitFor();
await receipt.waitForTimeout(400);
await receipt.screenshot({ path: picture("dashboard-receipt"), fullPage: true });

const page = await dashboard("dashboard-phone", { viewport: { width: 390, height: 844 }, colorScheme: "dark" });
await page.goto(`${edge.base}/dashboard/#/test`);
await page.setViewportSize({ width: 1280, height: 860 });
await page.getByRole("button", { name: /test/i }).first().click();
const test = new Chat(page, page.frameLocator("iframe"));
await test.input.waitFor();
await test.say("Quels sont vos horaires d'ouverture ?");
await eventually(async () => (await test.bubbles()).length === 2);
await page.waitForTimeout(600);
await page.screenshot({ path: picture("dashboard-test") });

Panel.closeAll();
await browser.close();
shop.stop();
await edge.stop();
