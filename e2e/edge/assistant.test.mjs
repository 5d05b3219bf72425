// The assistant without a model, against the real runtime: what the merchant teaches it, and what the shopper gets of it.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";

import { sessionOf, start, stop } from "../support/harness.mjs";
import { Panel } from "../support/panel.mjs";
import { HOURS, OWNER, eventually, overview, putMerchant, send, shop, signIn, token } from "../support/shop.mjs";

const GIFTS = {
  id: "gifts",
  isChip: true,
  variants: [
    { language: "fr", label: "Paquets cadeaux ?", triggers: ["emballage cadeau"], answer: "Oui, pour **3 €**." },
    { language: "en", label: "Gift wrapping?", triggers: ["gift wrap"], answer: "Yes, for **€3**." },
  ],
};

describe("the assistant", () => {
  let base, harness, staff;

  before(async () => {
    const vars = { ASSISTANT_PACE_MS: "0", FETCH_PRIVATE_HOSTS: "true" };
    ({ base, harness } = await start({ vars, document: shop({ instants: [GIFTS], starters: ["Où est ma commande ?"] }) }));
    staff = await signIn(base);
  });
  after(() => stop(harness));

  const put = (path, body) => staff(path, { method: "PUT", body: JSON.stringify(body) });
  const remove = (path) => staff(path, { method: "DELETE" });
  const assistant = async () => (await staff("/api/assistant")).json();

  async function fresh() {
    const pass = await token(base);
    return { panel: await Panel.resume(base, pass), session: sessionOf(pass) };
  }

  /** The reply to a message, whoever gives it. */
  async function said(panel, text) {
    const seen = panel.frames.length;
    await panel.say(text);
    return panel.heard((frame) => frame.t === "message" && frame.from !== "shopper", seen);
  }

  async function rows(session) {
    const { conversations } = await overview(staff);
    return conversations.filter((row) => row.conversation.startsWith(`${session}.`));
  }

  test("R27: a Réponse Éclair answers at once, in the shopper's language, and is not counted", async () => {
    const { coverage: { used } } = await overview(staff);
    const { panel, session } = await fresh();
    const reply = await said(panel, "Emballage cadeau ?");
    assert.deepEqual([reply.from, reply.text], ["instant", "Oui, pour 3 €."]);
    assert.equal((await said(panel, "gift wrap please")).text, "Yes, for €3.");
    const thanks = await said(panel, "Merci, c'est parfait !");
    assert.equal(thanks.from, "instant", "thanks need no AI, either");
    await panel.heard((frame) => frame.t === "ended" && frame.by === "resolved");
    await eventually(async () => (await rows(session)).length === 1);
    assert.equal((await rows(session))[0].reason, "instant_only");
    assert.equal((await overview(staff)).coverage.used, used);
    const [{ used: times, saved }] = (await assistant()).instants;
    assert.deepEqual([times, saved], [1, 1], "one conversation, and it was not counted");
    const page = await (await fetch(new URL("/frame/demo", base))).text();
    assert.match(page, /Paquets cadeaux \?[^]*Où est ma commande \?/, "its label is the first question to start with");
  });

  test("R15: an article found by the words of one translation is told in the shopper's, or in the shop's own", async () => {
    const care = [
      { id: "care", language: "fr", title: "Conseils", body: "Un chiffon sec suffit." },
      { id: "care", language: "en", title: "Advice", body: "A dry cloth will do." },
      { id: "care", language: "de", title: "Kerzen reinigen", body: "Ein trockenes Tuch genügt.", questions: ["Wie reinige ich eine Kerze?"] },
    ];
    const owner = { ...OWNER, email: "polyglot@shop.example" };
    await putMerchant(base, "polyglot", shop({ plan: "enterprise", articles: care, staff: [owner] }));
    const ask = async (text) => (await said(await Panel.resume(base, await token(base, "polyglot")), text)).text;
    assert.equal(await ask("How do I clean a candle?"), "A dry cloth will do.");
    assert.equal(await ask("Wie reinige ich eine Kerze?"), "Ein trockenes Tuch genügt.");
    assert.match(await ask("¿Cómo limpio una vela?"), /^.*\n\nUn chiffon sec suffit\.$/, "the shop's own, and it is said so");
  });

  test("what is sent while a reply is on its way is answered with that reply in mind", async () => {
    const { panel } = await fresh();
    const seen = panel.frames.length;
    for (const [id, text] of [["first", "Où est ma commande ?"], ["second", "12345"]]) {
      panel.send({ v: 1, t: "say", id, text });
    }
    const is = (start) => (frame) => frame.t === "message" && frame.from === "assistant" && frame.text.startsWith(start);
    await panel.heard(is("Quel est votre numéro de commande"), seen);
    await panel.heard(is("Votre commande #12345"), seen);
  });

  test("what could not be answered is listed, answered once by the merchant, and known from then on", async () => {
    for (const question of ["Vendez-vous des trottinettes ?", "vendez vous des trottinettes"]) {
      const { panel } = await fresh();
      const reply = await said(panel, question);
      assert.match(reply.text, /^Désolé, je n'ai pas la réponse à cette question\..*bonjour@shop\.example/);
      assert.equal(reply.ask, undefined, "nobody asks whether that helped");
    }
    const open = await eventually(async () => {
      const { unanswered } = await assistant();
      return unanswered.find(({ question, times }) => /trottinettes/.test(question) && times === 2);
    });
    const draft = { title: "Trottinettes", body: "Non, nous n'en vendons pas.", answers: open.key };
    const response = await put("/api/knowledge/articles/trottinettes/fr", draft);
    assert.equal(response.status, 200, await response.clone().text());
    const { unanswered, articles } = await response.json();
    assert.ok(!unanswered.some(({ key }) => key === open.key));
    assert.ok(articles.some(({ id, by }) => id === "trottinettes" && by === "typed"));
    const { panel } = await fresh();
    const reply = await said(panel, "Vendez-vous des trottinettes ?");
    assert.deepEqual([reply.text, reply.source], ["Non, nous n'en vendons pas.", "Trottinettes"]);
    assert.equal((await remove("/api/knowledge/articles/trottinettes/fr")).status, 200);
    assert.match((await said((await fresh()).panel, "Vendez-vous des trottinettes ?")).text, /^Désolé/);
  });

  test("R29: yes settles the matter, and what follows is a new question or the same conversation, with who decided", async () => {
    const { panel, session } = await fresh();
    const reply = await said(panel, "Quels sont vos horaires d'ouverture ?");
    assert.equal(reply.text, HOURS);
    assert.deepEqual(reply.ask, { text: "Cela répond-il à votre question ?", choices: ["Oui, merci", "Non, pas vraiment"] });
    await said(panel, "Oui, merci");
    await panel.heard((frame) => frame.t === "ended" && frame.by === "resolved");
    await eventually(async () => (await rows(session))[0]?.endedBy === "resolved");
    await said(panel, "et le samedi, vous êtes ouverts ?");
    const [row, ...more] = await rows(session);
    assert.equal(more.length, 0, "a follow-up goes on with the same conversation");
    const { receipt } = await (await staff(`/api/conversations/${row.conversation}`)).json();
    panel.end();
    await panel.heard((frame) => frame.t === "ended" && frame.by === "closed");
    await eventually(async () => (await rows(session))[0]?.endedBy === "closed");
    const after = await (await staff(`/api/conversations/${row.conversation}`)).json();
    const judged = after.receipt.facts.filter((fact) => fact.judged);
    assert.equal(judged.length, 1);
    assert.equal(judged[0].judged.by, "reader");
    assert.notEqual(judged[0].unrelated, true);
    assert.ok(receipt);
  });

  test("no is heard, and leads to people", async () => {
    const { panel } = await fresh();
    await said(panel, "Quels sont vos horaires d'ouverture ?");
    const reply = await said(panel, "Non, pas vraiment");
    assert.match(reply.text, /bonjour@shop\.example/);
    assert.ok(!panel.frames.some((frame) => frame.t === "ended"));
  });

  test("R13: the tone follows the emotion, the merchant sees why, the shopper never does", async () => {
    const angry = "C'est inadmissible, ça fait trois semaines, j'en ai marre ! Combien coûte la livraison ?";
    assert.match((await said((await fresh()).panel, angry)).text, /^La livraison est offerte/, "not without the Enchantment");
    await send(staff, "/api/orders", { type: "enchantment", enchantment: "emotion", active: true });
    const { panel, session } = await fresh();
    const reply = await said(panel, angry);
    assert.match(reply.text, /^Je suis sincèrement désolé pour ce désagrément\. La livraison est offerte/);
    assert.ok(!JSON.stringify(panel.frames).includes("frustrated"));
    await eventually(async () => (await rows(session)).length === 1);
    const { transcript } = await (await staff(`/api/conversations/${session}.1`)).json();
    const { felt } = transcript.at(-1).answer;
    assert.equal(felt.emotion, "frustrated");
    assert.ok(felt.evidence.length > 0 && felt.evidence.every((words) => angry.includes(words)), `${felt.evidence}`);
  });

  test("R15: twelve languages are answered in kind; without Polyglotte the shop speaks its own", async () => {
    const where = {
      fr: "Où est ma commande ?", en: "Where is my order?", es: "¿Dónde está mi pedido?", de: "Wo ist meine Bestellung?",
      it: "Dov'è il mio ordine?", pt: "Onde está a minha encomenda?", nl: "Waar is mijn bestelling?",
      pl: "Gdzie jest moje zamówienie?", ru: "Где мой заказ?", ar: "أين طلبي؟", zh: "我的订单在哪里？", ja: "注文した商品はどこですか？",
    };
    const replies = {};
    for (const [language, question] of Object.entries(where)) {
      const { panel } = await fresh();
      replies[language] = (await said(panel, question)).text;
      assert.match((await said(panel, "#12345")).text, /#12345/, `${language}: the order is found`);
    }
    assert.equal(new Set(Object.values(replies)).size, 12, JSON.stringify(replies, null, 1));
    await putMerchant(base, "small", shop({ plan: "free", staff: [] }));
    const panel = await Panel.resume(base, await token(base, "small"));
    assert.equal((await said(panel, where.en)).text, replies.fr);
  });

  test("limits: a flood is stopped, and other sessions are not", async () => {
    const { panel } = await fresh();
    for (let n = 0; n < 20; n += 1) panel.send({ v: 1, t: "say", id: `flood-${n}`, text: `Bonjour ${n}` });
    await eventually(() => panel.messages().filter((frame) => frame.from === "shopper").length === 20);
    panel.send({ v: 1, t: "say", id: "flood-20", text: "Et encore" });
    assert.equal(await panel.refusal(), "too_many_attempts");
    assert.equal((await said((await fresh()).panel, "Quels sont vos horaires d'ouverture ?")).text, HOURS);
  });

  test("an order is shown to its buyer, and guesses end", async () => {
    const { panel } = await (async () => {
      await putMerchant(base, "careful", shop({ orderCheck: "emailOrPostcode", staff: [] }));
      return { panel: await Panel.resume(base, await token(base, "careful")) };
    })();
    await said(panel, "Où est ma commande ?");
    assert.match((await said(panel, "#12345")).text, /e-mail ou le code postal/);
    assert.match((await said(panel, "camille@shop.example")).text, /en cours d'expédition/);
    // Ten wrong guesses, in three sessions, lock the number for everybody: also for the right answer.
    for (let guess = 0, guesser = null; guess < 10; guess += 1) {
      if (guess % 4 === 0) guesser = await Panel.resume(base, await token(base, "careful"));
      await said(guesser, "Où est ma commande #12345 ?");
      assert.match((await said(guesser, `eve${guess}@evil.example`)).text, /Je ne trouve pas|protéger/);
    }
    const buyer = await Panel.resume(base, await token(base, "careful"));
    await said(buyer, "Où est ma commande #12345 ?");
    assert.match((await said(buyer, "camille@shop.example")).text, /notre équipe doit prendre le relais/);
  });

  test("orders come from the shop's own address, asked with a signature", async () => {
    const asked = [];
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (data) => (body += data));
      request.on("end", () => {
        asked.push({ body, signature: request.headers["lutin-signature"] });
        const { number } = JSON.parse(body);
        if (number === "SLOW") return;
        const order = { number, state: "inTransit", email: "ann@shop.example", carrier: "DHL" };
        response.writeHead(number === "777" ? 200 : 404).end(JSON.stringify(order));
      });
    });
    await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
    try {
      const orderEndpoint = `http://127.0.0.1:${server.address().port}/orders`;
      const response = await put("/api/assistant", { engine: "embedded", orderCheck: "none", orderEndpoint });
      assert.equal(response.status, 200, await response.clone().text());
      const { signingSecret } = await response.json();
      const { panel } = await fresh();
      assert.match((await said(panel, "Où est ma commande #777 ?")).text, /en route vers vous.*DHL/);
      assert.match((await said(panel, "Où est ma commande #778 ?")).text, /Je ne trouve pas/);
      const [, seconds, mac] = asked[0].signature.match(/^t=(\d+),v1=([0-9a-f]{64})$/);
      const expected = createHmac("sha256", signingSecret).update(`${seconds}.${asked[0].body}`).digest("hex");
      assert.equal(mac, expected);
    } finally {
      server.closeAllConnections();
      server.close();
      await put("/api/assistant", { engine: "embedded", orderCheck: "none" });
    }
  });

  test("bad input to the merchant's forms says where, and changes nothing", async () => {
    const before = await assistant();
    for (const [path, body, says] of [
      ["/api/knowledge/articles/x/fr", { title: "", body: "…" }, /title/],
      ["/api/knowledge/articles/x/fr", { title: "T", body: "x".repeat(20_001) }, /body/],
      ["/api/knowledge/articles/x/fr", { title: "T", text: "…" }, /text/],
      ["/api/instants/x", { id: "x", variants: [] }, /variants/],
      ["/api/instants/x", { ...GIFTS, id: "y" }, /id/],
      ["/api/assistant", { engine: "psychic", orderCheck: "none" }, /psychic/],
      ["/api/assistant", { engine: "embedded", orderCheck: "none", orderEndpoint: "ftp://x" }, /orderEndpoint/],
    ]) {
      const response = await put(path, body);
      assert.equal(response.status, 400, `${path} ${JSON.stringify(body).slice(0, 80)}`);
      assert.match((await response.json()).message, says);
    }
    assert.deepEqual(await assistant(), before);
    assert.equal((await fetch(new URL("/api/assistant", base))).status, 401);
  });
});
