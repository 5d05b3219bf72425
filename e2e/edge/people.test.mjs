// People in a conversation, against the real runtime: who is called, who comes, and what the shopper is promised.

import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { Agent, name } from "../support/agent.mjs";
import { Probe, sessionOf, start, stop } from "../support/harness.mjs";
import { Panel } from "../support/panel.mjs";
import { OWNER, eventually, overview, putMerchant, shop, signIn, token } from "../support/shop.mjs";

const R17 = "Parfait ! Nous vous connectons à l'un de nos agents maintenant. Il sera avec vous sous peu.";
const R18 = "Un agent vous contactera bientôt. Nous avons créé une tâche pour notre équipe.";
const SORRY = "Désolé, personne n'a pu se libérer.";
const ASK_CONTACT = "À quelle adresse e-mail ou à quel numéro de téléphone pouvons-nous vous répondre ?";
const PERSON = "Je veux parler à un humain";

const person = (name) => ({ email: `${name.toLowerCase()}@shop.example`, password: "correct horse battery", name, role: "agent" });
const [ALIX, BILAL] = ["Alix", "Bilal"].map(person);

/** The notices that a shopper was shown. */
const notices = (panel) => panel.messages().filter(({ from }) => from === "system").map(({ text }) => text);
const hears = (panel, ...texts) =>
  eventually(() => JSON.stringify(notices(panel)) === JSON.stringify(texts)).catch(() => {
    throw new Error(`the shopper heard\n  ${notices(panel).join("\n  ")}\nnot\n  ${texts.join("\n  ")}`);
  });

describe("people", () => {
  let base, worker, harness, staff, probe;

  before(async () => {
    ({ base, worker, harness } = await start({ probe: true, document: shop({ staff: [OWNER, ALIX, BILAL] }) }));
    staff = await signIn(base);
    const wish = { type: "enchantment", enchantment: "emotion", active: true };
    await staff("/api/orders", { method: "POST", body: JSON.stringify(wish) });
    probe = new Probe(base);
  });
  afterEach(() => Agent.closeAll());
  after(() => stop(harness));

  /** A shopper with a session of their own. */
  async function shopper() {
    const pass = await token(base);
    const panel = await Panel.resume(base, pass);
    return { panel, pass, session: sessionOf(pass) };
  }

  /** One who has asked for people. */
  async function caller() {
    const it = await shopper();
    await it.panel.say(PERSON);
    return it;
  }

  const receipt = async (session) =>
    (await overview(staff)).conversations.find((it) => it.conversation.startsWith(`${session}.`));

  async function settled(session) {
    return eventually(async () => (await receipt(session))?.endedBy && receipt(session));
  }

  test("somebody is there: R17 is said, it rings, one takes it, and it is a conversation of people", async () => {
    const alix = await Agent.at(base, ALIX);
    const { panel, pass, session } = await shopper();
    panel.send({ v: 1, t: "hello", after: 0, offset: 60, page: "https://shop.example/jouets" });
    await panel.say(PERSON);
    await hears(panel, R17);
    const { case: asked } = await alix.case(session, "waiting");
    assert.deepEqual([asked.handoff.trigger, asked.handoff.language, asked.summary], ["asked", "fr", PERSON]);
    assert.equal(asked.handoff.felt.emotion, "neutral", "Émotion is free");

    const chat = await alix.attend(asked.conversation);
    assert.deepEqual(chat.of("shopper").at(-1), { isHere: true, page: "https://shop.example/jouets" });
    assert.equal(await chat.act("accept"), null);
    await hears(panel, R17, "Alix a rejoint la conversation.");
    await alix.case(session, "attended");
    for (const n of [1, 2, 3]) {
      chat.send("typing");
      await panel.heard((frame) => frame.t === "typing" && frame.turn === 0);
      await chat.say(`réponse ${n}`);
      const reply = await panel.heard((frame) => frame.text === `réponse ${n}`);
      assert.deepEqual([reply.from, reply.by], ["agent", "Alix"]);
      panel.send({ v: 1, t: "typing" });
      await eventually(() => chat.frames.includes("typing"));
      await panel.say(`question ${n}`);
      const asked = await chat.heard("line", ({ line }) => line.text === `question ${n}`);
      assert.equal(asked.felt.emotion, "neutral");
    }
    await chat.note("client fidèle");
    assert.equal(await chat.act("resolve"), null);
    await panel.heard((frame) => frame.t === "ended" && frame.by === "resolved");
    const { reason, messages } = await settled(session);
    assert.deepEqual([reason, messages], ["human_only", 7]);

    // What a panel that comes back is told: nothing of the note.
    const again = await Panel.resume(base, pass);
    assert.ok(!JSON.stringify(again.frames).includes("fidèle"));
    const { transcript } = await (await staff(`/api/conversations/${session}.1`)).json();
    assert.equal(transcript.find(({ type }) => type === "noted").text, "client fidèle");
    assert.deepEqual(transcript.find(({ type }) => type === "escalated").trigger, "asked");
    alix.leave();
  });

  test("where the assistant has answered before, it is one conversation of the AI's", async () => {
    const alix = await Agent.at(base, ALIX);
    const { panel, session } = await shopper();
    await panel.ask("Où est ma commande ?");
    await panel.say(PERSON);
    await hears(panel, R17);
    const chat = await alix.attend(`${session}.1`);
    await chat.act("accept");
    await chat.say("Je regarde.");
    await chat.act("close");
    const { reason, verdict, messages } = await settled(session);
    assert.deepEqual([reason, verdict, messages], ["ai_reply", "counted", 4]);
    alix.leave();
  });

  test("nobody is there: R18, a task, the shopper's address, and the answer when they come back", async () => {
    const { panel, pass, session } = await shopper();
    await panel.say("Ma commande #12345 est arrivée cassée, je veux être remboursé. " + PERSON);
    await hears(panel, R18, ASK_CONTACT);
    await panel.say("camille@mail");
    await panel.say("camille@mail.example");
    await hears(panel, R18, ASK_CONTACT, "Cette adresse ou ce numéro semble incomplet. Pouvez-vous le vérifier ?",
      "Merci. Nous vous répondrons ici : camille@mail.example.");
    assert.equal(panel.messages().filter(({ from }) => from === "assistant").length, 0, "nothing was left to answer");
    const alix = await Agent.at(base, ALIX, false);
    const task = await eventually(async () => {
      const found = await alix.case(session, "followUp");
      return found.case.handoff.contact && found;
    });
    const { tag, priority, handoff, conversation } = task.case;
    assert.deepEqual([tag, priority], ["refund", "high"]);
    assert.equal(handoff.contact, "camille@mail.example");
    assert.ok(task.due > handoff.requestedAt);

    alix.send({ assign: { conversation, to: alix.id } });
    await alix.heard("case", ({ case: it }) => it.assignee === alix.id);
    panel.close();
    const chat = await alix.attend(conversation);
    await chat.say("Bonjour, le remboursement est parti.");
    await chat.reaches("followUp");
    assert.equal(chat.stage().followUp.answered.by.name, "Alix");
    alix.send({ done: { conversation, isDone: true } });
    await alix.heard("case", ({ case: it }) => it.isDone);
    const again = await Panel.resume(base, pass);
    assert.equal(again.messages().at(-1).text, "Bonjour, le remboursement est parti.");
    alix.leave();
  });

  test("without Escalade the shopper is told how and when the shop can be reached (R19)", async () => {
    const { base, harness } = await start({ document: shop({ plan: "free", staff: [OWNER, ALIX] }) });
    const alix = await Agent.at(base, ALIX);
    const panel = await Panel.resume(base, await token(base));
    panel.send({ v: 1, t: "hello", after: 0, offset: -300 });
    const { text } = await panel.ask(PERSON);
    assert.match(text, /bonjour@shop\.example/);
    assert.match(text, /ouvert|ouvrons/);
    assert.match(text, /à l'heure de votre appareil/, "by a clock in Montréal");
    assert.deepEqual(notices(panel), []);
    assert.equal(alix.of("case").length, 0);
    alix.leave();
    await stop(harness);
  });

  test("the last agent leaves while it rings: the shopper is told, and promised nothing (R20)", async () => {
    const alix = await Agent.at(base, ALIX);
    const { panel, session } = await caller();
    await hears(panel, R17);
    await alix.case(session, "waiting");
    await alix.available(false);
    await hears(panel, R17, SORRY, R18, ASK_CONTACT);
    const later = await caller();
    await hears(later.panel, R18, ASK_CONTACT);
    const chat = await alix.attend(`${session}.1`);
    assert.equal(name(chat.stage()), "followUp");
    alix.leave();
  });

  test("a console that is gone for good is noticed, one that is reloaded is waited for", async () => {
    const alix = await Agent.at(base, ALIX);
    const { panel } = await caller();
    await hears(panel, R17);
    alix.leave();
    const again = await Agent.at(base, ALIX);
    await new Promise((wake) => setTimeout(wake, 9_000));
    assert.deepEqual(notices(panel), [R17], "they were back in time");
    again.leave();
    await eventually(() => notices(panel).includes(R18), { within: 15_000 });
  });

  test("two take it at once: one has it, the other is told", async () => {
    const agents = await Promise.all([Agent.at(base, ALIX), Agent.at(base, BILAL)]);
    const { panel, session } = await caller();
    await hears(panel, R17);
    await Promise.all(agents.map((agent) => eventually(() => agent.rings(session))));
    const chats = await Promise.all(agents.map((agent) => agent.attend(`${session}.1`)));
    const outcomes = await Promise.all(chats.map((chat) => chat.act("accept")));
    assert.deepEqual([...outcomes].sort(), [null, "taken"].sort());
    const winner = outcomes.indexOf(null);
    await hears(panel, R17, `${agents[winner].name} a rejoint la conversation.`);
    await eventually(() => !agents.some((agent) => agent.rings(session)));
    assert.equal(await chats[1 - winner].act({ say: { id: "x", text: "moi aussi" } }), "taken");
    assert.equal(await chats[winner].act("close"), null);
    assert.equal(await chats[1 - winner].act("accept"), "gone");
    agents.forEach((agent) => agent.leave());
  });

  test("nobody writes for a minute: the shopper is told, and a task is left", async () => {
    const alix = await Agent.at(base, ALIX);
    const waiting = await caller();
    await hears(waiting.panel, R17);
    const silent = await caller();
    await hears(silent.panel, R17);
    const chat = await alix.attend(`${silent.session}.1`);
    await chat.act("accept");
    await probe.pass(61_000);
    await probe.ring(waiting.session);
    await probe.ring(silent.session);
    await hears(waiting.panel, R17, SORRY, R18, ASK_CONTACT);
    await hears(silent.panel, R17, "Alix a rejoint la conversation.", SORRY, R18, ASK_CONTACT);
    await alix.case(waiting.session, "followUp");
    assert.equal(await chat.act("resolve"), "gone");
    alix.leave();
  });

  test("an agent who is gone while they have it is replaced, and what they missed is not lost", async () => {
    const [alix, bilal] = [await Agent.at(base, ALIX), await Agent.at(base, BILAL)];
    const { panel, session } = await caller();
    const chat = await alix.attend(`${session}.1`);
    await chat.reaches("waiting");
    await chat.act("accept");
    await chat.say("Bonjour !");
    const seen = Math.max(...chat.of("line").map(({ seq }) => seq));
    chat.close();
    await panel.say("vous êtes là ?");
    const back = await alix.attend(`${session}.1`, seen);
    assert.ok(back.lines().some(({ text }) => text === "vous êtes là ?"));
    assert.ok(!back.lines().some(({ text }) => text === "Bonjour !"), "only what was missed");
    await probe.pass(46_000);
    await probe.ring(session);
    assert.equal(notices(panel).length, 2, "they came back in time");
    back.close();
    await alix.available(false);
    await eventually(async () => (await bilal.attend(`${session}.1`)).stage().attended?.awayUntil);
    await probe.pass(46_000);
    await probe.ring(session);
    await eventually(() => bilal.rings(session));
    const next = await bilal.attend(`${session}.1`);
    assert.equal(await next.act("accept"), null);
    assert.deepEqual(notices(panel).slice(2), [
      "Nous vous connectons à un autre de nos agents. Il sera avec vous sous peu.",
      "Bilal a rejoint la conversation.",
    ]);
    assert.ok(next.lines().some(({ text }) => text === "Bonjour !"));
    [alix, bilal].forEach((agent) => agent.leave());
  });

  test("either object is evicted in the middle: the conversation goes on, and the desk still knows", async () => {
    const alix = await Agent.at(base, ALIX);
    const { panel, session } = await caller();
    await hears(panel, R17);
    await worker.evictDurableObject("MERCHANT", { name: "demo", webSockets: "hibernate" });
    await worker.evictDurableObject("SESSION", { name: session, webSockets: "hibernate" });
    const chat = await alix.attend(`${session}.1`);
    assert.equal(await chat.act("accept"), null);
    await chat.say("un");
    await worker.evictDurableObject("SESSION", { name: session, webSockets: "hibernate" });
    await panel.say("deux");
    await chat.heard("line", ({ line }) => line.text === "deux");
    await chat.say("trois");
    await panel.heard((frame) => frame.text === "trois");
    await worker.evictDurableObject("MERCHANT", { name: "demo", webSockets: "hibernate" });
    await chat.act("resolve");
    await alix.case(session, "over");
    assert.equal((await settled(session)).reason, "human_only");
    const later = await caller();
    await hears(later.panel, R17);
    assert.ok(await eventually(() => alix.rings(later.session)), "the console that slept is still there");
    alix.leave();
  });

  test("it is handed to a colleague, who alone hears it, and back to the assistant", async () => {
    const [alix, bilal] = [await Agent.at(base, ALIX), await Agent.at(base, BILAL)];
    const { panel, session } = await caller();
    const chat = await alix.attend(`${session}.1`);
    await chat.reaches("waiting");
    await chat.act("accept");
    await chat.say("Je vous passe Bilal.");
    await chat.act({ handTo: { to: bilal.id } });
    await eventually(() => bilal.rings(session) && !alix.rings(session));
    const next = await bilal.attend(`${session}.1`);
    await next.act("accept");
    await next.say("Bonjour, Bilal.");
    assert.equal((await panel.heard((frame) => frame.text === "Bonjour, Bilal.")).by, "Bilal");
    await next.act("handBack");
    assert.equal(notices(panel).at(-1), "Notre assistant reprend la conversation.");
    assert.match((await panel.ask("Quels sont vos horaires ?")).text, /^Nous sommes ouverts/);
    [alix, bilal].forEach((agent) => agent.leave());
  });

  test("an agent who is switched off in the middle is out, and their shopper is connected to somebody else", async () => {
    const [alix, bilal] = [await Agent.at(base, ALIX), await Agent.at(base, BILAL, false)];
    const { panel, session } = await caller();
    const chat = await alix.attend(`${session}.1`);
    await chat.reaches("waiting");
    await chat.act("accept");
    await chat.say("Bonjour !");
    await alix.case(session, "attended");
    await bilal.available();
    const people = await (await staff("/api/staff")).json();
    const entry = people.find(({ email }) => email === ALIX.email);
    assert.deepEqual([entry.id, entry.isActive], [alix.id, true]);
    const put = (path, isActive) => staff(path, { method: "PUT", body: JSON.stringify({ isActive }) });
    const me = people.find(({ email }) => email === OWNER.email);
    assert.equal((await put(`/api/staff/${me.id}`, false)).status, 400, "nobody switches themselves off");
    assert.equal((await put(`/api/staff/${alix.id}`, false)).status, 200);
    await eventually(() => alix.closed === 4403 && chat.closed === 4403);
    await eventually(() => bilal.rings(session));
    assert.equal(notices(panel).at(-1), "Nous vous connectons à un autre de nos agents. Il sera avec vous sous peu.");
    const refused = await fetch(new URL("/api/sign-in", base), { method: "POST", body: JSON.stringify(ALIX) });
    assert.deepEqual([refused.status, (await refused.json()).code], [403, "deactivated"]);
    const knock = await alix.attend(`${session}.1`);
    await eventually(() => knock.closed === 4403);
    assert.equal((await put(`/api/staff/${alix.id}`, true)).status, 200);
    bilal.leave();
  });

  test("what is not an agent's to see or to do, they neither see nor do", async () => {
    const { panel, session } = await caller();
    await eventually(() => notices(panel).length > 0);
    const other = shop({ name: "Ailleurs", staff: [{ ...person("Eve"), email: "eve@other.example" }] });
    assert.equal((await putMerchant(base, "ailleurs", other)).status, 204);
    const eve = await Agent.at(base, { email: "eve@other.example", password: "correct horse battery" });
    const peek = await eve.attend(`${session}.1`);
    await eventually(() => peek.closed === 4404);
    assert.deepEqual(peek.frames, []);
    assert.equal(eve.of("welcome")[0].cases.length, 0);
    const alix = await Agent.at(base, ALIX);
    const nowhere = await alix.attend(`${session}.9`);
    await eventually(() => nowhere.closed === 4404);
    const chat = await alix.attend(`${session}.1`);
    const since = chat.frames.length;
    chat.socket.send("{");
    chat.send({ dance: {} });
    await eventually(() => chat.of("refused", since).length === 2);
    assert.deepEqual(chat.of("refused", since).map(({ code }) => code), ["malformed", "malformed"]);
    alix.send({ assign: { conversation: "nobody.1", to: null } });
    await alix.heard("refused", ({ code }) => code === "not_found");
    const asAgent = await signIn(base, ALIX);
    for (const path of ["/api/staff", "/api/desk/settings"]) {
      const method = path === "/api/staff" ? "GET" : "PUT";
      const body = method === "PUT" ? "{}" : undefined;
      assert.equal((await asAgent(path, { method, body })).status, 403, path);
    }
    for (const at of ["/api/desk", `/api/desk/conversations/${session}.1`]) {
      assert.equal((await staff(at)).status, 400, "an address for sockets");
    }
    [eve, alix].forEach((agent) => agent.leave());
  });

  test("a topic is left to people; and from Professional up they answer first, if somebody is there", async () => {
    const put = (staff, settings) => staff("/api/desk/settings", { method: "PUT", body: JSON.stringify(settings) });
    assert.equal((await put(staff, { humanFirst: true })).status, 400, "not on this plan");
    assert.equal((await put(staff, { topics: [""] })).status, 400);
    assert.equal((await put(staff, { topics: ["frais de port"], canned: [{ label: "Salut", text: "Bonjour !" }] })).status, 200);
    const alix = await Agent.at(base, ALIX);
    assert.deepEqual(alix.of("welcome")[0].settings.canned, [{ label: "Salut", text: "Bonjour !" }]);
    const { panel, session } = await shopper();
    await panel.say("Quels sont les frais de port ?");
    await hears(panel, R17);
    assert.equal((await alix.case(session, "waiting")).case.handoff.trigger, "topic");
    alix.leave();

    const { base: other, harness } = await start({ document: shop({ plan: "professional", staff: [OWNER, ALIX] }) });
    const owner = await signIn(other);
    assert.equal((await put(owner, { humanFirst: true })).status, 200);
    const alone = await Panel.resume(other, await token(other));
    assert.match((await alone.ask("Quels sont vos horaires d'ouverture ?")).text, /ouverts du lundi/);
    const there = await Agent.at(other, ALIX);
    const pass = await token(other);
    const met = await Panel.resume(other, pass);
    await met.say("Quels sont vos horaires d'ouverture ?");
    await hears(met, R17);
    assert.equal((await there.case(sessionOf(pass), "waiting")).case.handoff.trigger, "humanFirst");
    await there.available(false);
    await eventually(() => met.messages().some(({ from }) => from === "assistant"), { within: 15_000 });
    there.leave();
    await stop(harness);
  });
});
