// `cargo xtask eval assistant`, with a model: it is asked as the edge asks it, and marked by the facts in what it says.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

import { ModelStub, calls, fails, says } from "../support/openai-stub.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const KEY = 'sk-"quoted"\\and-secret';

describe("the evaluation of a model", () => {
  let folder, stub;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "lutin-eval-"));
    stub = await ModelStub.start();
  });
  after(async () => {
    await stub.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** What is printed for these questions. */
  async function evaluate(questions) {
    const file = join(folder, "asked.jsonl");
    await writeFile(file, questions.map((question) => `${JSON.stringify(question)}\n`).join(""));
    const env = { ...process.env, ASSISTANT_BASE_URL: stub.baseUrl, ASSISTANT_MODEL: "stub-1", ASSISTANT_KEY: KEY };
    const child = spawn("cargo", ["xtask", "eval", "assistant", file], { cwd: ROOT, env });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => said.push(String(data)));
    await new Promise((resolve) => child.once("close", resolve));
    return said.join("");
  }

  test("marks what is right, wrong, not known, handed over, and not answered at all", async () => {
    const delivery = { lang: "fr", text: "Combien de temps prend la livraison ?", article: "livraison", facts: ["60 €"] };
    stub.script(
      says("La livraison est offerte dès 60\u00a0€."),
      says("La livraison est offerte dès 40 €."),
      calls("escalate", { reason: "asks_for_a_person" }),
      fails(401),
      says("Nous n'avons pas de piscine, mais voici un jouet."),
    );
    const nothing = { lang: "fr", text: "Avez-vous une piscine chauffée ?" };
    const said = await evaluate([delivery, delivery, delivery, delivery, nothing]);
    assert.match(said, /stub-1: 4 with an answer: right 1 \(25\.0 %\), wrong 1, not answered 1, escalated 1;/);
    assert.match(said, /1 without: said so 0 \(0\.0 %\), answered all the same 1/);
    assert.equal(stub.requests[0].headers.authorization, `Bearer ${KEY}`);
    assert.match(stub.requests[0].body.messages[0].content, /offerte/, "it is given what the shop knows");
    assert.ok(!said.includes(KEY));
  });
});
