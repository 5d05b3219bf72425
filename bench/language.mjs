// How long the panel takes to know a message's language, in Chromium. Run it with:
//
//   cargo build -p lutin-bench --profile panel --target wasm32-unknown-unknown && node bench/language.mjs
//
// The code is compiled as the panel is (optimised for size), the messages are the development set.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { launch } from "../e2e/support/browser.mjs";

const LIMIT_US = 60;
const target = process.env.CARGO_TARGET_DIR ?? new URL("../target", import.meta.url).pathname;
const wasm = await readFile(`${target}/wasm32-unknown-unknown/panel/lutin_bench.wasm`);
const browser = await launch();
try {
  const page = await browser.newPage();
  const took = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const { instance } = await WebAssembly.instantiate(bytes, {});
    const start = performance.now();
    const messages = instance.exports.read_messages(1);
    const first = performance.now() - start;
    const rounds = [];
    for (let round = 0; round < 5; round++) {
      const start = performance.now();
      instance.exports.read_messages(20);
      rounds.push(((performance.now() - start) * 1000) / 20 / messages);
    }
    return { first, best: Math.min(...rounds), worst: Math.max(...rounds) };
  }, wasm.toString("base64"));
  console.log(`${took.best.toFixed(1)} to ${took.worst.toFixed(1)} µs a message; unpacking and a first round ${took.first.toFixed(1)} ms`);
  assert.ok(took.best <= LIMIT_US, `more than ${LIMIT_US} µs`);
} finally {
  await browser.close();
}
