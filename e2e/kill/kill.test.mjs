// The edge dies in the middle and is started again on what it had stored: nothing that was acknowledged
// is missing, and each conversation is counted once.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, test } from "node:test";

import { Edge } from "../support/edge.mjs";
import { Panel } from "../support/panel.mjs";
import { HOURS, eventually, overview, signIn, token } from "../support/shop.mjs";

const QUESTION = "Quels sont vos horaires d'ouverture ?";

describe("SIGKILL", () => {
  let edge;

  // Slow enough that a kill falls between a message and its reply.
  before(async () => { edge = await Edge.start({ pace: 150 }); });
  after(async () => {
    Panel.closeAll();
    await edge.stop();
  });

  /** What a shopper sees of a session, and what the merchant is billed for in all. */
  async function truth(pass, used) {
    const panel = await Panel.resume(edge.base, pass);
    await panel.heard((frame) => frame.t === "message" && frame.from === "assistant");
    const staff = await signIn(edge.base);
    await eventually(async () => (await overview(staff)).coverage.used >= used);
    // Long enough for a second count to arrive, if there were one.
    await new Promise((wake) => setTimeout(wake, 500));
    const said = panel.messages().map(({ from, text }) => [from, text]);
    return { said, used: (await overview(staff)).coverage.used };
  }

  const once = (used) => ({ said: [["shopper", QUESTION], ["assistant", HOURS]], used });

  test("between a message and its reply: the message stands, is answered, and counted once", async () => {
    const pass = await token(edge.base);
    const panel = await Panel.resume(edge.base, pass);
    await panel.say(QUESTION);
    await panel.heard((frame) => frame.t === "delta");
    await edge.kill();
    assert.ok(!panel.messages().some((frame) => frame.from === "assistant"), "the kill came before the reply");
    await edge.up();
    assert.deepEqual(await truth(pass, 1), once(1));
  });

  test("right after a message was sent: sent again with the same id, it is one message", async () => {
    const pass = await token(edge.base);
    const panel = await Panel.resume(edge.base, pass);
    const id = randomUUID();
    panel.send({ v: 1, t: "say", id, text: QUESTION });
    await edge.kill();
    await edge.up();
    const again = await Panel.resume(edge.base, pass);
    again.send({ v: 1, t: "say", id, text: QUESTION });
    await again.heard((frame) => frame.from === "assistant");
    assert.deepEqual(await truth(pass, 2), once(2));
  });

  test("right after the reply, while the count is on its way: it arrives, once", async () => {
    const pass = await token(edge.base);
    const panel = await Panel.resume(edge.base, pass);
    await panel.ask(QUESTION);
    await edge.kill();
    await edge.up();
    assert.deepEqual(await truth(pass, 3), once(3));
    await edge.kill();
    await edge.up();
    assert.deepEqual(await truth(pass, 3), once(3));
  });
});
