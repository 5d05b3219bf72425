// A model behind the OpenAI-compatible API that says what a test wants said, and fails as the test wants.

import { once } from "node:events";
import { createServer } from "node:http";
import { setImmediate as turn, setTimeout as sleep } from "node:timers/promises";

const SLICE_BYTES = 7;
/** Neither UTF-8 nor JSON nor an event, and the same bytes every time. */
const NOISE = Buffer.from(Array.from({ length: 600 }, (_, index) => (index * 167 + 255) % 256));

export class ModelStub {
  /** Every request received, answered or not: `{ at, path, headers, body }`. */
  requests = [];
  /** When the reply to the latest request began to say something; `null` as long as it has not. */
  firstTokenAt = null;
  #server = createServer((request, response) => this.#answer(request, response));
  #replies = [];
  #default = fails(500, { message: "The test has given the stub no reply for this request." });

  static async start() {
    const stub = new ModelStub();
    // A kept connection that ends by itself just when it is used again would be a failure nobody scripted.
    stub.#server.keepAliveTimeout = 0;
    stub.#server.listen(0, "127.0.0.1");
    await once(stub.#server, "listening");
    stub.baseUrl = `http://127.0.0.1:${stub.#server.address().port}/v1`;
    return stub;
  }

  /** What the next requests get, one each. */
  script(...replies) {
    this.#replies.push(...replies);
  }

  /** Forgets what was asked and what was scripted. */
  clear() {
    this.requests.length = 0;
    this.#replies.length = 0;
  }

  /** What a request gets for which nothing is scripted. */
  always(reply) {
    this.#default = reply;
  }

  /** Ends everything, also what hangs. */
  async stop() {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(request, response) {
    const at = now();
    let body;
    try {
      body = await read(request);
    } catch {
      return; // The client left before it had asked for anything.
    }
    this.firstTokenAt = null;
    this.requests.push({ at, path: request.url, headers: request.headers, body });
    const wire = new Wire(this, response, body?.stream === true);
    try {
      await this.#reply(request, body)(wire);
    } catch (error) {
      // A client that leaves ends its reply wherever that is; anything else is a mistake in here.
      if (!wire.left) throw error;
    }
  }

  #reply({ method, url }, body) {
    const asked = `${method} ${url}`;
    if (asked !== "POST /v1/chat/completions") return fails(404, { message: `There is no ${asked}.` });
    if (typeof body !== "object" || body === null) return fails(400, { message: "The body is no object." });
    return this.#replies.shift() ?? this.#default;
  }
}

/**
 * Text, `piece` characters a chunk. `splitBytes` sends seven bytes at a time, so that characters and events
 * break anywhere; `crlf` ends lines with CRLF, with comments in between.
 */
export function says(
  text, { piece = 12, firstAfterMs = 0, everyMs = 0, splitBytes = false, crlf = false } = {},
) {
  return async (wire) => {
    if (!wire.streams) {
      await wire.pause(firstAfterMs);
      return wire.complete({ content: text });
    }
    await wire.open({ splitBytes, crlf });
    await wire.delta({ role: "assistant", content: "" });
    for (const [index, content] of pieces(text, piece).entries()) {
      await wire.pause(index === 0 ? firstAfterMs : everyMs);
      await wire.delta({ content });
    }
    await wire.finish("stop");
  };
}

/** A call of a tool; `args` as a string is sent as it is, broken or not. */
export function calls(name, args = {}, { text = "", splitArguments = true, id = "call_1" } = {}) {
  const json = typeof args === "string" ? args : JSON.stringify(args);
  const call = (given) => ({ id, type: "function", function: { name, arguments: given } });
  return async (wire) => {
    if (!wire.streams) {
      return wire.complete({ content: text || null, tool_calls: [call(json)] }, "tool_calls");
    }
    await wire.open();
    await wire.delta({ role: "assistant", content: null });
    for (const content of pieces(text, 12)) await wire.delta({ content });
    await wire.delta({ tool_calls: [{ index: 0, ...call(splitArguments ? "" : json) }] });
    for (const part of splitArguments ? pieces(json, Math.ceil(json.length / 4)) : []) {
      await wire.delta({ tool_calls: [{ index: 0, function: { arguments: part } }] });
    }
    await wire.finish("tool_calls");
  };
}

/** An HTTP error with OpenAI's body; `retryAfter` is the header's value. */
export function fails(status, { message = "The model stub fails.", retryAfter } = {}) {
  const type = status >= 500 ? "server_error" : "invalid_request_error";
  const headers = retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
  return (wire) => wire.whole(status, { error: { message, type, param: null, code: null } }, headers);
}

/** `afterChars` characters of the text and half an event; then the connection breaks. */
export function cut(text, afterChars) {
  return async (wire) => {
    const [said, rest] = splitAt(text, afterChars);
    await wire.open();
    if (wire.streams) await begin(wire, said);
    const last = wire.streams ? event(chunk({ content: rest })) : completion({ content: text });
    await wire.drop(last.slice(0, last.length / 2));
  };
}

/** Headers, `afterChars` characters of the text, then nothing until the client leaves or the stub stops. */
export function hangs({ afterChars = 0, text = "" } = {}) {
  return async (wire) => {
    const [said] = splitAt(text, afterChars);
    await wire.open();
    if (wire.streams && said) await begin(wire, said);
    // Nobody ends it: that is all it takes.
  };
}

/** What says it is a stream of events and is not one. */
export function garbage(bytes = NOISE) {
  return (wire) => wire.whole(200, bytes, { "content-type": "text/event-stream" });
}

/** A page, as something between here and the model may put in its place. */
export function html() {
  const page = "<!doctype html><html><head><title>Sign in</title></head><body>Welcome.</body></html>\n";
  return (wire) => wire.whole(200, page, { "content-type": "text/html; charset=utf-8" });
}

/** A reply that is complete and says nothing. */
export function empty() {
  return says("");
}

/** Text that never ends, as fast as the connection takes it. */
export function endless(text = "encore et encore ") {
  return async (wire) => {
    await wire.open();
    if (wire.streams) await wire.delta({ content: text });
    else await wire.write('{"choices":[{"index":0,"message":{"role":"assistant","content":"');
    // Many at once: one at a time, the stub would be slower than the connection.
    const one = wire.streams ? event(chunk({ content: text })) : JSON.stringify(text).slice(1, -1);
    const more = one.repeat(64);
    for (;;) {
      await wire.write(more);
      // Without a turn of the event loop, a fast reader would keep the stub from ever being stopped.
      await turn();
    }
  };
}

/** One reply under way. */
class Wire {
  #stub;
  #response;
  #left = new AbortController();
  #splitBytes = false;
  #crlf = false;
  /** What is not yet a whole slice. */
  #held = Buffer.alloc(0);
  #saidSomething = false;

  constructor(stub, response, streams) {
    this.#stub = stub;
    this.#response = response;
    this.streams = streams;
    response.once("close", () => this.#left.abort());
  }

  get left() {
    return this.#left.signal.aborted || this.#response.destroyed;
  }

  async open({ splitBytes = false, crlf = false } = {}) {
    this.#splitBytes = splitBytes;
    this.#crlf = crlf;
    const type = this.streams ? "text/event-stream; charset=utf-8" : "application/json";
    this.#response.writeHead(200, { "content-type": type, "cache-control": "no-cache" });
    this.#response.flushHeaders();
  }

  async delta(delta) {
    if (delta.content && !this.#saidSomething) {
      this.#saidSomething = true;
      this.#stub.firstTokenAt = now();
    }
    await this.#event(chunk(delta));
  }

  async finish(reason) {
    await this.#event(chunk({}, reason));
    await this.#event("[DONE]");
    await this.#flush();
    this.#response.end();
  }

  async #event(data) {
    await this.write(this.#crlf ? `: keep-alive\r\n\r\ndata: ${data}\r\n\r\n` : event(data));
  }

  async write(bytes) {
    if (!this.#splitBytes) return this.#send(bytes);
    this.#held = Buffer.concat([this.#held, Buffer.from(bytes)]);
    while (this.#held.length >= SLICE_BYTES) await this.#slice();
  }

  async #slice() {
    const slice = this.#held.subarray(0, SLICE_BYTES);
    this.#held = this.#held.subarray(SLICE_BYTES);
    await this.#send(slice);
    // Written in the same turn, slices would travel together.
    await turn();
  }

  /** What is held would otherwise come late, or never. */
  async #flush() {
    while (this.#held.length > 0) await this.#slice();
  }

  async #send(bytes) {
    const { signal } = this.#left;
    signal.throwIfAborted();
    if (!this.#response.write(bytes)) await once(this.#response, "drain", { signal });
  }

  async pause(ms) {
    if (ms === 0) return;
    await this.#flush();
    const { signal } = this.#left;
    signal.throwIfAborted();
    await sleep(ms, undefined, { signal });
  }

  complete(message, reason = "stop") {
    this.whole(200, completion(message, reason));
  }

  /** An answer in one go; its body is JSON unless it is text or bytes already. */
  whole(status, body, headers = {}) {
    const raw = typeof body === "string" || Buffer.isBuffer(body);
    this.#response.writeHead(status, { "content-type": "application/json", ...headers });
    this.#response.end(raw ? body : JSON.stringify(body));
  }

  /** Breaks the connection once these bytes, and so all before them, are on their way. */
  async drop(bytes) {
    await new Promise((resolve) => this.#response.write(bytes, resolve));
    this.#response.destroy();
  }
}

function event(data) {
  return `data: ${data}\n\n`;
}

function chunk(delta, finish_reason = null) {
  const choices = [{ index: 0, delta, finish_reason }];
  return JSON.stringify({ ...head("chat.completion.chunk"), choices });
}

function completion(message, finish_reason = "stop") {
  const choices = [{ index: 0, message: { role: "assistant", ...message }, finish_reason }];
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  return JSON.stringify({ ...head("chat.completion"), choices, usage });
}

function head(object) {
  return { id: "chatcmpl-stub", object, created: Math.floor(Date.now() / 1000), model: "stub" };
}

async function begin(wire, text) {
  await wire.delta({ role: "assistant", content: "" });
  for (const content of pieces(text, 12)) await wire.delta({ content });
}

function splitAt(text, chars) {
  const points = Array.from(text);
  return [points.slice(0, chars).join(""), points.slice(chars).join("")];
}

/** By code points: a chunk of JSON cannot carry half a surrogate pair. */
function pieces(text, size) {
  const points = Array.from(text);
  const parts = [];
  for (let at = 0; at < points.length; at += size) parts.push(points.slice(at, at + size).join(""));
  return parts;
}

/** `Date.now()`, with decimals. */
function now() {
  return performance.timeOrigin + performance.now();
}

async function read(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const text = Buffer.concat(parts).toString();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
