// How the panel's module travels: compressed at build time, for whoever takes that.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { get } from "node:http";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync } from "node:zlib";

import { start, stop } from "../support/harness.mjs";

const PANEL = fileURLToPath(new URL("../../dist/panel", import.meta.url));

describe("assets", () => {
  let base, harness, name, module;

  before(async () => {
    ({ base, harness } = await start());
    name = (await readdir(PANEL)).find((file) => file.endsWith(".wasm"));
    module = await readFile(join(PANEL, name));
  });
  after(() => stop(harness));

  /** As it comes over the wire: `fetch` would unpack it. */
  const ask = (path, headers = {}) =>
    new Promise((resolve, reject) => {
      const asked = get(new URL(path, base), { headers }, (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () => resolve({ ...response, headers: response.headers, status: response.statusCode, body: Buffer.concat(chunks) }));
      });
      asked.on("error", reject);
    });

  // Offered gzip as well, Miniflare would unpack it and make that of it; Cloudflare leaves what is encoded as it is.
  test("the module comes in brotli to whoever takes it, smaller than the limit and equal when unpacked", async () => {
    const { status, headers, body } = await ask(`/panel/${name}`, { "accept-encoding": "br" });
    assert.equal(status, 200);
    assert.equal(headers["content-encoding"], "br");
    assert.equal(headers["content-type"], "application/wasm");
    assert.equal(headers["cache-control"], "public, max-age=31536000, immutable");
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.match(headers.vary, /accept-encoding/i);
    assert.deepEqual(body, await readFile(join(PANEL, `${name}.br`)));
    assert.deepEqual(brotliDecompressSync(body), module);
  });

  test("whoever does not take it gets the file as it is", async () => {
    for (const encoding of [undefined, "identity", "br;q=0"]) {
      const { status, headers, body } = await ask(`/panel/${name}`, encoding ? { "accept-encoding": encoding } : {});
      assert.equal(status, 200);
      assert.equal(headers["content-encoding"], undefined);
      assert.equal(headers["content-type"], "application/wasm");
      assert.match(headers.vary, /accept-encoding/i);
      assert.deepEqual(body, module, `${encoding}`);
    }
  });

  test("nothing else costs a call, and what is not there is not found", async () => {
    for (const path of ["/panel/nothing.wasm", "/panel/..%2Flutin.js.wasm"]) {
      const response = await fetch(new URL(path, base), { headers: { "accept-encoding": "br" } });
      assert.deepEqual([response.status, (await response.json()).code], [404, "not_found"], path);
    }
    const loader = await ask("/lutin.js");
    assert.equal(loader.headers["cache-control"], "public, max-age=300, stale-while-revalidate=86400");
    assert.equal(loader.headers["access-control-allow-origin"], "*");
    assert.equal((await ask("/lutin.js", { "if-none-match": loader.headers.etag })).status, 304);
  });
});
