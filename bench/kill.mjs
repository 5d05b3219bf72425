// Hundreds of conversations against `wrangler dev`, which is killed with SIGKILL at random moments and started again on
// what it had stored. In the end the ledger is compared with what the shoppers saw, and its export is audited:
//
//   cargo xtask build && node bench/kill.mjs [--conversations 240] [--kills 24] [--seed 1]

import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";

import { audit } from "../e2e/support/audit.mjs";
import { Edge } from "../e2e/support/edge.mjs";
import { Panel } from "../e2e/support/panel.mjs";
import { eventually, signIn, token } from "../e2e/support/shop.mjs";

const options = {
  conversations: { type: "string", default: "240" },
  kills: { type: "string", default: "24" },
  seed: { type: "string", default: String(Date.now() % 1_000_000) },
};
const { values } = parseArgs({ options });
const [CONVERSATIONS, KILLS, SEED] = [values.conversations, values.kills, values.seed].map(Number);
const SHOPPERS = 8;
const QUESTIONS = ["Quels sont vos horaires d'ouverture ?", "Où est ma commande ?", "#12345", "Et la livraison ?"];

/** Mulberry32: the same seed, the same shoppers. When a kill falls is the machine's affair. */
function dice(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let drawn = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    drawn = (drawn + Math.imul(drawn ^ (drawn >>> 7), 61 | drawn)) ^ drawn;
    return ((drawn ^ (drawn >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const pause = (millis) => new Promise((wake) => setTimeout(wake, millis));

/** Tries until it works: the edge may be gone at any moment. */
async function persist(attempt, within = 120_000) {
  const deadline = Date.now() + within;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(100);
    }
  }
}

/** A shopper who does not give up: says everything again until it comes back, and waits for the reply. */
class Shopper {
  /** What was acknowledged: id → text. */
  said = new Map();
  conversations = 0;
  #seen = 0;
  #panel = null;

  constructor(edge, random) {
    this.edge = edge;
    this.random = random;
  }

  async begin() {
    this.pass = await persist(() => token(this.edge.base));
    this.session = JSON.parse(Buffer.from(this.pass.split(".")[0], "base64url")).session;
    this.#seen = 0;
    this.#panel = null;
  }

  /** One conversation: one to three questions, each answered, and mostly a close. */
  async talk() {
    const questions = 1 + Math.floor(this.random() * 3);
    for (let n = 0; n < questions; n += 1) {
      const [id, text] = [randomUUID(), QUESTIONS[Math.floor(this.random() * QUESTIONS.length)]];
      await this.#until((panel) => panel.send({ v: 1, t: "say", id, text }), (frames) => {
        const own = frames.findIndex((frame) => frame.id === id);
        return own >= 0 && frames.slice(own).some((frame) => frame.t === "message" && frame.from === "assistant");
      });
      this.said.set(id, text);
    }
    this.conversations += 1;
    if (this.random() < 0.7) {
      await this.#until((panel) => panel.end(), (frames) => frames.at(-1)?.t === "ended");
      return true;
    }
    return false;
  }

  /** Does it, again on every new connection, until what was heard in all is what was wanted. */
  async #until(act, wanted) {
    await persist(async () => {
      const panel = await this.#connect();
      act(panel);
      await eventually(() => wanted(panel.heardInAll()) || panel.closed !== null, { within: 15_000, every: 10 });
      if (!wanted(panel.heardInAll())) throw new Error("the edge is gone");
    });
  }

  async #connect() {
    if (this.#panel && this.#panel.closed === null) return this.#panel;
    const before = this.#panel?.heardInAll() ?? [];
    const after = Math.max(0, ...before.map((frame) => frame.seq));
    const panel = await Panel.resume(this.edge.base, this.pass, after);
    panel.heardInAll = () => {
      const news = panel.frames.filter((frame) => frame.seq && frame.t !== "welcome" && frame.seq > after);
      return [...before, ...news];
    };
    this.#panel = panel;
    return panel;
  }

  leave() {
    this.#panel?.close();
    this.#panel = null;
  }
}

const random = dice(SEED);
const edge = await Edge.start({ pace: 15 });
// What each session came to, as its shopper saw it: session → { pass, conversations, said }.
const truth = new Map();
const orders = [];
let begun = 0;
let kills = 0;
let over = false;

async function shop(index) {
  const shopper = new Shopper(edge, dice(SEED + index + 1));
  while (begun < CONVERSATIONS || kills < KILLS) {
    await shopper.begin();
    shopper.said = new Map();
    shopper.conversations = 0;
    let again = true;
    while (again && (begun < CONVERSATIONS || kills < KILLS)) {
      begun += 1;
      // Only a close lets another conversation begin in the same session; then it sometimes does.
      again = (await shopper.talk()) && shopper.random() < 0.5;
    }
    shopper.leave();
    truth.set(shopper.session, { pass: shopper.pass, conversations: shopper.conversations, said: shopper.said });
  }
}

async function merchant() {
  while (!over) {
    const order = `pack-${orders.length + 1}`;
    await persist(async () => {
      const staff = await signIn(edge.base);
      const body = JSON.stringify({ type: "pack", order, size: 100 });
      const response = await staff("/api/orders", { method: "POST", body });
      if (!response.ok) throw new Error(`order: ${response.status}`);
    });
    orders.push(order);
    await pause(1_000);
  }
}

async function killer() {
  while (kills < KILLS) {
    await pause(100 + random() * 1_500);
    await edge.kill();
    kills += 1;
    await edge.up();
  }
}

const start = Date.now();
let failed = false;
try {
  const shoppers = Promise.all(Array.from({ length: SHOPPERS }, (_, index) => shop(index)));
  const buying = merchant();
  await killer();
  await shoppers;
  over = true;
  await buying;

  // Alarms that are overdue at a restart may not ring by themselves here: somebody looks at each session once more.
  let [lost, conversations] = [0, 0];
  for (const [session, { pass, said }] of truth) {
    const panel = await Panel.resume(edge.base, pass);
    const messages = panel.messages().filter((frame) => frame.from === "shopper");
    const found = new Map(messages.map((frame) => [frame.id, frame.text]));
    for (const [id, text] of said) if (found.get(id) !== text) lost += 1;
    if (messages.length !== said.size) {
      failed = true;
      console.error(`${session}: ${said.size} messages were said, ${messages.length} are there`);
    }
    panel.close();
  }

  const staff = await signIn(edge.base);
  const rows = async () => {
    const lines = (await (await staff("/api/export")).text()).trimEnd().split("\n").map((line) => JSON.parse(line));
    return lines.filter((line) => line.type === "row").map((line) => line.row.entry);
  };
  const counts = async () => {
    const counted = new Map();
    for (const { kind, period, receipt } of await rows()) {
      if (kind === "posted" && period !== null) {
        counted.set(receipt.conversation, (counted.get(receipt.conversation) ?? 0) + 1);
      }
    }
    return counted;
  };
  const wanted = [...truth].flatMap(([session, { conversations: count }]) =>
    Array.from({ length: count }, (_, index) => `${session}.${index + 1}`));
  await eventually(async () => (await counts()).size >= wanted.length, { within: 20_000 }).catch(() => {});
  // Long enough for a second count to arrive, if there were one.
  await pause(2_000);
  const counted = await counts();
  conversations = wanted.length;
  const missing = wanted.filter((id) => !counted.has(id));
  const doubled = [...counted.values()].filter((times) => times > 1).length;
  const invented = [...counted.keys()].filter((id) => !wanted.includes(id));
  const packs = (await rows()).filter((entry) => entry.type === "packBought").map((entry) => entry.order);
  const { holds, said } = await audit(await (await staff("/api/export")).text());

  const figures = {
    conversations,
    counted: counted.size,
    "lost counts": missing.length,
    "doubled counts": doubled,
    "counts of nothing": invented.length,
    "messages lost": lost,
    kills,
    "packs ordered": orders.length,
    "packs bought": packs.length,
    "packs bought twice": packs.length - new Set(packs).size,
    "audit": holds ? "holds" : said.trim(),
    seed: SEED,
    seconds: Math.round((Date.now() - start) / 1_000),
  };
  for (const [name, figure] of Object.entries(figures)) console.log(`${name.padStart(20)}  ${figure}`);
  failed ||= !holds || missing.length + doubled + invented.length + lost > 0 || packs.length !== orders.length
    || new Set(packs).size !== packs.length;
} catch (error) {
  failed = true;
  console.error(error, edge.log().slice(-4_000));
} finally {
  Panel.closeAll();
  await edge.stop();
}
process.exit(failed ? 1 : 0);
