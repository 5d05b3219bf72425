// Images that shoppers send to people: what is taken, what is not, who sees it.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, test } from "node:test";

import { Agent } from "../support/agent.mjs";
import { sessionOf, start, stop } from "../support/harness.mjs";
import { Panel } from "../support/panel.mjs";
import { OWNER, signIn, token } from "../support/shop.mjs";

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64",
);
const JPEG = Buffer.from("ffd8ffe000104a46494600010100000100010000ffd9", "hex");
const GIF = Buffer.from("R0lGODlhAQABAAAAACw=", "base64");
const WEBP = Buffer.concat([Buffer.from("RIFF\x1a\0\0\0WEBPVP8L", "latin1"), Buffer.alloc(14)]);
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

describe("images", () => {
  let base, worker, harness, staff;

  const allow = async (images) => {
    const response = await staff("/api/desk/settings", { method: "PUT", body: JSON.stringify({ images }) });
    assert.deepEqual([response.status, (await response.json()).images], [200, images]);
  };

  before(async () => {
    ({ base, worker, harness } = await start());
    staff = await signIn(base);
    await allow(true);
  });
  after(() => {
    Agent.closeAll();
    return stop(harness);
  });

  const upload = (pass, body, headers = {}) =>
    fetch(new URL("/api/files", base), {
      method: "POST", body, headers: { ...(pass && { authorization: `Bearer ${pass}` }), ...headers },
    });
  const sent = async (pass, body = PNG) => {
    const response = await upload(pass, body);
    assert.equal(response.status, 200, await response.clone().text());
    return response.json();
  };
  async function refused(response, status, code) {
    const body = await (await response).json();
    assert.deepEqual([(await response).status, body.code], [status, code], JSON.stringify(body));
  }
  /** The token of a session in which something was said: no other one may send images. */
  async function begun() {
    const pass = await token(base);
    await (await Panel.resume(base, pass)).say("Bonjour");
    return pass;
  }
  const say = (text, image, id = randomUUID()) => ({ v: 1, t: "say", id, text, image });

  test("each kind is taken for what its bytes are, and comes back as it was, with nothing that could run", async () => {
    const pass = await begun();
    const kinds = [[PNG, "image/png"], [JPEG, "image/jpeg"], [GIF, "image/gif"], [WEBP, "image/webp"]];
    const ids = new Set();
    for (const [bytes, type] of kinds) {
      // Whatever is said of it.
      const grant = await (await upload(pass, bytes, { "content-type": "text/html" })).json();
      assert.deepEqual([grant.type, grant.size], [type, bytes.length]);
      assert.match(grant.id, new RegExp(`^${sessionOf(pass)}\\.[\\w-]{22}$`));
      ids.add(grant.id);
      const response = await fetch(new URL(`/files/${grant.id}`, base));
      assert.equal(response.status, 200);
      assert.deepEqual(Buffer.from(await response.arrayBuffer()), bytes);
      const headers = Object.fromEntries(response.headers);
      assert.equal(headers["content-type"], type);
      assert.equal(headers["content-disposition"], "inline");
      assert.equal(headers["content-security-policy"], "default-src 'none'; sandbox");
      assert.equal(headers["x-content-type-options"], "nosniff");
      assert.equal(headers["cross-origin-resource-policy"], "same-origin");
      assert.equal(headers["cache-control"], "private, max-age=3600");
      assert.equal(headers["set-cookie"], undefined);
    }
    assert.equal(ids.size, kinds.length);
  });

  test("what is no image is not taken, whatever it is called; nor what is too large, or nobody's", async () => {
    const pass = await begun();
    const html = Buffer.from("<!doctype html><script>alert(1)</script>");
    for (const bytes of [SVG, html, Buffer.from("%PDF-1.7"), Buffer.alloc(0), PNG.subarray(0, 4)]) {
      await refused(upload(pass, bytes, { "content-type": "image/png" }), 415, "unsupported_image");
    }
    const [most, more] = [5_000_000, 5_000_001].map((size) => Buffer.concat([PNG, Buffer.alloc(size - PNG.length)]));
    assert.equal((await sent(pass, most)).size, 5_000_000);
    await refused(upload(pass, more), 413, "frame_too_large");
    await refused(upload(null, PNG), 401, "missing_token");
    await refused(upload("nonsense.nonsense", PNG), 401, "invalid_token");
    await refused(upload(pass, PNG, { origin: "https://evil.example" }), 403, "forbidden_origin");
    for (const id of ["nothing", `${sessionOf(pass)}.${"x".repeat(22)}`, "..%2Fx.y", "a.b.c"]) {
      await refused(fetch(new URL(`/files/${id}`, base)), 404, "not_found");
    }
  });

  test("twenty in a session, and no more, also when they come at once; none before the first message", async () => {
    const pass = await begun();
    const answers = await Promise.all(Array.from({ length: 26 }, () => upload(pass, GIF)));
    assert.equal(answers.filter(({ status }) => status === 200).length, 20);
    for (const answer of answers.filter(({ status }) => status !== 200)) await refused(answer, 429, "too_many_attempts");
    await refused(upload(pass, GIF), 429, "too_many_attempts");
    await sent(await begun(), GIF);
    await refused(upload(await token(base), GIF), 425, "too_early");
  });

  test("what is sent back to back is said in that order, whatever an image takes", async () => {
    const pass = await begun();
    const { id: image } = await sent(pass);
    const panel = await Panel.resume(base, pass);
    const [shown, told] = [say("Regardez", image), say("Bonjour encore")];
    for (const frame of [shown, told, { v: 1, t: "close", seen: 1_000 }]) panel.send(frame);
    await panel.heard(({ t }) => t === "ended");
    const order = panel.frames.filter(({ t, from }) => t === "ended" || from === "shopper").map(({ id, t }) => id ?? t).slice(1);
    assert.deepEqual(order, [shown.id, told.id, "ended"]);
    const other = await staff(`/api/conversations/${sessionOf(pass)}.2`);
    assert.equal(other.status, 404, "one conversation");
  });

  test("a message stands also when its image is gone", async () => {
    const pass = await begun();
    const { id: image } = await sent(pass);
    const panel = await Panel.resume(base, pass);
    const frame = say("Regardez", image);
    panel.send(frame);
    await panel.heard(({ id }) => id === frame.id);
    await (await worker.getEnv()).FILES.delete(image);
    const seen = panel.frames.length;
    panel.send(frame);
    assert.equal((await panel.heard(({ id }) => id === frame.id, seen)).t, "message", "acknowledged again");
  });

  test("an image with a word is answered, and one alone is for people, who see it", async () => {
    const agent = await Agent.at(base, OWNER);
    const pass = await begun();
    const panel = await Panel.resume(base, pass);
    const { id: image } = await sent(pass);
    const asked = say("Quels sont vos horaires d'ouverture ?", image);
    panel.send(asked);
    const shown = await panel.heard(({ id }) => id === asked.id);
    assert.equal(shown.image, image);
    await panel.heard(({ from, text }) => from === "assistant" && /ouverts du lundi/.test(text));
    const alone = say("", image);
    panel.send(alone);
    assert.equal((await panel.heard((frame) => frame.id === alone.id)).text, "");
    assert.equal((await agent.case(sessionOf(pass), "waiting")).case.handoff.trigger, "asked");
    const attendance = await agent.attend(`${sessionOf(pass)}.1`);
    const images = attendance.lines().filter(({ from }) => from === "shopper").map((line) => line.image);
    assert.deepEqual(images, [undefined, image, image]);
    const { transcript } = await (await staff(`/api/conversations/${sessionOf(pass)}.1`)).json();
    assert.equal(transcript.findLast(({ from }) => from === "shopper").image, image, "also later");
    await worker.evictDurableObject("SESSION", { name: sessionOf(pass), webSockets: "close" });
    const back = await Panel.resume(base, pass);
    assert.deepEqual(back.messages().filter(({ from }) => from === "shopper").map((it) => it.image), [undefined, image, image]);
    agent.leave();
  });

  test("a message names an image of its own session, or is refused; sent again it is one", async () => {
    const [pass, other] = [await begun(), await begun()];
    const panel = await Panel.resume(base, pass);
    const [{ id: own }, { id: others }] = [await sent(pass), await sent(other)];
    const refusal = async (frame, code) => {
      const seen = panel.frames.length;
      panel.send(frame);
      const told = await panel.heard(({ t }) => t === "refused", seen);
      assert.deepEqual([told.code, told.id], [code, frame.id]);
    };
    await refusal(say("Regardez", others), "not_found");
    await refusal(say("Regardez", `${sessionOf(pass)}.${"x".repeat(22)}`), "not_found");
    await refusal(say("Regardez", "../secret"), "not_found");
    await refusal(say("", undefined), "empty_message");
    const frame = say("Regardez", own);
    for (let n = 0; n < 2; n += 1) {
      const seen = panel.frames.length;
      panel.send(frame);
      assert.equal((await panel.heard(({ id }) => id === frame.id, seen)).image, own);
    }
    await refusal({ ...frame, image: undefined }, "message_id_reused");
    const witness = await Panel.resume(base, pass);
    assert.equal(witness.messages().filter(({ text }) => text === "Regardez").length, 1);
  });

  test("a shop that takes none refuses them and says so to the panel; what was sent stays", async () => {
    const pass = await begun();
    const { id } = await sent(pass);
    const profile = async () => (await (await fetch(new URL("/frame/demo", base))).text()).match(/images&quot;:(\w+)/)[1];
    assert.equal(await profile(), "true");
    await allow(false);
    assert.equal(await profile(), "false");
    await refused(upload(pass, PNG), 403, "images_off");
    assert.equal((await fetch(new URL(`/files/${id}`, base))).status, 200);
    await allow(true);
  });
});
