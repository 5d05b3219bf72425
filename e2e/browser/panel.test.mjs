// The panel as shoppers meet it: by keyboard, by ear, in their language, on their phone, on bad networks and in two tabs.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, afterEach, before, describe, test } from "node:test";

import { Chat, launch, serveShop, wire } from "../support/browser.mjs";
import { Edge } from "../support/edge.mjs";
import { HOURS, OWNER, eventually, overview, putMerchant, signIn } from "../support/shop.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const HOURS_QUESTION = "Quels sont vos horaires d'ouverture ?";
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

describe("the panel", () => {
  let edge, line, shop, browser, staff;
  const contexts = [];

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
  afterEach(async () => {
    line.mend();
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });

  async function visit({ path = "/", prepare = () => {}, ...options } = {}) {
    const context = await browser.newContext({ locale: "fr-FR", ...options });
    contexts.push(context);
    await prepare(context);
    return look(context, path);
  }

  async function look(context, path = "/") {
    const page = await context.newPage();
    page.errors = [];
    page.on("pageerror", (error) => page.errors.push(String(error)));
    await page.goto(`${shop.origin}${path}`);
    return new Chat(page);
  }

  const press = (chat, name) => chat.frame.locator(`[data-do=${name}]`).locator("visible=true").first().click();
  const frameOf = (chat) => chat.page.frames().find((frame) => frame.url().includes("/frame/"));

  async function answered(chat) {
    await chat.say(HOURS_QUESTION);
    await chat.reads(HOURS_QUESTION, HOURS);
    // The question after it is the last to come.
    await chat.frame.locator(".chip").first().waitFor();
  }

  /** What axe-core finds wrong, on the shop's page (the launcher) and in the frame. */
  async function violations(chat) {
    const found = [];
    for (const frame of [chat.page.mainFrame(), frameOf(chat)].filter(Boolean)) {
      await frame.evaluate(axe);
      const scope = frame === chat.page.mainFrame() ? "lutin-genie" : null;
      const { violations } = await frame.evaluate(
        (scope) => window.axe.run(scope ?? document, { resultTypes: ["violations"] }), scope);
      found.push(...violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`));
    }
    return found;
  }

  describe("for everybody", () => {
    test("axe-core finds nothing wrong in any state, light and dark", async () => {
      // The policy of the panel forbids scripts of others: the tests' own is let in by the browser.
      for (const colorScheme of ["light", "dark"]) {
        const chat = await visit({ colorScheme, bypassCSP: true });
        const states = {};
        const note = async (name) => {
          // What fades in has no contrast on its way.
          await chat.page.waitForTimeout(500);
          states[name] = await violations(chat);
        };
        await chat.launcher.waitFor();
        await note("closed");
        await chat.open();
        await note("open");
        await answered(chat);
        await note("answered");
        await press(chat, "menu");
        await note("menu");
        await chat.frame.locator("#language").selectOption("ar");
        await eventually(() => frameOf(chat).evaluate(() => document.documentElement.dir === "rtl"));
        await note("Arabic menu");
        await press(chat, "cancel");
        await note("Arabic");
        await chat.say("Je veux parler à un humain");
        await eventually(async () => (await chat.bubbles()).length > 3);
        await note("hand-off");
        line.cut();
        await chat.say("Encore là ?");
        await chat.frame.locator(".notice").filter({ hasText: /./ }).waitFor();
        await note("error");
        line.mend();
        assert.deepEqual(states, Object.fromEntries(Object.keys(states).map((name) => [name, []])), colorScheme);
        await chat.page.context().close();
      }
    });

    test("the keyboard alone opens the panel, asks, answers, ends, rates and leaves", async () => {
      const chat = await visit();
      const { page } = chat;
      const focused = () => frameOf(chat).evaluate(() => document.activeElement.dataset.do ?? document.activeElement.id);
      /** Goes on with the tabulator until something that is called so has the focus. */
      const tabTo = async (name) => {
        for (let presses = 0; presses < 30; presses += 1) {
          if ((await focused()) === name) return;
          await page.keyboard.press("Shift+Tab");
        }
        assert.fail(`${name} is not reached, but ${await focused()}`);
      };
      await chat.launcher.focus();
      assert.equal(await chat.launcher.getAttribute("aria-expanded"), "false");
      await page.keyboard.press("Enter");
      await chat.input.waitFor();
      await eventually(async () => (await focused()) === "field");
      assert.equal(await chat.launcher.getAttribute("aria-expanded"), "true");
      await page.keyboard.type("Quels sont");
      await page.keyboard.press("Shift+Enter");
      await page.keyboard.type("vos horaires d'ouverture ?");
      await page.keyboard.press("Enter");
      await chat.reads("Quels sont\nvos horaires d'ouverture ?", HOURS);
      await chat.frame.locator(".chip").first().waitFor();
      await tabTo("say");
      await tabTo("menu");
      await page.keyboard.press("Enter");
      await chat.frame.locator("#menu[open]").waitFor();
      await page.keyboard.press("Escape");
      await chat.frame.locator("#menu:not([open])").waitFor({ state: "attached" });
      assert.equal(await focused(), "menu", "the dialog gives the focus back");
      await tabTo("confirm-end");
      await page.keyboard.press("Enter");
      await chat.frame.locator("#confirm-end[open]").waitFor();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await chat.log.getByText("Conversation terminée").waitFor();
      await eventually(async () => (await focused()) === "field");
      await tabTo("rate");
      await page.keyboard.press("Enter");
      await chat.frame.getByText("Merci pour votre avis.").waitFor();
      await page.keyboard.press("Escape");
      await eventually(async () => (await chat.launcher.getAttribute("aria-expanded")) === "false");
      assert.equal(await page.evaluate(() => document.activeElement.localName), "lutin-genie", "and the launcher has it again");
    });

    test("a finished reply is announced once, and nothing of it before", async () => {
      const chat = await visit();
      await chat.open();
      await frameOf(chat).evaluate(() => {
        window.added = [];
        new MutationObserver((changes) => {
          for (const { addedNodes } of changes) {
            for (const node of addedNodes) window.added.push(node.textContent);
          }
        }).observe(document.querySelector("[role=log]"), { childList: true, subtree: true, characterData: true });
      });
      await answered(chat);
      const heard = await frameOf(chat).evaluate(() => window.added.filter((text) => text.includes("Nous sommes")));
      assert.equal(heard.length, 1, JSON.stringify(heard));
      assert.ok(heard[0].includes(HOURS), "whole");
      const tree = await chat.frame.locator("body").ariaSnapshot();
      assert.equal(tree.split(HOURS).length - 1, 1, tree);
    });

    test("what was said before is not read out again, what comes is", async () => {
      const chat = await visit({ prepare: (context) => context.addInitScript(() => {
        window.heard = [];
        new MutationObserver((changes) => {
          for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
            const log = node.nodeType === 1 && node.matches(".message[data-key]") && node.closest("[role=log]");
            if (log) window.heard.push([log.getAttribute("aria-live"), node.querySelector(".bubble").textContent]);
          }
        }).observe(document, { childList: true, subtree: true });
      }) });
      await chat.open();
      await answered(chat);
      const heard = () => frameOf(chat).evaluate(() => window.heard);
      assert.deepEqual((await heard()).slice(1).map(([live]) => live), ["polite", "polite"]);
      await chat.page.reload();
      await eventually(async () => frameOf(chat) && (await heard()).length >= 3);
      assert.deepEqual((await heard()).map(([live]) => live), ["off", "off", "off"]);
      await chat.say("Et la livraison ?");
      await eventually(async () => (await heard()).length === 5);
      assert.deepEqual((await heard()).slice(3).map(([live]) => live), ["polite", "polite"]);
    });

    test("Enter within an input method sends nothing", async () => {
      const chat = await visit();
      await chat.open();
      await chat.input.fill("にほん");
      await chat.input.dispatchEvent("keydown", { key: "Enter", isComposing: true });
      await chat.input.dispatchEvent("keydown", { key: "Enter", keyCode: 229 });
      await chat.page.waitForTimeout(200);
      assert.deepEqual(await chat.bubbles(), []);
      assert.equal(await chat.input.inputValue(), "にほん");
    });
  });

  describe("in the shopper's language", () => {
    const shown = (chat) => frameOf(chat).evaluate(() => [document.documentElement.lang, document.documentElement.dir]);

    test("speaks the page's language first, and the shopper's while they type", async () => {
      const chat = await visit();
      await chat.open();
      assert.deepEqual(await shown(chat), ["fr", "ltr"]);
      await chat.input.fill("I would like to know when my parcel arrives");
      await eventually(async () => (await shown(chat))[0] === "en");
      assert.equal(await chat.input.getAttribute("placeholder"), "Write your message…");
      assert.equal(await chat.input.inputValue(), "I would like to know when my parcel arrives", "the draft is untouched");
      await chat.input.fill("أين طلبي من فضلكم، لم يصل بعد");
      await eventually(async () => (await shown(chat)).join() === "ar,rtl");
    });

    test("what is chosen in the menu stays, whatever is typed, also on the next page", async () => {
      const chat = await visit();
      await chat.open();
      await press(chat, "menu");
      await chat.frame.locator("#language").selectOption("de");
      await eventually(async () => (await shown(chat))[0] === "de");
      await press(chat, "cancel");
      await chat.say(HOURS_QUESTION);
      await eventually(async () => (await chat.bubbles()).length === 2);
      assert.equal((await shown(chat))[0], "de");
      await chat.page.reload();
      await eventually(async () => frameOf(chat) && (await shown(chat))[0] === "de");
      await chat.reads(HOURS_QUESTION, HOURS);
    });

    test("the page's language yields to what is typed, and to what was chosen", async () => {
      const chat = await visit();
      const ask = (tag) => chat.page.evaluate((tag) => Lutin.setLocale(tag), tag);
      await chat.open();
      await ask("en");
      await eventually(async () => (await shown(chat))[0] === "en");
      await chat.input.fill("Bonjour, je voudrais savoir quand arrive mon colis");
      await eventually(async () => (await shown(chat))[0] === "fr");
      await press(chat, "menu");
      await chat.frame.locator("#language").selectOption("de");
      await eventually(async () => (await shown(chat))[0] === "de");
      await ask("nl");
      await chat.page.waitForTimeout(300);
      assert.equal((await shown(chat))[0], "de");
    });

    test("each of the twelve is complete on screen", async () => {
      const chat = await visit();
      await chat.open();
      const tags = await chat.frame.locator("#language option").evaluateAll((options) => options.map((option) => option.value));
      assert.equal(tags.length, 12);
      for (const tag of tags) {
        await press(chat, "menu");
        await chat.frame.locator("#language").selectOption(tag);
        await eventually(async () => (await shown(chat))[0] === tag);
        const empty = await frameOf(chat).evaluate(() => {
          const said = [...document.querySelectorAll("[data-say],[data-label],[data-hint]")];
          const text = (element) => element.dataset.say ? element.textContent : element.dataset.hint ? element.placeholder : element.ariaLabel;
          return said.filter((element) => !element.matches(".message__speaker") && (!text(element) || text(element).includes("undefined"))).map((element) => element.outerHTML);
        });
        assert.deepEqual(empty, [], tag);
        await press(chat, "cancel");
      }
    });
  });

  describe("on a phone", () => {
    /** A browser's view of the page that a test can have covered by a keyboard. */
    const viewed = (context) => context.addInitScript(() => {
      const view = Object.assign(new EventTarget(), { height: screen.height, offsetTop: 0, scale: 1 });
      Object.defineProperty(window, "visualViewport", { value: view });
    });
    const keyboard = (chat, left) => chat.page.evaluate((left) => {
      Object.assign(visualViewport, left).dispatchEvent(new Event("resize"));
    }, left);

    test("fills the screen, does not zoom, and stays above the keyboard", async () => {
      const chat = await visit({ ...PHONE, prepare: viewed });
      await chat.launcher.tap();
      await chat.log.locator(".bubble").first().waitFor();
      const sizes = await frameOf(chat).evaluate(() =>
        [...document.querySelectorAll("select, textarea")].map((field) => Number.parseFloat(getComputedStyle(field).fontSize)));
      assert.ok(sizes.length === 2 && Math.min(...sizes) >= 16, `${sizes} px`);
      const box = () => chat.page.locator("lutin-genie iframe").boundingBox();
      assert.deepEqual(Object.values(await box()).map(Math.round), [0, 0, 390, 844]);
      await keyboard(chat, { height: 480, offsetTop: 100 });
      await eventually(async () => Object.values(await box()).map(Math.round).join() === "0,100,390,480");
      const field = await chat.input.boundingBox();
      assert.ok(field.y + field.height <= 580, "the field is in sight");
      await answered(chat);
      const last = await chat.frame.locator(".chip").last().boundingBox();
      assert.ok(last.y + last.height <= field.y, "so is the end of the conversation");
    });

    for (const [what, viewport, left] of [
      ["a phone that lies", { width: 844, height: 390 }, { height: 200, offsetTop: 0 }],
      ["a tablet", { width: 1024, height: 768 }, { height: 400, offsetTop: 0 }],
    ]) {
      test(`stays above the keyboard of ${what}`, async () => {
        const chat = await visit({ ...PHONE, viewport, prepare: viewed });
        await chat.launcher.tap();
        await chat.log.locator(".bubble").first().waitFor();
        await keyboard(chat, left);
        const box = () => chat.page.locator("lutin-genie iframe").boundingBox();
        await eventually(async () => (await box()).y >= 0 && (await box()).y + (await box()).height <= left.height);
        const field = await chat.input.boundingBox();
        assert.ok(field.y + field.height <= left.height, "the field is in sight");
      });
    }

    for (const [what, options] of [
      ["320 px", { viewport: { width: 320, height: 568 } }],
      ["200 % zoom", { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }],
      ["320 px in Arabic", { viewport: { width: 320, height: 568 }, tag: "ar" }],
      ["320 px in German", { viewport: { width: 320, height: 568 }, tag: "de" }],
    ]) {
      test(`nothing is cut off at ${what}`, async () => {
        const { tag, ...context } = options;
        const chat = await visit(context);
        await chat.open();
        await answered(chat);
        await press(chat, "menu");
        if (tag) {
          await chat.frame.locator("#language").selectOption(tag);
          await eventually(() => frameOf(chat).evaluate((tag) => document.documentElement.lang === tag, tag));
        }
        const wide = () => frameOf(chat).evaluate(() => {
          const { clientWidth: width, clientHeight: height } = document.documentElement;
          const isHigh = ({ top, bottom }) => top < -1 || bottom > height + 1;
          const standing = [...document.querySelectorAll(".header, .composer, dialog[open]")];
          const isWide = (element) => {
            const { left, right } = element.getBoundingClientRect();
            return element.checkVisibility() && !element.closest(".hidden, .message__speaker, #shop") && (left < -1 || right > width + 1);
          };
          const high = standing.filter((element) => isHigh(element.getBoundingClientRect()));
          return [...document.body.querySelectorAll("*")].filter(isWide).concat(high).map((element) => element.outerHTML.slice(0, 120));
        });
        assert.deepEqual(await wide(), []);
        const title = await chat.frame.locator(".header__role").evaluate((role) => role.scrollWidth <= role.clientWidth + 1);
        assert.ok(title, "who answers is said whole");
        await press(chat, "cancel");
        assert.deepEqual(await wide(), []);
      });
    }
  });

  describe("on a bad network", () => {
    test("a message written without a network survives a reload, and is said once", async () => {
      const chat = await visit();
      await chat.open();
      await answered(chat);
      line.cut();
      await chat.say("Et le dimanche ?");
      await chat.log.getByText("Et le dimanche ?").waitFor();
      await chat.page.reload();
      line.mend();
      await chat.page.reload();
      await eventually(async () => (await chat.bubbles()).filter((text) => text === "Et le dimanche ?").length === 1);
      await chat.frame.locator(".message--own.message--under-way").waitFor({ state: "detached" });
      const { conversations } = await overview(staff);
      const transcript = await (await staff(`/api/conversations/${conversations[0].conversation}`)).json();
      assert.equal(transcript.transcript.filter(({ text }) => text === "Et le dimanche ?").length, 1);
    });

    test("what was left unsaid is said from the next page, also where nobody opens the chat", async () => {
      const chat = await visit();
      await chat.open();
      await answered(chat);
      line.cut();
      await chat.say("Et le dimanche ?");
      await chat.log.getByText("Et le dimanche ?").waitFor();
      await chat.page.keyboard.press("Escape");
      await eventually(async () => (await chat.launcher.getAttribute("aria-expanded")) === "false");
      await eventually(() => chat.page.evaluate(() => !sessionStorage["lutin:demo"]));
      line.mend();
      await chat.page.reload();
      await eventually(() => chat.page.evaluate(() => localStorage["lutin:demo"].includes('"outbox":[]')), { within: 15_000 });
      assert.equal(await chat.launcher.getAttribute("aria-expanded"), "false");
      await chat.open();
      await eventually(async () => (await chat.bubbles()).filter((text) => text === "Et le dimanche ?").length === 1);
    });

    test("who writes before the module has come has written", async () => {
      const chat = await visit();
      let isHere;
      const coming = new Promise((resolve) => (isHere = resolve));
      let tries = 0;
      await chat.page.route("**/*.wasm", async (route) => {
        await coming;
        tries += 1;
        // The first is lost on the way.
        await (tries < 3 ? route.abort() : route.continue());
      });
      await chat.launcher.click();
      await chat.input.waitFor();
      await eventually(() => frameOf(chat).evaluate(() => document.activeElement.id === "field"));
      await chat.page.keyboard.type(HOURS_QUESTION);
      await chat.page.keyboard.press("Enter");
      await chat.page.keyboard.type("trop tard");
      await press(chat, "menu");
      assert.equal(await chat.log.locator(".bubble").count(), 0);
      isHere();
      await chat.reads(HOURS_QUESTION, HOURS);
      await chat.frame.locator("#menu[open]").waitFor();
      assert.equal(await chat.input.inputValue(), "");
    });

    test("where WebSockets are blocked, a conversation goes by requests", async () => {
      const blocked = (context) => context.addInitScript(() => {
        window.WebSocket = class extends EventTarget {
          constructor() {
            super();
            setTimeout(() => {
              const close = new CloseEvent("close", { code: 1006 });
              this.onclose?.(close);
              this.dispatchEvent(close);
            });
          }

          close() {}
          send() {}
        };
      });
      const chat = await visit({ prepare: blocked });
      await chat.open();
      await chat.say(HOURS_QUESTION);
      await eventually(async () => (await chat.bubbles()).length === 2, { within: 15_000 });
      await chat.reads(HOURS_QUESTION, HOURS);
      await chat.say("Merci, et la livraison ?");
      await eventually(async () => (await chat.bubbles()).length === 4, { within: 15_000 });
      // More at once than one request may carry.
      line.cut();
      const long = [1, 2, 3, 4].map((n) => `${n}${"長".repeat(3_900)}`);
      for (const text of long) await chat.say(text);
      line.mend();
      await chat.frame.locator(".message--under-way").first().waitFor();
      await eventually(async () => (await chat.frame.locator(".message--under-way").count()) === 0, { within: 30_000 });
      const own = await chat.log.locator(".message--own .bubble").allTextContents();
      assert.deepEqual(own.slice(2), long);
      await chat.end();
    });

    test("without its style the panel is not shown", async () => {
      const chat = await visit();
      await chat.page.route("**/panel/style-*.css", (route) => route.abort());
      await chat.launcher.click();
      await eventually(() => frameOf(chat)?.evaluate(() => document.readyState === "complete"));
      await chat.page.waitForTimeout(500);
      assert.equal(await chat.page.locator("lutin-genie").evaluate((host) => host.classList.contains("ready")), false);
    });

    test("without any storage, everything works on the page that it is on", async () => {
      const blocked = (context) => context.addInitScript(() => {
        for (const name of ["localStorage", "sessionStorage"]) {
          Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
        }
      });
      const chat = await visit({ prepare: blocked });
      await chat.open();
      await answered(chat);
      assert.deepEqual(chat.page.errors, []);
    });
  });

  describe("in two tabs", () => {
    test("opened before the first message, both are in one conversation", async () => {
      const one = await visit();
      const other = await look(one.page.context());
      await one.open();
      await other.open();
      await answered(one);
      await other.reads(HOURS_QUESTION, HOURS);
      await other.say("Et la livraison ?");
      await eventually(async () => (await one.bubbles()).length === 4);
      assert.deepEqual(await one.bubbles(), await other.bubbles());
    });

    test("said without a network and seen in both, it is said in one conversation", async () => {
      const one = await visit();
      const context = one.page.context();
      const other = await look(context);
      await one.open();
      await other.open();
      const { conversations: before } = await overview(staff);
      await context.setOffline(true);
      const text = "Bonjour de très loin";
      await one.say(text);
      await eventually(async () => (await other.bubbles()).includes(text));
      await context.setOffline(false);
      for (const tab of [one, other]) await eventually(async () => (await tab.bubbles()).length === 2);
      const { conversations } = await overview(staff);
      assert.equal(conversations.length, before.length + 1);
    });

    test("what is heard late of an end long past ends nothing", async () => {
      const chat = await visit();
      await chat.open();
      await answered(chat);
      await chat.page.evaluate(() => {
        for (const storageArea of [localStorage, sessionStorage]) {
          dispatchEvent(new StorageEvent("storage", { key: "lutin:demo", newValue: null, storageArea }));
          dispatchEvent(new StorageEvent("storage", { key: null, newValue: null, storageArea }));
        }
      });
      await chat.page.waitForTimeout(300);
      await chat.reads(HOURS_QUESTION, HOURS);
    });

    test("what one could not send, the other says", async () => {
      const one = await visit();
      await one.open();
      await answered(one);
      const other = await look(one.page.context());
      await other.open();
      await other.reads(HOURS_QUESTION, HOURS);
      line.cut();
      await one.say("Et le dimanche ?");
      await one.page.close();
      line.mend();
      await eventually(async () => (await other.bubbles()).includes("Et le dimanche ?"), { within: 20_000 });
    });
  });

  describe("and its menu", () => {
    test("gives stars once, and others when they change their mind", async () => {
      const chat = await visit();
      await chat.open();
      await answered(chat);
      await chat.end();
      const stars = chat.frame.locator(".star");
      await stars.nth(3).click();
      await chat.frame.getByText("Merci pour votre avis.").waitFor();
      assert.match(await chat.frame.locator("#panel").getAttribute("class"), /stars-4/);
      await stars.nth(1).click();
      await eventually(async () => /stars-2/.test(await chat.frame.locator("#panel").getAttribute("class")));
      await chat.page.reload();
      await eventually(async () => frameOf(chat) && /stars-2/.test(await chat.frame.locator("#panel").getAttribute("class")));
    });

    test("saves the conversation as a file", async () => {
      const chat = await visit();
      await chat.open();
      await answered(chat);
      await press(chat, "menu");
      const download = chat.page.waitForEvent("download");
      await press(chat, "transcript");
      const text = await readFile(await (await download).path(), "utf8");
      assert.match(text, new RegExp(`Vous · \\d\\d:\\d\\d\n${HOURS_QUESTION.replace("?", "\\?")}\n`));
      assert.ok(text.includes(HOURS));
    });

    test("erases what was said, in every tab, here and at the edge", async () => {
      const chat = await visit();
      await chat.open();
      await answered(chat);
      const other = await look(chat.page.context());
      await other.open();
      await other.reads(HOURS_QUESTION, HOURS);
      await chat.input.fill("mon mot de passe est");
      await press(chat, "menu");
      await press(chat, "confirm-forget");
      await press(chat, "forget");
      await chat.frame.getByText("Vos données ont été effacées.").waitFor();
      await chat.reads();
      await other.reads();
      assert.equal(await chat.input.inputValue(), "", "nor what was being written");
      assert.deepEqual(await chat.page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0]);
      await chat.say("Bonjour");
      await eventually(async () => (await chat.bubbles()).length === 2);
    });
  });
});
