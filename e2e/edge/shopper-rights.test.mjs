// What shoppers may ask for themselves, in the real runtime: stars, being known, being forgotten.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, afterEach, before, describe, test } from "node:test";

import { Agent } from "../support/agent.mjs";
import { audit } from "../support/audit.mjs";
import { sessionOf, start, stop } from "../support/harness.mjs";
import { Panel } from "../support/panel.mjs";
import { OWNER, eventually, shop, signIn, token } from "../support/shop.mjs";
import { stored } from "../support/stored.mjs";

const PERSON = "Je veux parler à un humain";
const ALIX = { email: "alix@shop.example", password: "correct horse battery", name: "Alix", role: "agent" };
const HOUR = 3_600;
const GIFTS = {
  id: "gifts",
  isChip: false,
  variants: [{ language: "fr", label: "Paquets ?", triggers: ["emballage cadeau"], answer: "Oui, pour 3 €." }],
};
const GIF = Buffer.from("R0lGODlhAQABAAAAACw=", "base64");

const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
function jwt(claims, secret, header = { alg: "HS256", typ: "JWT" }) {
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

describe("what shoppers may ask for", () => {
  let base, worker, harness, staff, secret;

  before(async () => {
    ({ base, worker, harness } = await start({ probe: true, document: shop({ staff: [OWNER, ALIX], instants: [GIFTS] }) }));
    staff = await signIn(base);
    await staff("/api/orders", {
      method: "POST",
      body: JSON.stringify({ type: "enchantment", enchantment: "emotion", active: true }),
    });
    secret = (await (await staff("/api/assistant")).json()).signingSecret;
    await staff("/api/desk/settings", { method: "PUT", body: JSON.stringify({ images: true }) });
  });
  afterEach(() => Agent.closeAll());
  after(() => stop(harness));

  async function shopper() {
    const pass = await token(base);
    return { pass, session: sessionOf(pass), panel: await Panel.resume(base, pass) };
  }
  const detail = async (session) => {
    const response = await staff(`/api/conversations/${session}.1`);
    return response.ok && response.json();
  };
  const poll = async (pass, ...frames) => {
    const [headers, body] = [{ authorization: `Bearer ${pass}` }, JSON.stringify({ v: 1, frames })];
    const response = await fetch(new URL("/api/poll", base), { method: "POST", headers, body });
    assert.equal(response.status, 200);
    return (await response.json()).frames;
  };
  const upload = (pass, body) =>
    fetch(new URL("/api/files", base), { method: "POST", headers: { authorization: `Bearer ${pass}` }, body });
  const imagesOf = async (session) => (await (await worker.getEnv()).FILES.list({ prefix: `${session}.` })).objects;
  const journal = async (session) => (await stored(session))?.session.journal_1;
  const seen = (panel) => Math.max(...panel.frames.map((frame) => frame.seq ?? 0));
  test("stars are kept once, replaced, and shown beside what was said", async () => {
    const { panel, pass, session } = await shopper();
    panel.send({ v: 1, t: "rate", seen: 0, stars: 4 });
    assert.equal(await panel.refusal(), "not_found");
    await panel.ask("Quels sont vos horaires d'ouverture ?");
    const at = seen(panel);
    for (const stars of [0, 6]) {
      const since = panel.frames.length;
      panel.send({ v: 1, t: "rate", seen: at, stars });
      assert.equal(await panel.refusal(since), "malformed");
    }
    for (const stars of [4, 4, 2]) panel.send({ v: 1, t: "rate", seen: at, stars });
    await panel.heard((frame) => frame.t === "rated" && frame.stars === 2);
    const rated = panel.frames.filter(({ t }) => t === "rated");
    assert.deepEqual(rated.map(({ stars }) => stars), [4, 4, 2]);
    assert.equal(rated[0].seq, rated[1].seq, "the same entry again");
    const found = await eventually(() => detail(session));
    assert.equal(found.stars, 2);
    const again = await Panel.resume(base, pass);
    assert.equal(again.frames.findLast(({ t }) => t === "rated").stars, 2);
  });

  test("who the shop vouches for is known to agents, and not asked for an address", async () => {
    const { panel, session } = await shopper();
    const exp = Math.floor(Date.now() / 1_000) + HOUR;
    const claims = { sub: "c42", name: "Camille Ŕoux", email: "camille@mail.example", exp };
    const context = JSON.stringify({ panier: "3 jouets", total: 59.9 });
    for (const forged of [
      jwt(claims, "another secret"), jwt(claims, secret, { alg: "none" }), jwt({ ...claims, exp: exp - 2 * HOUR }, secret),
      `${part({ alg: "none" })}.${part(claims)}.`, "garbage",
    ]) {
      const since = panel.frames.length;
      panel.send({ v: 1, t: "about", identity: forged, context });
      assert.equal(await panel.refusal(since), "invalid_identity");
    }
    for (const [bad, code] of [["[]", "malformed"], [JSON.stringify({ a: "x".repeat(1_000) }), "frame_too_large"]]) {
      const since = panel.frames.length;
      panel.send({ v: 1, t: "about", context: bad });
      assert.equal(await panel.refusal(since), code);
    }
    panel.send({ v: 1, t: "about", identity: jwt(claims, secret), context });
    assert.equal(await journal(session), undefined, "nothing is stored before the first message");
    await panel.say(PERSON);
    await panel.heard(({ text }) => text?.includes("camille@mail.example"));
    const alix = await Agent.at(base, ALIX, false);
    const { case: task } = await alix.case(session, "followUp");
    assert.equal(task.handoff.contact, "camille@mail.example");
    const chat = await alix.attend(task.conversation);
    const { isHere, identity, context: about } = chat.of("shopper").at(-1);
    assert.deepEqual([isHere, identity, about],
      [true, { sub: "c42", name: "Camille Ŕoux", email: "camille@mail.example" }, { panier: "3 jouets", total: 59.9 }]);
    // Said again with every connection, kept once; the largest context stays beside a long page.
    const before = (await journal(session)).length;
    const large = JSON.stringify({ note: "é".repeat(490) });
    panel.send({ v: 1, t: "hello", after: 0, page: `https://shop.example/${"x".repeat(570)}` });
    panel.send({ v: 1, t: "about", identity: jwt(claims, secret), context: large });
    await chat.heard("shopper", ({ context: it }) => it?.note?.length === 490);
    assert.equal((await journal(session)).length, before);
    assert.ok(!JSON.stringify(await journal(session)).includes("jouets"), "a context is not journalled");
    alix.leave();
  });

  test("who wants to be forgotten is forgotten everywhere, and the bill is as it was", async () => {
    const { panel, pass, session } = await shopper();
    const other = await Panel.resume(base, pass);
    const exp = Math.floor(Date.now() / 1_000) + HOUR;
    const identity = jwt({ sub: "zebre-1", name: "Zélie Quartz", exp }, secret);
    panel.send({ v: 1, t: "about", identity, context: JSON.stringify({ secret: "topaze" }) });
    await panel.ask("Quels sont vos horaires d'ouverture pour Quartz ?");
    await panel.ask("Avez-vous des xylophones en topaze ?");
    await panel.say(`J'en ai marre, c'est nul, Quartz ! ${PERSON}`);
    await panel.say("zelie@quartz.example");
    await panel.heard(({ text }) => text?.includes("zelie@quartz.example") && text !== "zelie@quartz.example");
    const alix = await Agent.at(base, ALIX, false);
    const { case: task } = await eventually(async () => {
      const found = await alix.case(session, "followUp");
      return found.case.handoff.contact && found;
    });
    const chat = await alix.attend(task.conversation);
    await chat.note("cliente Quartz, fidèle");
    await eventually(() => detail(session));
    const words = ["quartz", "zélie", "zelie", "zebre", "xylophone", "topaze", "marre", "fidèle", "horaires d'ouverture pour"];
    const told = (it) => words.filter((word) => JSON.stringify(it).toLowerCase().includes(word));
    const before = await stored(session);
    assert.ok(told(before.session).length >= 8, `it was there: ${told(before.session)}`);
    assert.ok(told(before.merchant).length >= 4, `and there: ${told(before.merchant)}`);

    panel.send({ v: 1, t: "forget" });
    for (const it of [panel, other]) {
      await it.heard(({ t }) => t === "forgotten");
      assert.equal(await it.ended(), 4401);
    }
    assert.deepEqual(told((await stored(session)).session), [], "gone with the answer");
    await eventually(async () => told((await stored(session)).merchant).length === 0).catch(async () => {
      assert.deepEqual(told((await stored(session)).merchant), []);
    });
    await chat.heard("line", ({ line }) => line.type === "forgotten");
    await alix.case(session, "over");

    // What replays is the same, and so is the bill.
    await worker.evictDurableObject("SESSION", { name: session, webSockets: "close" });
    const { receipt, transcript } = await eventually(async () => {
      const found = await detail(session);
      return found.receipt?.endedBy === "closed" && found;
    });
    assert.deepEqual([receipt.verdict, receipt.reason, receipt.firstMessage.text], ["counted", "ai_reply", undefined]);
    const said = transcript.filter(({ type }) => type === "message");
    assert.ok(said.length > 5 && said.every(({ text, isErased }) => text === "" && isErased));
    assert.equal(transcript.at(-1).type, "forgotten");
    const exported = await (await staff("/api/export?texts=1")).text();
    assert.deepEqual(told(exported), []);
    const { holds, said: report } = await audit(exported);
    assert.ok(holds, report);

    // Forgotten twice is forgotten once; and the token is good for nothing more.
    const again = await Panel.open(base, pass);
    again.send({ v: 1, t: "forget" });
    await again.heard(({ t }) => t === "forgotten");
    assert.equal(await again.ended(), 4401);
    for (const frame of [{ t: "hello", after: 0 }, { t: "say", id: "late", text: "Quartz" }]) {
      const late = await Panel.open(base, pass);
      late.send({ v: 1, ...frame });
      await late.heard(({ t }) => t === "forgotten");
      assert.deepEqual(late.frames, [{ t: "forgotten" }], "told again, and nothing else");
      assert.equal(await late.ended(), 4401);
    }
    const polled = await poll(pass, { v: 1, t: "hello", after: 0 }, { v: 1, t: "say", id: "later", text: "Quartz" });
    assert.deepEqual(polled, [{ t: "forgotten" }]);
    assert.deepEqual(told(await stored(session)), []);
    const next = await shopper();
    await next.panel.ask("Quels sont vos horaires d'ouverture ?");
    assert.notEqual(next.session, session);
  });

  test("an expired identity is refused alone: a poller goes on, and the context is taken", async () => {
    const pass = await token(base);
    const session = sessionOf(pass);
    const exp = Math.floor(Date.now() / 1_000);
    const about = {
      v: 1, t: "about", identity: jwt({ sub: "c7", exp: exp - HOUR }, secret), context: JSON.stringify({ panier: "quille" }),
    };
    const hello = { v: 1, t: "hello", after: 0 };
    const told = await poll(pass, hello, about, { v: 1, t: "say", id: "m1", text: PERSON });
    assert.deepEqual(told.filter(({ t }) => t === "refused").map(({ code }) => code), ["invalid_identity"]);
    assert.ok(told.some(({ id }) => id === "m1"), "said all the same");
    const alix = await Agent.at(base, ALIX, false);
    const { case: task } = await alix.case(session, "followUp");
    // Whoever polls is there for a while after it.
    await poll(pass, hello, about);
    const chat = await alix.attend(task.conversation);
    const { identity, context } = await chat.heard("shopper", (it) => it.context);
    assert.deepEqual([identity ?? null, context], [null, { panier: "quille" }]);
    const good = { v: 1, t: "about", identity: jwt({ sub: "c7", exp: exp + HOUR }, secret), context: "[]" };
    assert.deepEqual((await poll(pass, hello, good)).filter(({ t }) => t === "refused").map(({ code }) => code), ["malformed"]);
    assert.equal((await chat.heard("shopper", (it) => it.identity)).identity.sub, "c7", "and the other way round");
    alix.leave();
  });

  test("who polls hears of the end before all is forgotten", async () => {
    const pass = await token(base);
    const hello = { v: 1, t: "hello", after: 0 };
    await poll(pass, hello, { v: 1, t: "say", id: "m1", text: "Bonjour" });
    const told = await poll(pass, { ...hello, after: 1_000 }, { v: 1, t: "forget" });
    assert.deepEqual(told.map(({ t }) => t).filter((t) => t !== "message"), ["welcome", "ended", "forgotten"]);
  });

  test("no image outlives its session: neither one that was sent, nor one on its way, nor one sent after", async () => {
    const { pass, panel, session } = await shopper();
    await panel.say("Bonjour");
    const { id } = await (await upload(pass, GIF)).json();
    assert.equal((await imagesOf(session)).length, 1);
    const large = Buffer.concat([GIF, Buffer.alloc(4_000_000)]);
    const uploads = Array.from({ length: 12 }, () => upload(pass, large));
    await eventually(async () => (await imagesOf(session)).length > 1, { every: 1 });
    panel.send({ v: 1, t: "forget" });
    await panel.heard(({ t }) => t === "forgotten");
    const codes = await Promise.all(uploads.map(async (answer) => (await (await answer).json()).code ?? "kept"));
    assert.ok(codes.includes("expired_token"), `some came too late: ${codes}`);
    await eventually(async () => (await imagesOf(session)).length === 0, { within: 30_000 });
    const late = await upload(pass, GIF);
    assert.deepEqual([late.status, (await late.json()).code], [401, "expired_token"]);
    assert.equal((await fetch(new URL(`/files/${id}`, base))).status, 404);
    await eventually(async () => JSON.stringify(await journal(session)).includes("erasure"), { within: 30_000 });
    assert.deepEqual(await imagesOf(session), []);
    assert.deepEqual((await stored(session)).session.images_1, [], "nor its name");
  });

  test("which Réponse Éclair was used is erased, that one was used is not", async () => {
    const uses = async () => {
      const [{ used, saved }] = (await (await staff("/api/assistant")).json()).instants;
      return { used, saved };
    };
    const { panel, session } = await shopper();
    await panel.say("Emballage cadeau ?");
    await panel.heard(({ from }) => from === "instant");
    const before = await uses();
    const rows = async () => (await eventually(() => stored(session))).merchant.instant_uses;
    const length = (await rows()).length;
    assert.ok(JSON.stringify(await rows()).includes(session));
    panel.send({ v: 1, t: "forget" });
    await panel.heard(({ t }) => t === "forgotten");
    await eventually(async () => !JSON.stringify(await rows()).includes(session));
    assert.equal((await rows()).length, length);
    assert.deepEqual(await uses(), { ...before, saved: before.saved + 1 }, "its last receipt came first");
  });

  test("a receipt that was on its way to a merchant who has erased brings no text", async () => {
    const { panel, session } = await shopper();
    await panel.ask("Quels sont vos horaires d'ouverture, mon améthyste ?");
    const { receipt } = await eventually(() => detail(session));
    assert.match(receipt.firstMessage.text, /améthyste/);
    panel.send({ v: 1, t: "forget" });
    await panel.heard(({ t }) => t === "forgotten");
    const merchants = async () => JSON.stringify((await eventually(() => stored(session))).merchant);
    await eventually(async () => !(await merchants()).includes("améthyste"));
    const deliver = (changes) =>
      fetch(new URL("/api/probe/receipts/demo", base), { method: "POST", body: JSON.stringify({ ...receipt, ...changes }) });
    assert.equal((await deliver({})).status, 200, "the same again");
    assert.equal((await deliver({ revision: 9 })).status, 200, "a later one");
    assert.equal((await deliver({ revision: 10, reason: "human_only", verdict: "not_counted" })).status, 422, "a dead letter");
    assert.ok((await merchants()).includes(session), "it is looked at");
    assert.ok(!(await merchants()).includes("améthyste"));
  });

  test("where nothing was said there is nothing to forget", async () => {
    const { panel, session } = await shopper();
    panel.send({ v: 1, t: "forget" });
    await panel.heard(({ t }) => t === "forgotten");
    assert.equal(await panel.ended(), 4401);
    assert.equal(await journal(session), undefined);
  });
});
