// The bill in the real runtime: what is counted, ordered, contested and credited, month by month, and that an export
// of it is recomputed by the audit. The clock is the tests' (the feature `probe`).

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { audit } from "../support/audit.mjs";
import { Probe, sessionOf, start, stop } from "../support/harness.mjs";
import { Panel } from "../support/panel.mjs";
import {
  OPERATOR_TOKEN, OWNER, eventually, overview, post, putMerchant, send, shop, signIn, token,
} from "../support/shop.mjs";

const AGENT = { email: "agent@shop.example", password: "another good battery", name: "Alex", role: "agent" };
const MINUTE = 60_000;

describe("a bill", () => {
  let base, worker, harness, staff, agent, probe;

  before(async () => {
    const document = shop({ plan: "free", staff: [OWNER, AGENT] });
    ({ base, worker, harness } = await start({ document: null, probe: true }));
    probe = new Probe(base);
    await probe.goTo("2026-12-30T09:00:00+01:00");
    assert.equal((await putMerchant(base, "demo", document)).status, 204);
    staff = await signIn(base);
    agent = await signIn(base, AGENT);
  });
  after(() => stop(harness));

  const account = async () => (await staff("/api/account")).json();

  /** A session with one question and its reply; gives the session and its panel. */
  async function talk() {
    const pass = await token(base);
    const panel = await Panel.resume(base, pass);
    await panel.ask("Quels sont vos horaires d'ouverture ?");
    const session = sessionOf(pass);
    const known = async () => (await staff(`/api/conversations/${session}.1`)).status === 200;
    await eventually(known);
    return { pass, panel, session };
  }

  const detail = async (session) => (await staff(`/api/conversations/${session}.1`)).json();

  async function exported(query = "") {
    const response = await staff(`/api/export${query}`);
    assert.equal(response.status, 200, await response.clone().text());
    return response.text();
  }

  test("a conversation that falls silent ends by inactivity, 30 minutes after its last message", async () => {
    const { pass, session } = await talk();
    await probe.pass(31 * MINUTE);
    await worker.evictDurableObject("SESSION", { name: session, webSockets: "close" });
    // Somebody comes back: what is overdue is found on every wake.
    await Panel.resume(base, pass);
    await eventually(async () => (await detail(session)).receipt.endedBy === "inactivity");
    const { receipt } = await detail(session);
    assert.equal(receipt.endedAt, receipt.countedBy.at + 30 * MINUTE);
    assert.deepEqual([receipt.verdict, receipt.revision], ["counted", 2]);
    assert.deepEqual(receipt.facts.map((fact) => fact.from), ["shopper", "assistant"]);
  });

  test("nobody comes back: the alarm ends it, and what the ledger heard before it hears no second time", async () => {
    const { session } = await talk();
    await probe.pass(36 * MINUTE);
    for (let rings = 0; rings < 3; rings += 1) {
      await worker.evictDurableObject("SESSION", { name: session, webSockets: "close" });
      await probe.ring(session);
    }
    const { receipt, link } = await detail(session);
    assert.deepEqual([receipt.endedBy, receipt.revision], ["inactivity", 2]);
    const { head } = JSON.parse((await exported()).trimEnd().split("\n").at(-1));
    assert.equal(link.seq, head.seq, "no row came after it");
  });

  test("a pack is bought once however often it is ordered, and its id buys nothing else", async () => {
    const pack = { type: "pack", order: "p1", size: 100 };
    assert.equal((await send(staff, "/api/orders", pack)).body.statement.totals.packs, 900);
    assert.equal((await send(staff, "/api/orders", pack)).body.statement.totals.packs, 900);
    const other = await send(staff, "/api/orders", { ...pack, size: 500 });
    assert.deepEqual([other.status, other.body.code], [409, "order_id_reused"]);
    const unknown = await send(staff, "/api/orders", { type: "pack", order: "p2", size: 7 });
    assert.deepEqual([unknown.status, unknown.body.code], [422, "unknown_offer"]);
    assert.deepEqual((await account()).packs, [{ size: 100, left: 100 }]);
  });

  test("a plan moves up at once, pro rata, and down with the next month", async () => {
    const up = await send(staff, "/api/orders", { type: "plan", order: "u1", plan: "starter" });
    // The 30th of 31 days: two are left.
    assert.equal(up.body.statement.totals.plan, Math.round((1900 * 2) / 31));
    assert.equal(up.body.plan, "starter");
    const down = await send(staff, "/api/orders", { type: "plan", order: "d1", plan: "free" });
    assert.deepEqual([down.body.plan, down.body.nextPlan], ["starter", "free"]);
    const again = await send(staff, "/api/orders", { type: "plan", order: "u1", plan: "starter" });
    assert.equal(again.body.nextPlan, "free", "the first order, sent again, does not cancel the second");
    await send(staff, "/api/orders", { type: "enchantment", enchantment: "memory", active: true });
    assert.equal((await account()).statement.totals.enchantments, 300);
  });

  test("only an owner sees the bill, orders, exports and contests", async () => {
    for (const [path, body] of [
      ["/api/account"], ["/api/statements/2026-12"], ["/api/export"],
      ["/api/orders", { type: "pack", order: "p9", size: 100 }],
      ["/api/conversations/x.1/contest", { reason: "?" }],
    ]) {
      const response = await agent(path, body && { method: "POST", body: JSON.stringify(body) });
      assert.deepEqual([path, response.status, (await response.json()).code], [path, 403, "owner_only"]);
      assert.equal((await fetch(new URL(path, base), { method: body ? "POST" : "GET" })).status, 401, path);
    }
    const foreign = await staff("/api/orders", { method: "POST", body: "{}", headers: { origin: "https://evil.example" } });
    assert.equal(foreign.status, 403);
  });

  test("a contested count waits for the operator, and is credited by a new row", async () => {
    const { session } = await talk();
    const { used } = (await overview(staff)).coverage;
    const contest = (reason) => send(staff, `/api/conversations/${session}.1/contest`, { reason });
    assert.equal((await contest(" ")).status, 422);
    assert.equal((await contest("C'était notre stagiaire.")).body.contest.state, "open");
    assert.equal((await contest("Encore")).body.contest.reason, "C'était notre stagiaire.", "asked twice is once");
    assert.equal((await overview(staff)).coverage.used, used);

    const operator = (path, init = {}) =>
      fetch(new URL(`/api/operator/merchants/demo${path}`, base), {
        ...init, headers: { authorization: `Bearer ${OPERATOR_TOKEN}` },
      });
    const open = await (await operator("/contests")).json();
    assert.deepEqual(open.map((it) => it.receipt.conversation), [`${session}.1`]);
    const judge = (credit) =>
      operator(`/contests/${session}.1`, { method: "POST", body: JSON.stringify({ credit, note: "D'accord." }) });
    assert.equal((await judge(true)).status, 200);
    assert.equal((await judge(true)).status, 200);
    assert.equal((await judge(false)).status, 409);
    assert.deepEqual(await (await operator("/contests")).json(), []);
    assert.deepEqual(await (await operator("/dead-letters")).json(), []);
    assert.equal((await fetch(new URL("/api/operator/merchants/demo/contests", base))).status, 401);

    assert.equal((await overview(staff)).coverage.used, used - 1);
    const { contest: decided, period, receipt } = await detail(session);
    assert.deepEqual([decided.state, decided.ground, period, receipt.verdict], ["credited", "operator", null, "counted"]);
    const refused = await send(staff, "/api/conversations/nobody.1/contest", { reason: "?" });
    assert.deepEqual([refused.status, refused.body.code], [404, "not_found"]);
  });

  test("a month turns in the merchant's time zone: packs stay, the plan moves down, alerts start afresh", async () => {
    const before = await account();
    await probe.goTo("2027-01-01T00:00:01+01:00");
    const january = await account();
    assert.deepEqual([january.statement.period, january.plan], ["2027-01", "free"]);
    assert.deepEqual(january.statement.coverage.packBalance, before.statement.coverage.packBalance);
    assert.deepEqual(january.statement.totals, { plan: 0, packs: 0, enchantments: 300, total: 300 });
    await talk();
    assert.deepEqual([(await account()).statement.coverage.used, (await account()).periods], [1, ["2026-12", "2027-01"]]);
    assert.deepEqual(await (await staff("/api/statements/2026-12")).json(), before.statement);
    assert.equal((await staff("/api/statements/2025-12")).status, 404);
  });

  test("an export is recomputed by the audit; one that was tampered with names the row", async () => {
    const text = await exported();
    const { holds, said } = await audit(text);
    assert.ok(holds, said);
    assert.match(said, /counts, 1 credited/);
    const lines = text.trimEnd().split("\n");
    const rows = lines.filter((line) => line.includes('"type":"row"')).length;
    assert.equal(rows, lines.length - 2);
    assert.ok(!text.includes("horaires"), "no text unless it is asked for");

    const find = (needle) => lines.findIndex((line) => line.includes(needle));
    const replaced = (needle, from, to) => lines.with(find(needle), lines[find(needle)].replace(from, to));
    const swapped = lines.with(3, lines[4]).with(4, lines[3]);
    for (const [what, changed, wanted] of [
      ["a verdict", replaced('"counted"', '"verdict":"counted"', '"verdict":"not_counted"'), /row was changed/],
      ["a removed row", lines.toSpliced(4, 1), /line 5 \(row 5\).*row 4 was expected/],
      ["the last row removed", lines.toSpliced(-2, 1), /ends here with|was expected here/],
      ["a swapped pair", swapped, /row 3 was expected/],
      ["an amount", replaced("packBought", '"price":900', '"price":800'), /row was changed/],
      ["an amount of the statement", replaced('"type":"end"', '"amount":900', '"amount":800'), /statement of 2026-12/],
      ["the end", lines.slice(0, -1), /`end` was expected/],
    ]) {
      const verdict = await audit(changed.join("\n"));
      assert.equal(verdict.holds, false, what);
      assert.match(verdict.said, wanted, what);
    }
  });

  test("a month alone is recomputed from what was carried forward, with or without texts", async () => {
    for (const [query, texts] of [["?period=2026-12", false], ["?period=2027-01", false], ["?period=2027-01&texts=1", true]]) {
      const text = await exported(query);
      const { holds, said } = await audit(text);
      assert.ok(holds, `${query}: ${said}`);
      assert.equal(text.includes("Quels sont vos horaires"), texts, query);
    }
    const changed = (await exported("?texts=1")).replace(/("text":"Quels sont vos) horaires/, "$1 prix");
    const { holds, said } = await audit(changed);
    assert.equal(holds, false);
    assert.match(said, /not the one that was recorded/);
    for (const [query, status] of [["?period=2026-11", 404], ["?period=soon", 400], ["?texts=yes", 400]]) {
      assert.equal((await staff(`/api/export${query}`)).status, status, query);
    }
  });

  test("a receipt that comes twice, late, changed or unreadable counts nothing, and what is dead is seen", async () => {
    const { session } = await talk();
    const { receipt } = await detail(session);
    const { used } = (await overview(staff)).coverage;
    const deliver = async (changes) => {
      const body = typeof changes === "string" ? changes : JSON.stringify({ ...receipt, ...changes });
      const response = await fetch(new URL("/api/probe/receipts/demo", base), { method: "POST", body });
      return response.ok ? "taken" : (await response.json()).code;
    };
    const letters = async () => {
      const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` };
      const response = await fetch(new URL("/api/operator/merchants/demo/dead-letters", base), { headers });
      return (await response.json()).map(({ conversation, code, tries }) => [conversation, code, tries]);
    };
    assert.equal(await deliver({}), "taken", "a second time");
    assert.equal(await deliver({ mood: "happy" }), "taken", "from newer code");
    assert.equal(await deliver({ facts: undefined }), "taken", "from older code, and known");
    assert.deepEqual(await letters(), []);

    const other = `${session.slice(0, -1)}_.1`;
    assert.equal(await deliver({ conversation: other, facts: undefined }), "malformed");
    assert.equal(await deliver({ conversation: other, facts: undefined }), "malformed");
    assert.equal(await deliver({ revision: 9, reason: "human_only", verdict: "not_counted" }), "unfounded_receipt");
    assert.equal(await deliver({ revision: 9, merchant: "another" }), "unfounded_receipt");
    assert.equal(await deliver("?"), "malformed");
    const dead = await letters();
    assert.deepEqual(dead.map(([, code, tries]) => [code, tries]).toSorted(),
      [["malformed", 1], ["malformed", 2], ["unfounded_receipt", 2]]);
    assert.equal((await overview(staff)).deadLetters, 3);

    assert.equal(await deliver({ conversation: other }), "taken", "once its code is a newer one");
    assert.equal(await deliver({ revision: 9 }), "taken");
    assert.equal((await letters()).length, 1, "what nobody can read stays");
    assert.equal((await overview(staff)).coverage.used, used + 1, "the other conversation counted, this one not again");
    assert.ok((await audit(await exported())).holds);
  });

  test("a count whose clock is over the month's end before the ledger's waits, and is not lost", async () => {
    // Both objects have one clock here; what can be seen is that going back over a month's end loses nothing.
    await probe.goTo("2026-12-31T23:59:59+01:00");
    const { session } = await talk();
    const { receipt, period } = await detail(session);
    assert.deepEqual([receipt.verdict, period], ["counted", "2026-12"]);
    assert.ok((await audit(await exported())).holds);
    assert.ok((await audit(await exported("?period=2026-12"))).holds, "a late count belongs to its month's export");
  });
});
