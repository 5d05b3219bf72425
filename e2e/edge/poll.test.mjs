// A panel whose network lets no WebSocket through: the same conversation, by polls.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, test } from "node:test";

import { Agent } from "../support/agent.mjs";
import { sessionOf, start, stop } from "../support/harness.mjs";
import { Panel } from "../support/panel.mjs";
import { HOURS, OWNER, eventually, overview, shop, signIn, token } from "../support/shop.mjs";

const hello = (after = 0) => ({ v: 1, t: "hello", after });
const say = (text, id = randomUUID()) => ({ v: 1, t: "say", id, text });
const seqs = (frames) => frames.flatMap((frame) => frame.seq ?? []).filter((seq) => seq > 0);

/** A panel that polls: sends what it has to say, and remembers the journal. */
class Poller {
  frames = [];

  constructor(base, token) {
    Object.assign(this, { base, token });
  }

  post(body, headers = {}) {
    const authorization = `Bearer ${this.token}`;
    return fetch(new URL("/api/poll", this.base), {
      method: "POST",
      headers: { authorization, ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  }

  get seen() {
    return Math.max(0, ...this.frames.filter((frame) => frame.t !== "welcome").map((frame) => frame.seq ?? 0));
  }

  /** What is told for a hello and these frames. */
  async poll(...frames) {
    const response = await this.post({ v: 1, frames: [hello(this.seen), ...frames] });
    assert.equal(response.status, 200);
    const told = (await response.json()).frames;
    this.frames.push(...told);
    return told;
  }

  messages() {
    return this.frames.filter((frame) => frame.t === "message");
  }

  /** Says something, and polls until a reply is there. */
  async ask(text) {
    const asked = await this.poll(say(text));
    const turn = asked.find((frame) => frame.t === "message" && frame.from === "shopper").seq;
    const isReply = (frame) => frame.t === "message" && frame.from !== "shopper" && frame.seq > turn;
    await eventually(async () => (await this.poll()).some(isReply));
    return this.messages().find(isReply);
  }
}

describe("a conversation by polls", () => {
  let base, harness, staff;

  before(async () => {
    ({ base, harness } = await start());
    staff = await signIn(base);
  });
  after(() => {
    Agent.closeAll();
    return stop(harness);
  });

  test("it is the same as by socket, and counted once", async () => {
    const pass = await token(base);
    const poller = new Poller(base, pass);
    assert.equal((await poller.ask("Quels sont vos horaires d'ouverture ?")).text, HOURS);
    assert.match((await poller.ask("Où est ma commande #12345 ?")).text, /#12345/);
    const socket = await Panel.resume(base, pass);
    assert.deepEqual(poller.messages(), socket.messages(), "the same transcript");
    assert.deepEqual(socket.messages().map(({ from }) => from), ["shopper", "assistant", "shopper", "assistant"]);
    const own = async () =>
      (await overview(staff)).conversations.filter(({ conversation }) => conversation.startsWith(sessionOf(pass)));
    await eventually(async () => (await own()).length === 1);
    assert.equal((await own())[0].verdict, "counted");
  });

  test("an answer is what was missed, the welcome, what the frames came to, and who writes", async () => {
    const poller = new Poller(base, await token(base));
    const first = await poller.poll(say("Quels sont vos horaires d'ouverture ?"));
    assert.deepEqual(first.map(({ t }) => t), ["welcome", "message", "typing"]);
    assert.equal(first[2].turn, first[1].seq);
    await eventually(async () => (await poller.poll()).some(({ from }) => from === "assistant"));
    const again = await new Poller(base, poller.token).poll(say(""), { v: 1, t: "typing" }, { t: "dance" }, say("Merci"));
    assert.deepEqual(
      again.map(({ t, code }) => code ?? t).slice(0, 6),
      ["message", "message", "welcome", "empty_message", "malformed", "message"],
    );
    const order = seqs(again.filter(({ t }) => t === "message"));
    assert.deepEqual(order, [...order].sort((a, b) => a - b), "in the order of the journal");
    assert.deepEqual(order, [...new Set(order)], "each once");
  });

  test("what is sent again is said once, and acknowledged", async () => {
    const pass = await token(base);
    const body = { v: 1, frames: [hello(), say("Bonjour")] };
    const [poller, told] = [new Poller(base, pass), []];
    for (let n = 0; n < 3; n += 1) told.push((await (await poller.post(body)).json()).frames);
    for (const frames of told) {
      assert.equal(frames.filter((frame) => frame.id === body.frames[1].id && frame.t === "message").length, 1);
    }
    const late = await poller.poll({ ...body.frames[1] });
    assert.ok(late.some((frame) => frame.id === body.frames[1].id), "also to whoever has seen it");
    const other = await poller.poll(say("Bonsoir", body.frames[1].id));
    assert.equal(other.find(({ t }) => t === "refused").code, "message_id_reused");
    await eventually(async () => poller.messages().length >= 2 || (await poller.poll(), false));
    const witness = await Panel.resume(base, pass);
    assert.deepEqual(witness.messages().map(({ from }) => from), ["shopper", "assistant"]);
  });

  test("a socket and polls in the same session: each hears of the other, and a close is told to both", async () => {
    const pass = await token(base);
    const [socket, poller] = [await Panel.resume(base, pass), new Poller(base, pass)];
    await poller.ask("Bonjour");
    await socket.heard((frame) => frame.from === "assistant");
    const reply = await socket.ask("Quels sont vos horaires d'ouverture ?");
    await eventually(async () => (await poller.poll()).some(({ seq }) => seq === reply.seq) || poller.seen >= reply.seq);
    assert.deepEqual(poller.messages(), socket.messages());
    const close = { v: 1, t: "close", seen: poller.seen };
    assert.equal((await poller.poll(close)).find(({ t }) => t === "ended").by, "closed");
    await socket.heard((frame) => frame.t === "ended");
    assert.equal((await poller.poll(close)).filter(({ t }) => t === "ended").length, 1, "twice is once, and answered");
  });

  test("an agent sees the shopper there, and their words; the shopper the agent's", async () => {
    const agent = await Agent.at(base, OWNER);
    const pass = await token(base);
    const poller = new Poller(base, pass);
    await poller.poll(say("Je veux parler à un humain"));
    await agent.case(sessionOf(pass), "waiting");
    const attendance = await agent.attend(`${sessionOf(pass)}.1`);
    assert.equal((await attendance.heard("shopper")).isHere, true);
    assert.equal(await attendance.act("accept"), null);
    await attendance.say("Camille à l'appareil");
    await eventually(async () => (await poller.poll()).some(({ from }) => from === "agent"));
    await poller.poll({ v: 1, t: "typing" });
    await eventually(() => attendance.frames.includes("typing"));
    agent.leave();
  });

  test("bad input", async () => {
    const poller = new Poller(base, await token(base));
    const refused = async (response, status, code) => {
      const body = await (await response).json();
      assert.deepEqual([(await response).status, body.code], [status, code], JSON.stringify(body));
      assert.ok(body.message.length > 10);
    };
    const good = { v: 1, frames: [hello()] };
    await refused(poller.post(good, { authorization: "" }), 401, "missing_token");
    await refused(poller.post(good, { authorization: "Bearer nonsense.nonsense" }), 401, "invalid_token");
    await refused(poller.post(good, { origin: "https://evil.example" }), 403, "forbidden_origin");
    await refused(poller.post({ ...good, v: 2 }), 400, "unsupported_version");
    await refused(poller.post("not json"), 400, "malformed");
    await refused(poller.post({ frames: [hello()] }), 400, "malformed");
    await refused(poller.post({ v: 1, frames: [] }), 400, "malformed");
    await refused(poller.post({ v: 1, frames: [say("Bonjour")] }), 400, "malformed");
    await refused(poller.post({ v: 1, frames: Array(51).fill(hello()) }), 413, "frame_too_large");
    await refused(poller.post({ v: 1, frames: [hello(), say("x".repeat(40_000))] }), 413, "frame_too_large");
    assert.equal((await poller.poll()).at(-1).seq, 0, "nothing of it is in the journal");
    const polls = await Promise.all(Array.from({ length: 125 }, () => poller.post(good)));
    assert.ok(polls.some(({ status }) => status === 429));
    await refused(poller.post(good), 429, "too_many_attempts");
  });
});
