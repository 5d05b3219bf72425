// Workers AI, which answers through a binding and not at an address: what a Worker that stands in for it streams arrives, and
// what it refuses is the embedded engine's.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { start, stop } from "../support/harness.mjs";
import { Panel } from "../support/panel.mjs";
import { HOURS, shop, token } from "../support/shop.mjs";

const MODEL = "@cf/example/model";

describe("Workers AI", () => {
  let base, harness;

  before(async () => {
    const vars = { ASSISTANT_PACE_MS: "0", WORKERS_AI_MODEL: MODEL };
    const document = shop({ engine: "workersAi", plan: "enterprise" });
    ({ base, harness } = await start({ vars, document, workersAi: true }));
  });
  after(() => stop(harness));

  test("is asked for the model that the operator chose, and its words arrive", async () => {
    const panel = await Panel.resume(base, await token(base));
    const reply = await panel.ask("Combien de temps prend la livraison ?");
    assert.equal(reply.text, `Demandé à ${MODEL} : Combien de temps prend la livraison ?`);
    const deltas = panel.frames.filter((frame) => frame.t === "delta");
    assert.equal(deltas.map((frame) => frame.text).join(""), reply.text);
  });

  test("when it is down, the embedded engine answers", async () => {
    const panel = await Panel.resume(base, await token(base));
    const reply = await panel.ask("Vos horaires d'ouverture, le site est en panne ?");
    assert.equal(reply.text, HOURS);
  });
});
