// What the panel's module is made of, by the crate that each function comes from. Run it after `cargo xtask build --only panel`:
//
//     node bench/weight.mjs
//
// Read from what cargo left, which still has the names of functions, shrunk as the build shrinks it. A generic function counts
// for the crate that wrote it, not for the one that uses it.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const MODULE = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "wasm32-unknown-unknown/panel/lutin_widget.wasm");
const FEATURES = ["bulk-memory", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext"];

/** In this order: a name that mentions several belongs to the first. */
const OWNERS = [
  ["ours: the panel", /lutin_widget/],
  ["ours: the rules (link, language, frames)", /lutin_shared|lutin_panel_text/],
  ["Leptos: views", /tachys|leptos|or_poisoned|next_tuple/],
  ["Leptos: signals", /reactive_graph|any_spawner|guardian|slotmap|send_wrapper|throw_error/],
  ["promises and tasks", /js_sys::futures|wasm_bindgen_futures|futures_|async_lock|event_listener/],
  ["wasm-bindgen, js-sys, web-sys", /wasm_bindgen|js_sys|web_sys|__wbindgen|__wbg|externref/],
  ["hash maps", /hashbrown|indexmap|rustc_hash/],
  ["serde, serde_json", /serde|itoa|ryu/],
  ["the allocator", /rlsf|dlmalloc/],
  ["Rust's library", /.*/],
];

const folder = mkdtempSync(join(tmpdir(), "lutin-weight-"));
const small = join(folder, "panel.wasm");
execFileSync(join(ROOT, "node_modules/.bin/wasm-opt"), ["-Oz", "-g", ...FEATURES.map((it) => `--enable-${it}`), MODULE, "-o", small]);
const { functions: all, data } = read(readFileSync(small));
rmSync(folder, { recursive: true });

// What describes functions to wasm-bindgen is gone once it has read it.
const functions = all.filter(({ name }) => !/describe|breaks_if_inlined/.test(name));
const total = functions.reduce((sum, { size }) => sum + size, 0);
const weights = new Map(OWNERS.map(([owner]) => [owner, 0]));
for (const { name, size } of functions) {
  const [owner] = OWNERS.find(([, names]) => names.test(name));
  weights.set(owner, weights.get(owner) + size);
}
console.log(`code ${total} bytes, data ${data} bytes, before compression`);
for (const [owner, size] of [...weights].sort(([, one], [, other]) => other - one)) {
  console.log(`${String(size).padStart(8)}  ${((100 * size) / total).toFixed(1).padStart(5)} %  ${owner}`);
}

/** A module's functions with their names and sizes, and how much data it carries. */
function read(bytes) {
  let at = 8;
  const number = () => {
    let [value, shift, byte] = [0, 0, 0];
    do {
      byte = bytes[at++];
      value |= (byte & 127) << shift;
      shift += 7;
    } while (byte & 128);
    return value >>> 0;
  };
  const text = () => {
    const length = number();
    at += length;
    return bytes.toString("utf8", at - length, at);
  };
  const [sizes, names] = [[], new Map()];
  let [imported, data] = [0, 0];
  while (at < bytes.length) {
    const kind = bytes[at++];
    const length = number();
    const end = at + length;
    if (kind === 2) {
      for (let count = number(); count > 0; count -= 1) {
        text();
        text();
        if (bytes[at++] !== 0) throw new Error("an import that is no function");
        number();
        imported += 1;
      }
    } else if (kind === 10) {
      for (let count = number(); count > 0; count -= 1) {
        const size = number();
        sizes.push(size);
        at += size;
      }
    } else if (kind === 11) data = length;
    else if (kind === 0 && text() === "name") {
      while (at < end) {
        const part = bytes[at++];
        const partEnd = number() + at;
        if (part === 1) {
          for (let count = number(); count > 0; count -= 1) {
            const place = number();
            names.set(place, text());
          }
        }
        at = partEnd;
      }
    }
    at = end;
  }
  return { functions: sizes.map((size, place) => ({ name: names.get(place + imported) ?? "", size })), data };
}
