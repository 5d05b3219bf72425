// The tag on a shop's page: its commands, attributes and events, what it loads when, and what it never does. Most of it with
// an edge that stands in (e2e/support/embed.mjs), so that each message of the bridge is seen; the last part with the real one.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { Chat, launch } from "../support/browser.mjs";
import { Edge } from "../support/edge.mjs";
import { shopOf, standIn } from "../support/embed.mjs";
import { HOURS, OWNER, eventually, putMerchant } from "../support/shop.mjs";

const LANGUAGES = {
  fr: "Discussion", en: "Chat", es: "Chat", de: "Chat", it: "Chat", pt: "Chat", nl: "Chat", pl: "Czat", ru: "Чат", ar: "الدردشة", zh: "在线客服", ja: "チャット",
};
const EVENTS = ["ready", "open", "close", "message", "unread", "error"];
/** Notes every event of the chat's, as a page may listen to it. */
const NOTES = `window.noted = []; window.queued = [];
window.Lutin = window.Lutin || [];
for (const name of ${JSON.stringify(EVENTS)}) {
  document.addEventListener("lutin:" + name, (event) => noted.push([name, event.detail]));
  Lutin.push(["on", name, (detail) => queued.push([name, detail])]);
}`;

/** What the browser says of the page that a shopper would never see. */
function watch(page) {
  page.errors = [];
  page.warnings = [];
  page.on("pageerror", (error) => page.errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") page.errors.push(message.text());
    if (message.type() === "warning") page.warnings.push(message.text());
  });
}

describe("the tag", () => {
  let browser, context, edge, page, shop, launcher, bubble;

  before(async () => {
    edge = await standIn();
    shop = await shopOf(edge.base);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    shop?.stop();
    edge?.stop();
  });
  beforeEach(async () => {
    edge.broken.clear();
    edge.isSilent = false;
    edge.elsewhere = null;
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    page = await context.newPage();
    watch(page);
    launcher = page.locator("lutin-genie button.fab");
    bubble = page.locator("lutin-genie output");
  });
  afterEach(() => context.close());

  /** Goes to a page with these attributes on the tag, and waits for the tag; from there on requests are counted. */
  async function visit(attributes = "", rest = {}) {
    edge.requests.length = 0;
    await page.goto(shop.put("/", { attributes, first: NOTES, ...rest }));
    await page.waitForFunction(() => window.Lutin?.open);
  }
  const lutin = (name, ...given) => page.evaluate(([name, given]) => void window.Lutin[name](...given), [name, given]);
  const isOpen = async () => (await launcher.getAttribute("aria-expanded")) === "true";
  const panel = () => page.frames().find((frame) => frame.url().startsWith(`${edge.base}/frame/`));
  /** The panel, once it was greeted. */
  const greeted = () => eventually(async () => ((await panel()?.evaluate(() => Boolean(window.hello)).catch(() => false)) ? panel() : null));
  const heard = async () => (await greeted()).evaluate(() => heard.map(({ t, p }) => (p === undefined ? [t] : [t, p])));
  const tells = async (...wanted) => {
    let told;
    await eventually(async () => JSON.stringify((told = await heard())) === JSON.stringify(wanted), { within: 3_000 }).catch(() => assert.deepEqual(told, wanted));
  };
  const says = async (t, p) => (await greeted()).evaluate(([t, p]) => say(t, p ?? undefined), [t, p]);
  const ready = () => page.waitForFunction(() => noted.some(([name]) => name === "ready"));
  const noted = () => page.evaluate(() => noted.map(([name]) => name));
  const stored = () => page.evaluate(() => [localStorage["lutin:demo"] ?? null, sessionStorage["lutin:demo"] ?? null]);
  const warned = (text) => eventually(() => page.warnings.some((warning) => warning.includes(text)), { within: 3_000 });

  describe("and what it loads", () => {
    const ALL = ["/frame/demo", "/lutin-frame.js", "/lutin.js"];
    const asked = () => [...edge.requests].sort();

    test("nothing but the tag before the shopper wants it", async () => {
      await visit('data-greeting="Bonjour" data-greeting-after="1"');
      await lutin("identify", { jwt: "a.b.c" });
      await lutin("setContext", { cart: 3 });
      await lutin("setLocale", "en");
      await bubble.getByText("Bonjour").waitFor();
      await page.mouse.move(400, 300);
      assert.deepEqual(asked(), ["/lutin.js"]);
      assert.deepEqual(await stored(), [null, null]);
    });

    for (const [sign, give] of Object.entries({
      hover: () => launcher.hover(),
      focus: () => launcher.focus(),
      press: () => launcher.dispatchEvent("pointerdown"),
      click: () => launcher.click(),
      "Lutin.open()": () => lutin("open"),
    })) {
      test(`the chat with the first ${sign}, once`, async () => {
        await visit();
        await give();
        await ready();
        await give();
        assert.deepEqual(asked(), ALL);
        assert.deepEqual(page.errors, []);
      });
    }

    test("nothing by a pointer that only passes", async () => {
      await visit();
      const { x, y } = await launcher.boundingBox();
      await page.mouse.move(x + 30, y + 30);
      await page.mouse.move(x - 300, y - 300);
      await page.waitForTimeout(300);
      assert.deepEqual(asked(), ["/lutin.js"]);
    });

    test("nothing by a hover where data is saved, but all with the focus", async () => {
      await page.addInitScript(() => Object.defineProperty(navigator, "connection", { value: { saveData: true } }));
      await visit();
      await launcher.hover();
      await page.waitForTimeout(400);
      assert.deepEqual(asked(), ["/lutin.js"]);
      await launcher.focus();
      await ready();
      assert.deepEqual(asked(), ALL);
    });
  });

  describe("and its commands", () => {
    test("open, close and toggle say so to the page and to the panel", async () => {
      await visit();
      await lutin("open");
      await ready();
      const at = await page.evaluate(() => document.URL);
      await tells(["shown", { page: at }]);
      assert.equal(await isOpen(), true);
      await lutin("open");
      await lutin("close");
      await lutin("close");
      await lutin("toggle");
      await lutin("toggle");
      await tells(["shown", { page: at }], ["hidden"], ["shown", { page: at }], ["hidden"]);
      assert.equal(await isOpen(), false);
      assert.deepEqual(await noted(), ["open", "ready", "close", "open", "close"]);
      assert.deepEqual(await page.evaluate(() => queued), await page.evaluate(() => noted));
    });

    test("whoever clicks twice before there is anything to see wanted it open", async () => {
      await visit();
      await launcher.dblclick();
      await ready();
      assert.equal(await isOpen(), true);
    });

    test("hide takes the launcher and the panel away, show brings the launcher back", async () => {
      await visit();
      await lutin("open");
      await ready();
      await lutin("hide");
      assert.equal(await launcher.count(), 0);
      assert.deepEqual(await noted(), ["open", "ready", "close"]);
      await lutin("open");
      await page.locator("lutin-genie iframe").waitFor();
      await lutin("show");
      assert.equal(await launcher.count(), 1);
      assert.equal(await isOpen(), true);
    });

    test("send opens the panel and tells it, in order, cut to 4,000 characters; what is no text is refused", async () => {
      await visit();
      await lutin("send", 5);
      await warned("send takes a text");
      assert.equal(await isOpen(), false);
      await lutin("send", "Où est ma commande ?");
      await lutin("send", "🧸".repeat(4_001), { prefill: true });
      await ready();
      await lutin("send", "Merci");
      const [shown, ...sent] = await eventually(async () => ((await heard()).length === 4 ? heard() : null));
      assert.equal(shown[0], "shown");
      assert.deepEqual(sent, [
        ["send", { text: "Où est ma commande ?", prefill: false }],
        ["send", { text: "🧸".repeat(4_000), prefill: true }],
        ["send", { text: "Merci", prefill: false }],
      ]);
    });

    test("identify, setContext and setLocale wait for the panel, the last of each, and are told again after its reload", async () => {
      await visit('data-locale="de"');
      for (const jwt of ["old", "new"]) await lutin("identify", { jwt });
      for (const cart of [1, 2]) await lutin("setContext", { cart });
      for (const tag of ["es", "en-GB"]) await lutin("setLocale", tag);
      await page.waitForTimeout(200);
      assert.equal(panel(), undefined);
      await launcher.hover();
      const told = [["identify", { jwt: "new" }], ["context", { context: '{"cart":2}' }], ["locale", { tag: "en-GB" }]];
      await tells(...told);
      assert.equal(await (await greeted()).evaluate(() => hello.locale), "en-GB");
      await lutin("setContext", { cart: 3 });
      await tells(...told, ["context", { context: '{"cart":3}' }]);
      await (await greeted()).evaluate(() => location.reload());
      await eventually(async () => (await noted()).filter((name) => name === "ready").length === 2);
      await tells(["identify", { jwt: "new" }], ["context", { context: '{"cart":3}' }], ["locale", { tag: "en-GB" }]);
    });

    test("what is no identity, context, language or command is refused with a warning, and nothing throws", async () => {
      await visit();
      await lutin("open");
      await ready();
      const big = { text: "x".repeat(2_000) };
      const loop = "const loop = {}; loop.loop = loop; Lutin.setContext(loop);";
      for (const [name, given] of [["identify", "jwt"], ["identify", {}], ["setContext", []], ["setContext", "x"], ["setContext", null], ["setContext", big], ["setLocale", 5]]) {
        await lutin(name, given);
      }
      await page.evaluate(loop);
      await page.evaluate(() => Lutin.push(["fly"], ["toString"], null, "open", ["on"], ["send"]));
      assert.deepEqual((await heard()).map(([t]) => t), ["shown"]);
      await warned("unknown command fly");
      await warned("identify takes");
      await warned("setContext takes");
      assert.ok(page.warnings.every((warning) => warning.startsWith("Lutin:")), page.warnings.join("\n"));
      assert.deepEqual(page.errors, []);
    });

    test("reset forgets what is stored and told, before the panel and after", async () => {
      await visit();
      await page.evaluate(() => (localStorage["lutin:demo"] = "old"));
      await lutin("identify", { jwt: "old" });
      await lutin("reset");
      assert.deepEqual(await stored(), [null, null]);
      await lutin("identify", { jwt: "new" });
      await lutin("open");
      await ready();
      assert.equal(await (await greeted()).evaluate(() => hello.state), null);
      await says("save", { state: "one" });
      await eventually(async () => (await stored())[0] === "one");
      await lutin("reset");
      assert.deepEqual(await stored(), [null, null]);
      assert.deepEqual((await heard()).map(([t]) => t), ["identify", "shown", "reset"]);
    });

    test("destroy leaves nothing, and the tag may come again", async () => {
      const client = await context.newCDPSession(page);
      const listeners = async () => {
        const found = [];
        for (const expression of ["document", "window", "document.documentElement", "visualViewport"]) {
          const { result } = await client.send("Runtime.evaluate", { expression });
          const { listeners } = await client.send("DOMDebugger.getEventListeners", { objectId: result.objectId });
          // Playwright puts its own on the window, when it pleases.
          const types = listeners.map(({ type }) => type).filter((type) => expression !== "window" || ["message", "scroll", "storage", "resize"].includes(type));
          found.push(...types.map((type) => `${expression} ${type}`));
        }
        return found.sort();
      };
      await page.goto(shop.put("/", { attributes: null, body: '<button id="ours">Une question ?</button>', first: "window.noted = []" }));
      // What the test's own tools listen to is there from the first look on.
      await page.locator("#ours").click();
      const untouched = await listeners();
      const globals = await page.evaluate(() => Object.keys(window));
      const include = () => page.evaluate((src) => {
        const script = Object.assign(document.createElement("script"), { src, async: true });
        Object.assign(script.dataset, { merchant: "demo", launcher: "#ours", greeting: "Bonjour" });
        document.head.append(script);
      }, `${edge.base}/lutin.js`);
      await include();
      await page.waitForFunction(() => window.Lutin?.open);
      await page.evaluate(() => {
        Lutin.on("close", () => noted.push("close"));
        window.kept = Lutin;
        Lutin.open();
      });
      await greeted();
      await eventually(async () => (await listeners()).some((one) => one.startsWith("visualViewport")));
      await page.evaluate(() => Lutin.destroy());
      const ours = (all) => all.filter((one) => !untouched.includes(one));
      assert.deepEqual(ours(await listeners()), []);
      assert.deepEqual(await page.evaluate(() => noted), ["close"]);
      assert.equal(await page.locator("lutin-genie, iframe").count(), 0);
      assert.equal(await page.locator("#ours").getAttribute("aria-expanded"), null);
      assert.deepEqual((await page.evaluate(() => Object.keys(window))).filter((name) => !globals.includes(name)), ["kept"]);
      await page.evaluate(() => {
        kept.open();
        kept.push(["send", "x"]);
      });
      await page.waitForTimeout(300);
      assert.equal(await page.locator("lutin-genie").count(), 0);
      await include();
      await page.waitForFunction(() => window.Lutin?.open);
      assert.equal(await page.locator("lutin-genie").count(), 1);
      assert.deepEqual(page.errors, []);
    });

    test("off takes a listener away, and one that throws stops nothing", async () => {
      await visit();
      await page.evaluate(() => {
        window.seen = [];
        const away = () => seen.push("away");
        Lutin.on("open", () => { throw new Error("the page's own"); });
        Lutin.on("open", away);
        Lutin.on("open", () => seen.push("stays"));
        Lutin.off("open", away);
        Lutin.off("open", () => {});
      });
      await lutin("open");
      await ready();
      assert.deepEqual(await page.evaluate(() => seen), ["stays"]);
      assert.deepEqual(page.errors, ["Error: the page's own"]);
      assert.equal(await isOpen(), true);
    });
  });

  describe("and the page around it", () => {
    test("what was queued before it came is done when it comes, in order", async () => {
      await visit("", { first: `${NOTES} Lutin.push(["setLocale", "ja"], ["open"]); Lutin.push(["send", "こんにちは"]);` });
      await ready();
      assert.deepEqual((await eventually(async () => ((await heard()).length === 3 ? heard() : null))).map(([t]) => t), ["locale", "shown", "send"]);
      assert.equal(await launcher.getAttribute("aria-label"), "チャット");
    });

    test("included twice, it is there once", async () => {
      await visit("", { body: `<script async src="${edge.base}/lutin.js" data-merchant="other"></script><script async src="${edge.base}/lutin.js" data-merchant="demo"></script>` });
      await page.waitForLoadState("networkidle");
      assert.equal(await page.locator("lutin-genie").count(), 1);
      await lutin("open");
      await ready();
      assert.equal(edge.requests.filter((path) => path.startsWith("/frame/")).length, 1);
      assert.deepEqual(page.errors, []);
    });

    test("a page that replaces its body when it navigates keeps the chat, as it stands", async () => {
      await visit();
      await lutin("open");
      await ready();
      await page.evaluate(() => {
        history.pushState(null, "", "/panier");
        document.title = "Panier";
        document.body.replaceWith(Object.assign(document.createElement("body"), { innerHTML: "<h1>Panier</h1>" }));
      });
      await page.waitForTimeout(300);
      assert.equal(await isOpen(), true);
      assert.equal(edge.requests.filter((path) => path.startsWith("/frame/")).length, 1);
      await lutin("close");
      await lutin("open");
      assert.equal((await heard()).at(-1)[1].page, `${shop.origin}/panier`);
    });

    test("a page that takes out what it does not know gets it back", async () => {
      await visit();
      await page.evaluate(() => document.querySelector("lutin-genie").remove());
      await launcher.waitFor();
      await launcher.click();
      await ready();
    });

    test("where storage is forbidden, and without a visual viewport, it works all the same", async () => {
      await page.addInitScript(() => {
        for (const name of ["localStorage", "sessionStorage"]) {
          Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError"); } });
        }
        Object.defineProperty(window, "visualViewport", { value: undefined });
      });
      await visit('data-greeting="Bonjour" data-greeting-after="1"');
      await bubble.getByText("Bonjour").click();
      await ready();
      await says("save", { state: "x" });
      await lutin("reset");
      await lutin("close");
      await lutin("open");
      assert.equal(await isOpen(), true);
      assert.deepEqual([page.errors, page.warnings], [[], []]);
    });
  });

  describe("and its attributes", () => {
    for (const [position, html, side] of [["", "", "right"], ["left", "", "left"], ["right", 'dir="rtl"', "right"], ["", 'lang="ar" dir="rtl"', "left"]]) {
      test(`position "${position}" on a page with ${html || "nothing"} is ${side}`, async () => {
        await visit(position && `data-position="${position}"`, { html });
        await lutin("open");
        await ready();
        for (const it of [launcher, page.locator("lutin-genie .box")]) {
          const { x, width } = await it.boundingBox();
          assert.ok(side === "left" ? x === 20 : x + width === 1260, `${x} and ${width}`);
        }
      });
    }

    test("an accent colours the launcher and is told to the panel; what is none does neither", async () => {
      const colour = () => launcher.evaluate((button) => [getComputedStyle(button).backgroundColor, getComputedStyle(button).color]);
      await visit('data-accent="#ffdd00"');
      assert.match(String(await colour()), /^rgb\(255, 221, 0\),.*(lab\(0 0 0\)|rgb\(0, 0, 0\))$/);
      await lutin("open");
      assert.equal(await (await greeted()).evaluate(() => hello.accent), "#ffdd00");
      await visit('data-accent="red;}"');
      assert.match(String(await colour()), /^rgb\(31, 92, 69\),.*(lab\(100 0 0\)|rgb\(255, 255, 255\))$/);
      await lutin("open");
      assert.equal(await (await greeted()).evaluate(() => hello.accent), null);
    });

    for (const [tag, name] of Object.entries(LANGUAGES)) {
      test(`its words in ${tag}`, async () => {
        await visit(`data-locale="${tag}" data-greeting="?" data-greeting-after="1"`);
        assert.equal(await launcher.getAttribute("aria-label"), name);
        await bubble.getByText("?").waitFor();
        const cross = await bubble.locator("button").last().getAttribute("aria-label");
        assert.ok(cross.length > 1);
        await lutin("open");
        await ready();
        await lutin("close");
        await says("unread", { count: 2 });
        await eventually(async () => new RegExp(`^${name}, .+[:：] 2$`).test(await launcher.getAttribute("aria-label")));
        assert.equal(await page.locator("lutin-genie b").textContent(), "2");
        assert.equal(await page.locator("lutin-genie iframe").getAttribute("title"), name);
      });
    }

    test("its language is the tag's, else the page's, else French, and follows setLocale and the panel", async () => {
      const name = () => launcher.getAttribute("aria-label");
      await visit("", { html: 'lang="ru-RU"' });
      assert.equal(await name(), "Чат");
      await visit('data-locale="pl"', { html: 'lang="ru"' });
      assert.equal(await name(), "Czat");
      await visit("", { html: 'lang="sv"' });
      assert.equal(await name(), "Discussion");
      await visit("", { html: "" });
      assert.equal(await name(), "Discussion");
      await lutin("setLocale", "zh_TW");
      assert.equal(await name(), "在线客服");
      await lutin("open");
      await ready();
      await says("locale", { tag: "ja" });
      await eventually(async () => (await name()) === "チャット");
    });

    test("the shop's own button opens the chat, whenever the page adds it, and no launcher is drawn", async () => {
      await visit('data-launcher=".ask"', { body: '<button class="ask"><b>Une question ?</b></button><p>…</p>' });
      const own = page.locator(".ask").first();
      assert.equal(await launcher.count(), 0);
      assert.equal(await own.getAttribute("aria-expanded"), "false");
      await own.locator("b").click();
      await ready();
      assert.equal(await own.getAttribute("aria-expanded"), "true");
      await says("hide");
      await eventually(async () => (await own.getAttribute("aria-expanded")) === "false");
      assert.ok(await own.evaluate((button) => button === document.activeElement));
      await page.evaluate(() => (document.body.innerHTML = '<main><button class="ask">Nous écrire</button></main>'));
      await eventually(async () => (await own.getAttribute("aria-expanded")) === "false");
      await own.click();
      assert.equal(await own.getAttribute("aria-expanded"), "true");
      await page.evaluate(() => document.querySelector(".ask").focus());
      await page.keyboard.press("Escape");
      assert.equal(await own.getAttribute("aria-expanded"), "false");
      assert.equal(edge.requests.filter((path) => path.startsWith("/frame/")).length, 1);
      assert.deepEqual(page.errors, []);
    });

    test("a launcher that is no selector breaks nothing of the page's", async () => {
      await page.goto(shop.put("/", { attributes: 'data-launcher="::["' }));
      await page.click("h1");
      await page.waitForTimeout(200);
      assert.deepEqual(page.errors, []);
      await warned("::[");
    });
  });

  describe("and the merchant's greeting", () => {
    const RULE = 'data-greeting="Besoin d’aide ?" data-greeting-after="1" data-greeting-on="/panier*"';
    const shows = () => bubble.getByText("Besoin d’aide ?").waitFor({ timeout: 4_000 });
    const staysAway = async () => {
      await page.waitForTimeout(2_300);
      assert.equal(await bubble.locator("button").count(), 0);
    };
    const put = (path) => shop.put(path, { attributes: RULE, first: NOTES, body: '<a href="/panier">Panier</a> <a href="/panier/paiement">Payer</a>' });

    beforeEach(() => {
      for (const path of ["/accueil", "/panier", "/panier/paiement"]) put(path);
    });

    test("comes to a page of the rule, opens the chat when it is clicked, and is not there twice", async () => {
      await page.goto(`${shop.origin}/panier`);
      await shows();
      assert.deepEqual(await stored(), [null, null]);
      await bubble.getByText("Besoin d’aide ?").click();
      await ready();
      assert.equal(await isOpen(), true);
      await lutin("close");
      await staysAway();
    });

    test("is put away by its cross", async () => {
      await page.goto(`${shop.origin}/panier`);
      await shows();
      await bubble.getByRole("button", { name: "Fermer" }).click();
      await staysAway();
      assert.deepEqual(await noted(), []);
    });

    test("does not come to another page, but to the next one of the rule, also where the page navigates by itself", async () => {
      await page.goto(`${shop.origin}/accueil`);
      await staysAway();
      await page.click("a");
      await page.waitForURL("**/panier");
      await shows();
      await page.goto(`${shop.origin}/accueil`);
      await page.evaluate(() => history.pushState(null, "", "/panier/1"));
      await shows();
    });

    test("does not follow from one page of the rule to the next, and not into a reload", async () => {
      await page.goto(`${shop.origin}/panier`);
      await shows();
      await page.click("a:last-of-type");
      await page.waitForURL("**/paiement");
      await staysAway();
      await page.goto(`${shop.origin}/panier`);
      await page.reload();
      await staysAway();
    });

    test("does not come where there is a session, or the panel was open", async () => {
      await page.goto(`${shop.origin}/panier`);
      await lutin("open");
      await ready();
      await lutin("close");
      await staysAway();
      await page.evaluate(() => (localStorage["lutin:demo"] = "x"));
      await page.goto("about:blank");
      await page.goto(`${shop.origin}/panier`);
      await staysAway();
    });
  });

  describe("and the bridge", () => {
    test("tells the page of messages, unread ones and errors, and of nothing else", async () => {
      await visit();
      await lutin("open");
      await ready();
      await says("event", { name: "message", detail: { at: 5, from: "assistant" } });
      await says("event", { name: "error", detail: { code: "session_full" } });
      await says("event", { name: "open", detail: null });
      await says("unread", { count: 3 });
      await lutin("close");
      await says("unread", { count: 3 });
      const expected = [["message", { at: 5, from: "assistant" }], ["error", { code: "session_full" }], ["unread", { count: 0 }], ["close", null], ["unread", { count: 3 }]];
      await eventually(async () => (await noted()).length === 7).catch(() => {});
      assert.deepEqual(await page.evaluate(() => noted.slice(2)), expected);
    });

    test("keeps and forgets what the panel says, and hands it to the next page", async () => {
      await visit();
      await lutin("open");
      await ready();
      await says("save", { state: "one" });
      await eventually(async () => String(await stored()) === "one,1");
      await page.reload();
      await greeted();
      const hello = await panel().evaluate(() => hello);
      assert.deepEqual([hello.state, hello.open], ["one", true]);
      await page.waitForTimeout(300);
      assert.deepEqual(await heard(), [], "the focus stays where the page wants it");
      await says("save", { state: null });
      await eventually(async () => String(await stored()) === ",");
    });

    test("tells the panel what another tab of the shop saved, and that it forgot", async () => {
      await visit();
      await lutin("open");
      await ready();
      const other = await context.newPage();
      await other.goto(shop.put("/autre", { attributes: null }));
      await other.evaluate(() => (localStorage["lutin:demo"] = "two"));
      await other.evaluate(() => (localStorage.other = "x"));
      await other.evaluate(() => localStorage.clear());
      await eventually(async () => (await heard()).length === 3);
      assert.deepEqual((await heard()).slice(1), [["state", { state: "two" }], ["state", { state: null }]]);
    });

    test("ignores what it does not know, what is too big, and what does not come over the port", async () => {
      await visit();
      await lutin("open");
      await ready();
      const before = await page.evaluate(() => noted.length);
      await (await greeted()).evaluate(() => {
        port.postMessage({ v: 2, t: "hide" });
        port.postMessage({ v: 1, t: "constructor" });
        port.postMessage("hide");
        port.postMessage(null);
        port.postMessage({ v: 1, t: "save", p: { state: "x".repeat(1_000_001) } });
        port.postMessage({ v: 1, t: "save", p: { state: { a: 1 } } });
        port.postMessage({ v: 1, t: "hide", p: 1n });
        parent.postMessage({ v: 1, t: "hide" }, "*");
        port.postMessage({ v: 1, t: "unread" });
      });
      await page.waitForTimeout(300);
      assert.deepEqual(await page.evaluate((from) => noted.slice(from), before), [["unread", { count: 0 }]]);
      assert.deepEqual(await stored(), [null, null]);
      assert.equal(await isOpen(), true);
      assert.deepEqual(page.errors, []);
    });

    test("a frame of another origin is told nothing", async () => {
      await visit();
      const stranger = shop.put("/stranger", { text: "<!doctype html><script>window.told = []; addEventListener('message', (event) => told.push(event.data))</script>" });
      edge.elsewhere = stranger;
      await lutin("open");
      const frame = await eventually(() => page.frames().find((it) => it.url() === stranger));
      await page.waitForTimeout(500);
      assert.deepEqual(await frame.evaluate(() => told), []);
      assert.deepEqual(await noted(), ["open"]);
    });

    test("when the chat does not come, the shopper sees it, and another try may succeed", async () => {
      for (const break_ of [() => edge.broken.add("/lutin-frame.js"), () => (edge.isSilent = true)]) {
        await page.clock.install();
        await visit();
        break_();
        await launcher.click();
        await page.waitForTimeout(500);
        await page.clock.fastForward(16_000);
        const sorry = bubble.getByRole("button", { name: "La discussion ne répond pas. Réessayer ?" });
        await sorry.waitFor();
        assert.equal(await isOpen(), false);
        assert.ok((await page.evaluate(() => noted)).some(([name, detail]) => name === "error" && detail.code === "unavailable"));
        edge.broken.clear();
        edge.isSilent = false;
        await sorry.click();
        await ready();
        assert.equal(await isOpen(), true);
        assert.equal(await bubble.locator("button").count(), 0);
      }
    });
  });
});

describe("the tag and the real panel", () => {
  const ASKED = "Quels sont vos horaires d'ouverture ?";
  let browser, chat, context, edge, page, shop, violations;

  before(async () => {
    const document = JSON.parse(await readFile(new URL("../../demo/merchant.json", import.meta.url)));
    edge = await Edge.start({ pace: 10, document: { ...document, staff: [OWNER] } });
    shop = await shopOf(edge.base);
    await putMerchant(edge.base, "demo", { ...document, staff: [OWNER], origins: [shop.origin] });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    shop?.stop();
    await edge?.stop();
  });
  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    page = await context.newPage();
    watch(page);
    chat = new Chat(page);
    violations = [];
    await page.exposeFunction("violated", (what) => violations.push(what));
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => violated(`${event.violatedDirective} ${event.blockedURI}`));
    });
  });
  afterEach(() => context.close());

  const visit = async (page_ = {}) => {
    await page.goto(shop.put("/", page_));
    await page.waitForFunction(() => window.Lutin?.open);
  };

  for (const [name, csp, nonce] of [
    ["the strictest policy and its two lines", () => `default-src 'self'; script-src 'self' ${edge.base}; frame-src 'self' ${edge.base}; require-trusted-types-for 'script'; trusted-types 'none'`],
    ["nonces and strict-dynamic", () => `default-src 'none'; script-src 'nonce-r4nd0m' 'strict-dynamic'; frame-src ${edge.base}; require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'`, "r4nd0m"],
    ["nonces alone", () => `default-src 'none'; script-src 'nonce-r4nd0m'; frame-src ${edge.base}`, "r4nd0m"],
  ]) {
    test(`under ${name}, a question is answered and nothing is violated`, async () => {
      // The shop has scripts of its own: they run as they did.
      shop.put("/own.js", { type: "text/javascript", text: "window.own = true" });
      const own = `<script src="/own.js"${nonce ? ` nonce="${nonce}"` : ""}></script>`;
      await visit({ nonce, body: own, headers: { "content-security-policy": csp() } });
      assert.equal(await page.evaluate(() => window.own), true);
      await chat.open();
      await chat.say(ASKED);
      await chat.reads(ASKED, HOURS);
      assert.deepEqual([violations, page.errors], [[], []]);
    });
  }

  // From here on the panel has to know the messages that came with these commands.

  test("send says what the page wants, prefill only writes it", async () => {
    await visit();
    await page.evaluate((text) => {
      window.heard = [];
      Lutin.on("message", (detail) => heard.push(detail));
      Lutin.send(text);
    }, ASKED);
    await chat.reads(ASKED, HOURS);
    const heard = await page.evaluate(() => window.heard);
    assert.deepEqual(heard.map(({ from }) => from), ["shopper", "assistant"]);
    assert.deepEqual(Object.keys(heard[0]).sort(), ["at", "from"], "and nothing of what was said");
    await page.evaluate(() => Lutin.send("Livrez-vous en Belgique ?", { prefill: true }));
    await eventually(async () => (await chat.input.inputValue()) === "Livrez-vous en Belgique ?");
    await chat.reads(ASKED, HOURS);
  });

  test("setLocale changes the panel's language", async () => {
    await visit();
    await chat.open();
    const language = () => chat.frame.locator("html").getAttribute("lang");
    await page.evaluate(() => Lutin.setLocale("en"));
    await eventually(async () => (await language()) === "en");
    assert.equal(await chat.launcher.getAttribute("aria-label"), "Chat");
  });

  test("reset forgets the conversation, here and in storage", async () => {
    await visit();
    await chat.open();
    await chat.say(ASKED);
    await chat.reads(ASKED, HOURS);
    await page.evaluate(() => Lutin.reset());
    await eventually(async () => (await chat.bubbles()).length === 0);
    assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0]);
  });
});
