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

/** By script: right after a picture at twice the scale, Chromium loses a click on another site's frame. */
const press = (chat, button) => chat.frame.locator(button).first().evaluate((element) => element.click());

async function shoot({ page }, name) {
  await page.waitForTimeout(600);
  await page.screenshot({ path: picture(name) });
}

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const desktop = await play("shop-desktop", { viewport: { width: 1280, height: 800 } });
await press(desktop.chat, "[data-do=confirm-end]");
await press(desktop.chat, "[data-do=end]");
await desktop.chat.log.getByText("Conversation terminée").waitFor();
await press(desktop.chat, "[data-n='4']");
await shoot(desktop, "panel-stars");
const pocket = await play("shop-phone", phone);
await press(pocket.chat, "[data-do=menu]");
await shoot(pocket, "panel-menu");
await play("shop-dark", { viewport: { width: 1280, height: 800 }, colorScheme: "dark" });

/** One question in another language, on a screen of this kind. */
async function ask(name, text, options) {
  const page = await (await browser.newContext({ deviceScaleFactor: 2, ...options })).newPage();
  await page.goto(`${shop.origin}/`);
  const chat = new Chat(page);
  await chat.open();
  await chat.say(text);
  await eventually(async () => (await chat.bubbles()).length >= 2);
  await shoot({ page }, name);
  return { page, chat };
}

await ask("panel-arabic", "أين طلبي من فضلكم، لم يصل بعد", { ...phone, colorScheme: "dark" });
await ask("panel-320", "Ich möchte gerne wissen, wann mein Paket ankommt", { viewport: { width: 320, height: 568 } });
await ask("panel-zoom", "I would like to know where my order is", { viewport: { width: 640, height: 400 } });
const offline = await ask("panel-person", "Je veux parler à un humain", phone);
await offline.page.context().setOffline(true);
await offline.chat.say("Vous êtes là ?");
await shoot(offline, "panel-offline");

for (const text of ["Livrez-vous en Belgique ?", "Bonjour, vos bougies sont-elles parfumées ?", "Vendez-vous des trottinettes ?"]) {
  const shopper = await Panel.resume(edge.base, await token(edge.base, "demo", shop.origin));
  await shopper.ask(text);
}
const staff = await signIn(edge.base);
await eventually(async () => (await overview(staff)).coverage.used >= 9);

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
