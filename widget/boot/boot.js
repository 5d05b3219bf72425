// Starts the panel. A file of its own, because the panel's content security policy allows no inline script.
//
// The loader says hello once, when the page says that it is there: so the listener comes before anything that waits. A loader that
// says it again has lost its end of the first one.

import { begin, dress } from "./early.js";
import { connect, post } from "./wire.js";
import { beep, model, save, turn } from "./browser.js";
import { speak, tagOf } from "./words.js";

let isGreeted = false;
const hello = new Promise((resolve) => {
  addEventListener("message", (event) => {
    if (event.source !== window.parent || event.ports.length !== 1 || event.data?.lutin !== 1) return;
    if (isGreeted) location.reload();
    isGreeted = true;
    resolve(event);
  });
});

const profile = JSON.parse(document.querySelector("[name=lutin-profile]").content);
/** Which pages may show the panel: the merchant's, and the edge's own. `frame-ancestors` forbids the same ones. */
const admits = (origin) => origin === location.origin || profile.origins.includes(origin);

// The page that shows this one learns that somebody listens; where the browser does not say which page that is, it sees so itself
// once the frame has loaded.
const host = location.ancestorOrigins?.[0] ?? (document.referrer && new URL(document.referrer).origin);
if (admits(host)) window.parent.postMessage({ lutin: 1 }, host);

/** What the module asks of the browser, where that is shorter said here (widget/src/shell/browser.rs). */
window.lutin = { beep, connect, model, post, save, speak, turn };

/** How often the module is asked for again, and after which pause. */
const [TRIES, AGAIN_MS] = [3, 1000];

/** A frame or two. */
const SEEN_MS = 30;

/** The language that the shopper chose on an earlier page. */
const chosen = (state) => {
  try {
    return JSON.parse(state).language;
  } catch {
    return null;
  }
};

/**
 * The module, running. `document.currentScript` is null in a module; Trunk writes the two names (Trunk.toml). What a bad network
 * swallowed is asked for again: the shopper may have written already.
 */
async function load({ js, wasm }, triesLeft = TRIES) {
  try {
    // A fragment of its own each further time: browsers remember that a script could not be fetched.
    const panel = await import(triesLeft < TRIES ? `${js}#${triesLeft}` : js);
    await panel.default({ module_or_path: wasm });
    return panel;
  } catch (error) {
    if (triesLeft === 0) throw error;
    await new Promise((go) => setTimeout(go, AGAIN_MS));
    return load({ js, wasm }, triesLeft - 1);
  }
}

/** Until the page looks as it is meant to; for ever if its style is lost, and then the loader says that the chat does not come. */
async function dressed() {
  const style = document.querySelector("link[rel=stylesheet]");
  if (!style.sheet?.cssRules.length) await new Promise((go) => (style.onload = go));
}

async function start() {
  const { data, origin, ports } = await hello;
  if (!admits(origin)) return;
  // This script waits for no part of the page: the rest may be on its way.
  if (document.readyState === "loading") await new Promise((go) => document.addEventListener("DOMContentLoaded", go));
  // After the hello: the module's start would keep the page from hearing it.
  const loading = load(document.querySelector("script[data-js]").dataset);
  const words = await speak(tagOf(chosen(data.state), data.locale, profile.locale));
  dress(profile, data.accent);
  await dressed();
  // A conversation is shown when it can be shown whole.
  const handOver = data.state ? null : begin(profile, words, ports[0]);
  const panel = await loading;
  // What was begun is seen first: the module's start takes its time.
  if (handOver) await new Promise((go) => setTimeout(go, SEEN_MS));
  panel.start(origin, JSON.stringify(data), ports[0], words);
  handOver?.();
}

try {
  await start();
} catch (error) {
  // The loader hears nothing and, after its own time limit, says so to the shopper.
  console.error("LutinGénie: the panel could not start.", error);
}
