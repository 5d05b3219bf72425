// Two hundred shoppers who wait at once, and twenty agents of one shop: each is taken by exactly one of them, and none is
// lost. Prints how long that took.

import assert from "node:assert/strict";

import { Agent } from "../e2e/support/agent.mjs";
import { sessionOf, start, stop } from "../e2e/support/harness.mjs";
import { Panel } from "../e2e/support/panel.mjs";
import { OWNER, eventually, shop, signIn, token } from "../e2e/support/shop.mjs";

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const SHOPPERS = option("shoppers", 200);
const AGENTS = option("agents", 20);
const AT_ONCE = 20;
const PATIENCE = { within: 120_000, every: 100 };

const people = Array.from({ length: AGENTS }, (_, n) => ({
  email: `agent-${n}@shop.example`, password: "correct horse battery", name: `Agent ${n}`, role: "agent",
}));
const { base, harness } = await start({ document: shop({ staff: [OWNER, ...people] }) });

/** Does something for each, so many at once. */
async function each(things, work) {
  const left = [...things.entries()];
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) await work(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

const seconds = (since) => `${((performance.now() - since) / 1_000).toFixed(1)} s`;
try {
  const agents = [];
  for (const person of people) agents.push(await Agent.at(base, person));

  let began = performance.now();
  const shoppers = [];
  await each(Array.from({ length: SHOPPERS }), async () => {
    const pass = await token(base);
    const panel = await Panel.resume(base, pass);
    await panel.say("Je veux parler à un humain");
    shoppers.push({ panel, session: sessionOf(pass), heard: null });
  });
  await eventually(() => shoppers.every(({ panel }) => panel.messages().some(({ from }) => from === "system")), PATIENCE);
  console.log(`${SHOPPERS} shoppers were told that somebody comes, ${seconds(began)} after the first one asked`);

  // Every agent goes for every request, in an order of their own: most are told that a colleague has it.
  began = performance.now();
  const taken = new Map();
  const refused = { taken: 0, gone: 0, other: 0 };
  await Promise.all(agents.map(async (agent, nth) => {
    const first = Math.floor((nth * shoppers.length) / agents.length);
    const order = [...shoppers.slice(first), ...shoppers.slice(0, first)].slice(0, Math.ceil((2 * SHOPPERS) / AGENTS));
    for (const { session } of order) {
      const chat = await agent.attend(`${session}.1`);
      const outcome = await chat.act("accept");
      if (outcome === null) {
        taken.set(session, [...(taken.get(session) ?? []), agent.name]);
        await chat.say(`Bonjour, ${agent.name}`);
      } else refused[outcome === "taken" || outcome === "gone" ? outcome : "other"] += 1;
      chat.close();
    }
  }));
  console.log(`each was taken, ${seconds(began)} after the first agent began; told that it is taken: ${refused.taken}`);

  assert.deepEqual([taken.size, refused.gone, refused.other], [SHOPPERS, 0, 0]);
  assert.ok([...taken.values()].every((by) => by.length === 1), "no request has two agents");
  await eventually(() => shoppers.every(({ panel }) => panel.messages().some(({ from }) => from === "agent")), PATIENCE);
  for (const { panel, session } of shoppers) {
    const own = panel.messages().filter(({ from }) => from === "agent");
    assert.deepEqual(own.map(({ by }) => by), taken.get(session), "the shopper hears from the one who took it, once");
  }
  // What the desk knows is what happened.
  const [watcher] = agents;
  const stageOf = (session) => {
    const cases = watcher.of("case").map((it) => it.case.case);
    return cases.findLast((it) => it.conversation.startsWith(`${session}.`))?.handoff.stage;
  };
  await eventually(() => shoppers.every(({ session }) => stageOf(session)?.attended), PATIENCE);
  const owner = await signIn(base);
  assert.equal((await owner("/api/overview")).status, 200);
  console.log(`the desk has ${SHOPPERS} conversations with ${new Set([...taken.values()].flat()).size} agents`);
} finally {
  Agent.closeAll();
  await stop(harness);
}
