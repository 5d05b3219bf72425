// A shopper's conversation against the real runtime: counted once, whatever happens in between.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { sessionOf, start, stop } from "../support/harness.mjs";
import { Panel } from "../support/panel.mjs";
import { HOURS, eventually, overview, post, shop, signIn, token } from "../support/shop.mjs";

describe("a conversation", () => {
  let base, worker, harness, staff;

  before(async () => {
    ({ base, worker, harness } = await start());
    staff = await signIn(base);
  });
  after(() => stop(harness));

  /** What the ledger says of one session's conversations, and how many it counts in all. */
  async function bill(session) {
    const { conversations, coverage } = await overview(staff);
    const own = conversations.filter((receipt) => receipt.conversation.startsWith(`${session}.`));
    return { used: coverage.used, remaining: coverage.remaining, own };
  }

  const counted = (session) => eventually(async () => (await bill(session)).own.length === 1);

  test("Example 1: a simple question is one conversation, with a receipt", async () => {
    const { used } = await bill();
    const pass = await token(base);
    const panel = await Panel.resume(base, pass);
    assert.equal((await panel.ask("Quels sont vos horaires d'ouverture ?")).text, HOURS);
    await counted(sessionOf(pass));
    const { own: [receipt], ...now } = await bill(sessionOf(pass));
    assert.deepEqual(now, { used: used + 1, remaining: 500 - used - 1 });
    assert.deepEqual([receipt.verdict, receipt.reason, receipt.rulesVersion], ["counted", "ai_reply", 1]);
    assert.equal(receipt.firstMessage.text, "Quels sont vos horaires d'ouverture ?");
    assert.equal(receipt.countedBy.text, HOURS);
  });

  test("Example 2: several messages are one conversation, and closing it ends it", async () => {
    const { used } = await bill();
    const pass = await token(base);
    const panel = await Panel.resume(base, pass);
    assert.equal((await panel.ask("Où est ma commande ?")).text, "Quel est votre numéro de commande ?");
    assert.match((await panel.ask("#12345")).text, /^Votre commande #12345 est en cours d'expédition\./);
    await counted(sessionOf(pass));
    const open = await (await staff(`/api/conversations/${sessionOf(pass)}.1`)).json();
    assert.deepEqual([open.receipt.endedAt, open.receipt.messages], [null, 4], "counted at 2, and 4 by now");
    panel.end();
    await panel.heard((frame) => frame.t === "ended" && frame.by === "closed");
    await eventually(async () => (await bill(sessionOf(pass))).own[0]?.endedBy === "closed");
    const { used: now, own } = await bill(sessionOf(pass));
    assert.deepEqual([now, own.length, own[0].messages, own[0].revision], [used + 1, 1, 4, 2]);

    const detail = await (await staff(`/api/conversations/${own[0].conversation}`)).json();
    const lines = detail.transcript.map((line) => line.type);
    assert.deepEqual(lines, ["started", "message", "message", "message", "message", "ended"]);

    await panel.ask("Et la livraison ?");
    await eventually(async () => (await bill(sessionOf(pass))).own.length === 2);
    assert.equal((await bill(sessionOf(pass))).used, used + 2, "after a close the next message starts another");
  });

  test("the object is evicted in the middle, with its sockets asleep: the same conversation goes on", async () => {
    const { used } = await bill();
    const pass = await token(base);
    const session = sessionOf(pass);
    const panel = await Panel.resume(base, pass);
    await panel.ask("Où est ma commande ?");
    await counted(session);
    await worker.evictDurableObject("SESSION", { name: session, webSockets: "hibernate" });
    assert.match((await panel.ask("#12345")).text, /#12345/, "it remembers what it had asked for");
    assert.equal(panel.closed, null, "the socket slept through it");
    await worker.evictDurableObject("MERCHANT", { name: "demo", webSockets: "close" });
    await panel.ask("Merci !");
    const { used: now, own } = await bill(session);
    assert.deepEqual([now, own.length], [used + 1, 1]);
  });

  test("a panel that comes back gets exactly what it missed", async () => {
    const pass = await token(base);
    const first = await Panel.resume(base, pass);
    const reply = await first.ask("Quels sont vos horaires d'ouverture ?");
    first.close();
    const second = await Panel.resume(base, pass);
    assert.deepEqual(second.messages().map((frame) => frame.from), ["shopper", "assistant"]);
    const seqs = second.messages().map((frame) => frame.seq);
    const third = await Panel.resume(base, pass, seqs[0]);
    assert.deepEqual(third.messages().map((frame) => frame.seq), [reply.seq]);
    assert.deepEqual((await Panel.resume(base, pass, reply.seq)).messages(), []);
  });

  test("a message sent twice is stored once and acknowledged twice; its id takes no other words", async () => {
    const pass = await token(base);
    const panel = await Panel.resume(base, pass);
    const id = await panel.say("Bonjour");
    await panel.heard((frame) => frame.from === "assistant");
    const seen = panel.frames.length;
    panel.send({ v: 1, t: "say", id, text: "Bonjour" });
    await panel.heard((frame) => frame.t === "message" && frame.id === id, seen);
    panel.send({ v: 1, t: "say", id, text: "Bonsoir" });
    assert.equal(await panel.refusal(), "message_id_reused");
    const witness = await Panel.resume(base, pass);
    assert.deepEqual(witness.messages().map((frame) => frame.text).filter((text) => text.startsWith("Bon")), ["Bonjour", "Bonjour ! Comment puis-je vous aider ?"]);
  });

  test("two panels of one session see the same", async () => {
    const pass = await token(base);
    const [one, two] = [await Panel.resume(base, pass), await Panel.resume(base, pass)];
    const reply = await one.ask("Quels sont vos horaires d'ouverture ?");
    await two.heard((frame) => frame.seq === reply.seq);
    assert.deepEqual(one.messages(), two.messages());
  });

  test("a close that comes twice leaves the next conversation alone, and is answered", async () => {
    const pass = await token(base);
    const panel = await Panel.resume(base, pass);
    await panel.ask("Bonjour");
    const seen = panel.end();
    const ended = await panel.heard((frame) => frame.t === "ended");
    await panel.ask("Encore moi");
    const before = panel.frames.length;
    panel.send({ v: 1, t: "close", seen });
    assert.deepEqual(await panel.heard((frame) => frame.t === "ended", before), ended);
    await eventually(async () => (await bill(sessionOf(pass))).own.length === 2);
    assert.equal((await bill(sessionOf(pass))).own[0].endedBy, null);
  });

  test("a test chat is marked as one and never counted", async () => {
    const { used } = await bill();
    const granted = await staff("/api/test-sessions", { method: "POST" });
    const { token: pass } = await granted.json();
    const panel = await Panel.resume(base, pass);
    assert.equal((await panel.heard((frame) => frame.t === "welcome")).purpose, "test");
    await panel.ask("Quels sont vos horaires d'ouverture ?");
    panel.end();
    await counted(sessionOf(pass));
    const { used: now, own: [receipt] } = await bill(sessionOf(pass));
    assert.deepEqual([now, receipt.verdict, receipt.reason, receipt.purpose], [used, "not_counted", "test", "test"]);
  });

  test("nobody but staff can have a test chat", async () => {
    const response = await post(base, "/api/test-sessions", {});
    assert.deepEqual([response.status, (await response.json()).code], [401, "signed_out"]);
  });

  test("what the shop does not know is said, not invented", async () => {
    const panel = await Panel.resume(base, await token(base));
    const { text } = await panel.ask("Vendez-vous des trottinettes ?");
    assert.match(text, /^Désolé, je n'ai pas la réponse.*bonjour@shop\.example/);
  });
});

describe("an order, with the check on", () => {
  let base, harness;

  before(async () => { ({ base, harness } = await start({ document: shop({ orderCheck: "emailOrPostcode" }) })); });
  after(() => stop(harness));

  test("is shown to whoever knows its e-mail, and to nobody else", async () => {
    const panel = await Panel.resume(base, await token(base));
    const asks = /^Merci. Pour afficher la commande #12345/;
    assert.match((await panel.ask("Où est ma commande 12345 ?")).text, asks);
    assert.match((await panel.ask("eve@shop.example")).text, /^Je ne trouve pas de commande/);
    assert.match((await panel.ask("#12345")).text, asks);
    assert.match((await panel.ask("c'est camille@shop.example")).text, /^Votre commande #12345 est en cours/);
  });
});

describe("words on their way", () => {
  let base, harness;

  before(async () => { ({ base, harness } = await start({ vars: { ASSISTANT_PACE_MS: "5" } })); });
  after(() => stop(harness));

  test("a reply is streamed in order and then stands whole", async () => {
    const panel = await Panel.resume(base, await token(base));
    const reply = await panel.ask("Quels sont vos horaires d'ouverture ?");
    const pieces = panel.frames.filter((frame) => frame.t === "delta");
    assert.deepEqual(pieces.map((piece) => piece.n), pieces.map((_, index) => index));
    assert.equal(pieces.map((piece) => piece.text).join(""), reply.text);
    assert.ok(panel.frames.some((frame) => frame.t === "typing"));
  });
});
