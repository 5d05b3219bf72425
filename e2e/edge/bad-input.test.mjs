// Everything that can be sent wrongly gets its documented code, and nothing is stored half.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, test } from "node:test";

import { sessionOf, start, stop } from "../support/harness.mjs";
import { Panel } from "../support/panel.mjs";
import { OPERATOR_TOKEN, OWNER, post, putMerchant, shop, signIn, token } from "../support/shop.mjs";

describe("bad input", () => {
  let base, harness;

  before(async () => { ({ base, harness } = await start()); });
  after(() => stop(harness));

  async function expect(response, status, code) {
    const body = await (await response).json();
    assert.deepEqual([(await response).status, body.code], [status, code], JSON.stringify(body));
    assert.ok(body.message.length > 10, "a sentence that a person understands");
    return body;
  }

  test("sessions: unknown merchant, forbidden origin, unreadable and oversized bodies", async () => {
    const ask = (body, headers) => post(base, "/api/sessions", body, headers);
    const good = { merchant: "demo", host: "https://shop.example" };
    await expect(ask({ ...good, merchant: "nobody" }), 404, "unknown_merchant");
    await expect(ask({ ...good, host: "https://elsewhere.example" }), 403, "forbidden_origin");
    await expect(ask(good, { origin: "https://elsewhere.example" }), 403, "forbidden_origin");
    await expect(ask({ merchant: "demo" }), 400, "malformed");
    await expect(ask({ ...good, merchant: "../demo" }), 400, "malformed");
    await expect(ask({ ...good, host: "x".repeat(40_000) }), 413, "frame_too_large");
    await expect(fetch(new URL("/api/nothing", base)), 404, "not_found");
  });

  test("the frame: an unknown merchant gets a page that says so, and a known one its policy", async () => {
    const unknown = await fetch(new URL("/frame/nobody", base));
    assert.equal(unknown.status, 404);
    assert.match(await unknown.text(), /no shop has this name/);
    const page = await fetch(new URL("/frame/demo", base));
    assert.match(page.headers.get("content-security-policy"), /frame-ancestors 'self' https:\/\/shop\.example$/);
    assert.match(await page.text(), /L&#?\w*;?'?Atelier|L'Atelier/);
  });

  test("sockets: no token, a forged one, one of another key, another version", async () => {
    const turnedAway = async (pass, protocol, code, close = 4401) => {
      const panel = await Panel.open(base, pass, protocol);
      assert.equal(await panel.refusal(), code);
      assert.equal(await panel.ended(), close);
    };
    const pass = await token(base);
    const [claims, mac] = pass.split(".");
    const forged = Buffer.from(claims, "base64url").toString().replace('"live"', '"test"');
    await turnedAway(null, "lutin.v1", "missing_token");
    await turnedAway("nonsense.nonsense", "lutin.v1", "invalid_token");
    await turnedAway(`${Buffer.from(forged).toString("base64url")}.${mac}`, "lutin.v1", "invalid_token");
    await turnedAway(pass, "lutin.v9", "unsupported_version", 4406);
    await expect(fetch(new URL("/api/socket", base)), 400, "unsupported_version");
  });

  test("frames: each refusal leaves the socket usable, and nothing in the journal", async () => {
    const pass = await token(base);
    const panel = await Panel.resume(base, pass);
    const refused = async (frame, code) => {
      const seen = panel.frames.length;
      panel.send(frame);
      assert.equal(await panel.refusal(seen), code);
    };
    const say = (text, id = randomUUID()) => ({ v: 1, t: "say", id, text });
    await refused("not json", "malformed");
    await refused(new Uint8Array([1, 2, 3]), "malformed");
    await refused({ v: 1, t: "dance" }, "malformed");
    await refused(say("x", "an id with spaces"), "malformed");
    await refused(say(""), "empty_message");
    await refused(say(" \n\u200b"), "empty_message");
    await refused(say("é".repeat(4_001)), "message_too_long");
    await refused(say("x".repeat(40_000)), "frame_too_large");
    const witness = await Panel.resume(base, pass);
    assert.equal((await witness.heard((frame) => frame.t === "welcome")).seq, 0, "the journal is empty");
    assert.ok(await panel.ask("Bonjour"), "and then a good message is answered");
    const seen = panel.frames.length;
    panel.send("ping");
    await panel.heard((frame) => frame.t === "pong", seen);
    await refused({ v: 2, t: "hello", after: 0 }, "unsupported_version");
    assert.equal(await panel.ended(), 4406);
  });

  test("sign-in: wrong password, unknown address, too many attempts, and signing out", async () => {
    const attempt = (email, password) => post(base, "/api/sign-in", { email, password });
    await expect(attempt(OWNER.email, "wrong password"), 401, "wrong_credentials");
    await expect(attempt("nobody@shop.example", "wrong password"), 401, "wrong_credentials");
    await expect(post(base, "/api/sign-in", {}), 400, "malformed");
    const staff = await signIn(base, { ...OWNER, email: OWNER.email.toUpperCase() });
    assert.equal((await (await staff("/api/me")).json()).merchant, "demo");
    await expect(staff("/api/sign-out", { method: "POST", headers: { origin: "https://evil.example" } }), 403, "forbidden_origin");
    assert.equal((await staff("/api/sign-out", { method: "POST" })).status, 204);
    await expect(staff("/api/me"), 401, "signed_out");
    await expect(fetch(new URL("/api/overview", base)), 401, "signed_out");
    for (let n = 0; n < 10; n += 1) await attempt("locked@shop.example", "wrong password");
    await expect(attempt("locked@shop.example", "wrong password"), 429, "too_many_attempts");
  });

  test("merchants: the field that is wrong is named, and the one before stands", async () => {
    const wrong = async (change, message) => {
      const body = await expect(putMerchant(base, "demo", shop(change)), 400, "malformed");
      assert.match(body.message, message);
    };
    await wrong({ timezone: "Europe/Lutin" }, /timezone.*Europe\/Lutin/);
    await wrong({ accent: "green" }, /accent/);
    await wrong({ origins: ["https://shop.example; script-src *"] }, /origins\[0\]/);
    await wrong({ name: " " }, /name/);
    await wrong({ plan: "gold" }, /gold.*line 1/);
    await wrong({ surprise: 1 }, /surprise/);
    await wrong({ staff: [{ ...OWNER, password: "short" }] }, /staff\[0\]\.password/);
    await wrong({ staff: [OWNER, OWNER] }, /listed twice/);
    await wrong({ orders: [{ number: "#1001", state: "shipping" }] }, /orders\[0\]\.number/);
    await expect(putMerchant(base, "demo", shop(), "wrong"), 401, "invalid_token");
    const me = await (await (await signIn(base))("/api/overview")).json();
    assert.equal(me.name, "L'Atelier");
    assert.equal((await putMerchant(base, "demo", shop(), OPERATOR_TOKEN)).status, 204, "and again is harmless");
  });

  test("another merchant's conversation is not found", async () => {
    const other = { ...OWNER, email: "other@elsewhere.example" };
    assert.equal((await putMerchant(base, "other", shop({ staff: [other] }))).status, 204);
    const taken = await expect(putMerchant(base, "third", shop({ staff: [other] })), 400, "malformed");
    assert.match(taken.message, /staff\[0\]\.email: signs in to another merchant/);
    const pass = await token(base);
    const panel = await Panel.resume(base, pass);
    await panel.ask("Bonjour");
    const stranger = await signIn(base, other);
    await expect(stranger(`/api/conversations/${sessionOf(pass)}.1`), 404, "not_found");
    await expect(stranger("/api/conversations/nonsense"), 404, "not_found");
    assert.equal((await (await stranger("/api/overview")).json()).coverage.used, 0);
  });
});

describe("a Worker without its secrets", () => {
  test("says that the mistake is ours, and the log names the secret", async () => {
    const { base, harness } = await start({ secrets: { TOKEN_SECRET: "", OPERATOR_TOKEN: "" }, document: null });
    const response = await putMerchant(base, "demo", shop());
    const body = await response.json();
    assert.deepEqual([response.status, body.code], [500, "fault"]);
    const logs = harness.getLogs().map((log) => log.message).join("\n");
    assert.match(logs, new RegExp(`fault ${body.trace}: the secret OPERATOR_TOKEN is not set`));
    await stop(harness);
  });
});
