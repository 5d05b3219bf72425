// The stub does what its replies say, seen through plain `fetch` and through a bare socket.

import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { ModelStub, calls, cut, empty, endless, fails, garbage, hangs, html, says } from "../support/openai-stub.mjs";

const TEXT = "Où est ma commande ? « Déjà » expédiée 🚚, à 60 € près.";

describe("the stub of a model", () => {
  let stub;

  beforeEach(async () => { stub = await ModelStub.start(); });
  afterEach(() => stub.stop());

  function ask(body = { stream: true }, init = {}) {
    return fetch(`${stub.baseUrl}/chat/completions`, { method: "POST", body: JSON.stringify(body), ...init });
  }

  /** Everything a reply sends, each read by itself, and how it ended. */
  async function hear(response) {
    const reads = [];
    try {
      for await (const bytes of response.body) reads.push({ at: Date.now(), bytes: Buffer.from(bytes) });
      return { reads, raw: raw(reads), broke: false };
    } catch (error) {
      return { reads, raw: raw(reads), broke: error.message };
    }
  }

  const raw = (reads) => Buffer.concat(reads.map(({ bytes }) => bytes)).toString();

  function chunks(raw) {
    const events = raw.split(/\r?\n\r?\n/).filter((event) => event !== "" && !event.startsWith(":"));
    assert.equal(events.pop(), "data: [DONE]");
    return events.map((event) => JSON.parse(event.replace(/^data: /, "")));
  }

  const deltas = (raw) => chunks(raw).map(({ choices }) => choices[0].delta);
  const text = (raw) => deltas(raw).map(({ content }) => content ?? "").join("");
  const reason = (raw) => chunks(raw).at(-1).choices[0].finish_reason;

  test("says a text in pieces, and then that it is done", async () => {
    stub.script(says(TEXT, { piece: 5 }));
    const response = await ask();
    assert.match(response.headers.get("content-type"), /^text\/event-stream/);
    const { raw } = await hear(response);
    assert.equal(text(raw), TEXT);
    const contents = deltas(raw).map(({ content }) => content).filter(Boolean);
    assert.ok(contents.slice(0, -1).every((content) => Array.from(content).length === 5), contents.join("|"));
    assert.equal(chunks(raw)[1].object, "chat.completion.chunk");
    const choice = { index: 0, delta: { content: TEXT.slice(0, 5) }, finish_reason: null };
    assert.deepEqual(chunks(raw)[1].choices, [choice]);
    assert.equal(reason(raw), "stop");
  });

  test("waits before the first piece and between pieces, and knows when it began", async () => {
    stub.script(says("abcdef", { piece: 2, firstAfterMs: 150, everyMs: 250 }));
    const before = Date.now();
    const response = await ask();
    assert.equal(stub.firstTokenAt, null);
    const { reads } = await hear(response);
    const first = reads.find(({ bytes }) => bytes.includes('"ab"')).at;
    const last = reads.find(({ bytes }) => bytes.includes('"ef"')).at;
    assert.ok(stub.firstTokenAt - before >= 145, `first after ${stub.firstTokenAt - before} ms`);
    assert.ok(first - stub.firstTokenAt > -5, `${first - stub.firstTokenAt} ms later`);
    assert.ok(first - stub.firstTokenAt < 400, `${first - stub.firstTokenAt} ms later`);
    // Counted from the stub's own beginning: a busy machine reads the first piece late.
    assert.ok(last - stub.firstTokenAt >= 490, `${last - stub.firstTokenAt} ms for two pauses`);
  });

  test("cuts its bytes into sevens, through characters and events", async () => {
    stub.script(says(TEXT, { splitBytes: true }));
    const socket = connect(new URL(stub.baseUrl).port, "127.0.0.1");
    const body = '{"stream":true}';
    socket.write(
      "POST /v1/chat/completions HTTP/1.1\r\nhost: stub\r\nconnection: close\r\n"
        + `content-length: ${body.length}\r\n\r\n${body}`,
    );
    const received = [];
    socket.on("data", (data) => received.push(data));
    await once(socket, "close");
    // The frames of the chunked transfer are the stub's writes, however the reads fall.
    const frames = [];
    let rest = Buffer.concat(received);
    rest = rest.subarray(rest.indexOf("\r\n\r\n") + 4);
    for (let size; (size = parseInt(rest, 16)) > 0; rest = rest.subarray(size + 2)) {
      rest = rest.subarray(rest.indexOf("\r\n") + 2);
      frames.push(rest.subarray(0, size));
    }
    assert.ok(frames.slice(0, -1).every(({ length }) => length === 7), "seven bytes each");
    assert.ok(frames.some((frame) => frame.toString().includes("\ufffd")), "a character is cut");
    assert.ok(frames.some((frame) => /\n\nd/.test(frame)), "an event ends within a slice");
    assert.ok(frames.some((frame) => /[^\n]\n$/.test(frame)), "the end of an event is cut");
    assert.equal(text(Buffer.concat(frames).toString()), TEXT);
  });

  test("does not hold bytes back over a pause", async () => {
    stub.script(says("abcd", { piece: 2, everyMs: 300, splitBytes: true }));
    const { reads } = await hear(await ask());
    const early = raw(reads.filter(({ at }) => at < stub.firstTokenAt + 200));
    assert.match(early, /"ab".*\n\n$/);
  });

  test("ends lines with CRLF and keeps the connection alive with comments", async () => {
    stub.script(says(TEXT, { crlf: true }), says(TEXT, { crlf: true, splitBytes: true }));
    for (let time = 0; time < 2; time += 1) {
      const { raw } = await hear(await ask());
      assert.match(raw, /^: keep-alive\r\n/m);
      assert.doesNotMatch(raw, /[^\r]\n/);
      assert.equal(text(raw), TEXT);
    }
  });

  test("calls a tool with its arguments in several chunks", async () => {
    stub.script(calls("find_order", { number: "12345", note: "déjà" }, { text: "Un instant." }));
    const { raw } = await hear(await ask());
    const parts = deltas(raw).flatMap(({ tool_calls = [] }) => tool_calls);
    assert.deepEqual(parts[0], {
      index: 0, id: "call_1", type: "function", function: { name: "find_order", arguments: "" },
    });
    const given = parts.map((part) => part.function.arguments);
    assert.ok(given.filter(Boolean).length > 1, "more than one chunk");
    assert.deepEqual(JSON.parse(given.join("")), { number: "12345", note: "déjà" });
    assert.equal(text(raw), "Un instant.");
    assert.equal(reason(raw), "tool_calls");
  });

  test("calls a tool in one chunk, and with broken arguments as they are", async () => {
    stub.script(calls("a", { b: 1 }, { splitArguments: false, id: "call_9" }), calls("a", '{"b": '));
    const parts = async () => {
      const { raw } = await hear(await ask());
      return deltas(raw).flatMap(({ tool_calls = [] }) => tool_calls);
    };
    const [whole, ...others] = await parts();
    assert.deepEqual([whole.id, whole.function.arguments, others], ["call_9", '{"b":1}', []]);
    assert.equal((await parts()).map((part) => part.function.arguments).join(""), '{"b": ');
  });

  test("answers in one piece when no stream is asked for", async () => {
    stub.script(says(TEXT), calls("a", { b: 1 }));
    const said = await (await ask({ stream: false })).json();
    assert.equal(said.object, "chat.completion");
    assert.deepEqual(said.choices, [
      { index: 0, message: { role: "assistant", content: TEXT }, finish_reason: "stop" },
    ]);
    const [{ message, finish_reason }] = (await (await ask({})).json()).choices;
    assert.deepEqual(message.tool_calls[0].function, { name: "a", arguments: '{"b":1}' });
    assert.equal(finish_reason, "tool_calls");
  });

  test("fails with a status, OpenAI's body and the time to wait", async () => {
    stub.script(fails(429, { message: "Key sk-secret is over its limit.", retryAfter: 7 }), fails(503));
    const limited = await ask();
    assert.deepEqual([limited.status, limited.headers.get("retry-after")], [429, "7"]);
    assert.equal((await limited.json()).error.message, "Key sk-secret is over its limit.");
    const down = await ask();
    assert.deepEqual([down.status, down.headers.get("retry-after")], [503, null]);
    assert.equal((await down.json()).error.type, "server_error");
  });

  test("is cut in the middle of an event", async () => {
    stub.script(cut(TEXT, 9), cut(TEXT, 9));
    const { raw, broke } = await hear(await ask());
    assert.ok(broke, "the connection breaks");
    const events = raw.split("\n\n");
    const half = events.pop();
    const said = events.map((event) => JSON.parse(event.replace(/^data: /, "")).choices[0].delta.content);
    assert.equal(said.join(""), TEXT.slice(0, 9));
    assert.match(half, /^data: \{/);
    assert.throws(() => JSON.parse(half.slice(6)));
    const unstreamed = await hear(await ask({ stream: false }));
    assert.ok(unstreamed.broke, "the connection breaks");
    assert.throws(() => JSON.parse(unstreamed.raw));
  });

  test("hangs after the headers, or after some text, until it is stopped", async () => {
    stub.script(hangs(), hangs({ text: TEXT, afterChars: 8 }));
    const silent = hear(await ask());
    const stuck = hear(await ask());
    const both = Promise.all([silent, stuck]);
    assert.equal(await Promise.race([both, sleep(200, "nothing")]), "nothing");
    await stub.stop();
    const [nothing, something] = await both;
    assert.ok(nothing.broke && something.broke);
    assert.equal(nothing.raw, "");
    assert.ok(something.raw.includes(`"content":"${TEXT.slice(0, 8)}"`), something.raw);
    assert.doesNotMatch(something.raw, /DONE|"stop"/);
  });

  test("sends what is no stream of events", async () => {
    stub.script(garbage(), html(), empty());
    const noise = await ask();
    assert.deepEqual([noise.status, noise.headers.get("content-type")], [200, "text/event-stream"]);
    const bytes = Buffer.from(await noise.arrayBuffer());
    assert.throws(() => new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    assert.equal(bytes.includes("data:"), false);
    const page = await ask();
    assert.match(page.headers.get("content-type"), /^text\/html/);
    assert.match(await page.text(), /^<!doctype html>/);
    const { raw } = await hear(await ask());
    assert.deepEqual([text(raw), reason(raw), stub.firstTokenAt], ["", "stop", null]);
  });

  test("never ends, waits for a slow reader, and answers others when one has left", async () => {
    stub.always(endless());
    for (const stream of [true, false]) {
      const gone = new AbortController();
      const reader = (await ask({ stream }, { signal: gone.signal })).body.getReader();
      let bytes = 0;
      while (bytes < 5_000_000) bytes += (await reader.read()).value.length;
      await sleep(200);
      const before = process.cpuUsage();
      await sleep(500);
      const { user, system } = process.cpuUsage(before);
      assert.ok(user + system < 200_000, `${user + system} µs of work for a reader that does not read`);
      gone.abort();
    }
    stub.script(says(TEXT));
    assert.equal(text((await hear(await ask())).raw), TEXT);
  });

  test("answers in turn, then always the same, and remembers what was asked", async () => {
    stub.script(says("un"), says("deux"));
    stub.always(says("encore"));
    const before = Date.now();
    const headers = { authorization: "Bearer key" };
    const heard = [];
    for (let n = 0; n < 4; n += 1) {
      heard.push(text((await hear(await ask({ stream: true, n }, { headers }))).raw));
    }
    assert.deepEqual(heard, ["un", "deux", "encore", "encore"]);
    assert.deepEqual(stub.requests.map(({ body }) => body.n), [0, 1, 2, 3]);
    assert.ok(stub.requests.every(({ headers }) => headers.authorization === "Bearer key"));
    assert.ok(stub.requests.every(({ at }) => at > before - 50 && at < Date.now() + 50));
  });

  test("does not give a scripted reply to what is no such request", async () => {
    stub.script(says("un"));
    assert.equal((await fetch(`${stub.baseUrl}/models`)).status, 404);
    assert.equal((await ask(null)).status, 400);
    assert.equal((await ask(null, { body: "no JSON" })).status, 400);
    assert.equal(text((await hear(await ask())).raw), "un");
    assert.equal((await ask()).status, 500, "nothing is left and nothing is the default");
    const stream = { stream: true };
    assert.deepEqual(stub.requests.map(({ body }) => body), ["", null, "no JSON", stream, stream]);
  });
});
