// The tag of a shop's page: <script async src="https://EDGE/lutin.js" data-merchant="demo"></script>
//
// Draws the launcher in a shadow root. The chat itself is a page of the edge's origin in a frame, made at the first sign
// that the shopper wants it; docs/protocol.md ("The bridge") says how the two talk. Nothing is stored before the
// shopper's first message, and nothing of the page is touched but for one element at its end.

import { words } from "./words.js";
import { drawing } from "./drawing.js";
import css from "./style.js";

const VERSION = 1;
const MAX_ENVELOPE_CHARS = 65536;
const PATIENCE_MS = 15000;
// Long enough to be an intention, short enough to be a head start.
const HOVER_MS = 65;

/** Draws everything, and gives the commands. */
function start(tag) {
  const merchant = tag.dataset.merchant;
  const edge = new URL(tag.src).origin;
  const key = "lutin:" + merchant;
  const page = document.documentElement;
  const say = words(page.lang);
  const view = window.visualViewport;
  const gone = new AbortController();
  const listeners = {};
  let frame, port, patience, hover;
  let isOpen = false;
  let isReady = false;
  let isFailed = false;
  // Whether somebody opened the panel and it has yet to take the focus.
  let isAwaited = false;
  let unread = 0;

  // Storage may be forbidden, even to be looked at.
  const stored = (area, name, value) => {
    try {
      return value === undefined ? window[area].getItem(name) : window[area].setItem(name, value);
    } catch {
      return null;
    }
  };
  const remember = () => {
    if (stored("localStorage", key)) stored("sessionStorage", key, isOpen ? "1" : "");
  };

  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const attribute in attributes) element.setAttribute(attribute, attributes[attribute]);
    element.append(...children);
    return element;
  };
  const badge = make("b");
  const launcher = make("button", { class: "fab" }, drawing(), badge);
  const status = make("p", { role: "status" });
  const again = make("button", {}, say.retry);
  const box = make("div", { class: "box" }, make("i"), status, again);
  const host = make("lutin-genie");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  root.append(box, launcher);
  paint(host, tag.dataset.accent);

  const emit = (name, detail) => {
    (listeners[name] || []).slice().forEach((listen) => listen(detail));
    document.dispatchEvent(new CustomEvent("lutin:" + name, { detail }));
  };
  const post = (t) => port && port.postMessage({ v: VERSION, t });

  const label = () => {
    launcher.setAttribute("aria-expanded", isOpen);
    launcher.setAttribute("aria-label", (isOpen ? say.close : say.open) + (unread ? `, ${say.unread} ${unread}` : ""));
    badge.textContent = unread || "";
  };
  const draw = () => {
    for (const [name, is] of Object.entries({ open: isOpen, ready: isReady, failed: isFailed })) {
      host.classList.toggle(name, is);
    }
    status.textContent = isFailed ? say.failed : say.loading;
    label();
    fit();
  };

  /** On a phone the panel has the part of the screen that the keyboard leaves. */
  const fit = () => {
    box.style.setProperty("--height", view.height + "px");
    box.style.setProperty("--top", view.offsetTop + "px");
  };

  const fail = () => {
    isFailed = true;
    draw();
    emit("error", { code: "unavailable" });
  };

  /** Makes the frame, once: the first sign of intent, or another try. */
  const load = () => {
    if (isFailed) drop();
    if (frame) return;
    frame = make("iframe", { src: edge + "/frame/" + encodeURIComponent(merchant), title: say.title, allow: "" });
    // Also when the panel reloads itself.
    frame.onload = greet;
    patience = setTimeout(fail, PATIENCE_MS);
    box.append(frame);
  };
  const greet = () => {
    const channel = new MessageChannel();
    if (port) port.close();
    port = channel.port1;
    port.onmessage = (event) => hear(event.data);
    const hello = { lutin: VERSION, state: stored("localStorage", key), open: isOpen, page: document.URL };
    frame.contentWindow.postMessage(hello, edge, [channel.port2]);
  };
  const drop = () => {
    clearTimeout(patience);
    if (port) port.close();
    if (frame) frame.remove();
    frame = port = null;
    isReady = isFailed = false;
    draw();
  };

  const heard = {
    ready() {
      clearTimeout(patience);
      isReady = true;
      isFailed = false;
      draw();
      if (isOpen && isAwaited) shown();
      emit("ready");
    },
    save({ state }) {
      stored("localStorage", key, String(state));
      remember();
    },
    hide() {
      close();
      launcher.focus();
    },
    unread({ count }) {
      unread = isOpen ? 0 : count >>> 0;
      label();
      emit("unread", { count: unread });
    },
    event({ name, detail }) {
      if (name === "message" || name === "error") emit(name, detail);
    },
  };
  const hear = (data) => {
    if (!data || data.v !== VERSION || !Object.hasOwn(heard, data.t)) return;
    if (JSON.stringify(data).length <= MAX_ENVELOPE_CHARS) heard[data.t](data.p || {});
  };
  const shown = () => {
    isAwaited = false;
    frame.focus();
    post("shown");
  };

  const open = () => {
    load();
    if (isOpen) return;
    isOpen = true;
    unread = 0;
    draw();
    remember();
    isAwaited = true;
    if (isReady) shown();
    emit("open");
  };
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    draw();
    remember();
    post("hidden");
    emit("close");
  };
  const commands = {
    open,
    close,
    toggle: () => (isOpen ? close() : open()),
    on: (name, listen) => (listeners[name] ||= []).push(listen),
    off: (name, listen) => (listeners[name] = (listeners[name] || []).filter((known) => known !== listen)),
    destroy() {
      close();
      drop();
      host.remove();
      gone.abort();
      delete window.Lutin;
    },
  };

  launcher.onclick = commands.toggle;
  launcher.onfocus = launcher.ontouchstart = load;
  launcher.onpointerenter = () => (hover = setTimeout(load, HOVER_MS));
  launcher.onpointerleave = () => clearTimeout(hover);
  again.onclick = () => {
    load();
    launcher.focus();
  };
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen) heard.hide();
  });
  for (const name of ["resize", "scroll"]) view.addEventListener(name, fit, { signal: gone.signal });

  // Beside the body: a page that replaces its body when it navigates keeps the chat.
  page.append(host);
  draw();
  // Not where it would cover the page that the shopper came for.
  if (innerWidth > 639 && stored("localStorage", key) && stored("sessionStorage", key)) {
    // Open again, but the focus stays where the page wants it.
    load();
    isOpen = true;
    draw();
  }
  return commands;
}

/** The shop's colour for the launcher, and black or white for the drawing on it. */
function paint(host, accent) {
  if (!/^#[0-9a-f]{6}$/i.test(accent)) return;
  const [r, g, b] = [1, 3, 5].map((at) => (parseInt(accent.slice(at, at + 2), 16) / 255) ** 2);
  host.style.setProperty("--accent", accent);
  host.style.setProperty("--on", 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#141816" : "#fff");
}

const tag = document.currentScript || document.querySelector("script[data-merchant]");
const queue = window.Lutin;
// Included twice, or without a shop: the first one stands.
if (tag?.dataset.merchant && (!queue || Array.isArray(queue))) {
  const commands = start(tag);
  const push = (...calls) => {
    for (const [name, ...rest] of calls) {
      if (Object.hasOwn(commands, name)) commands[name](...rest);
      else console.warn("Lutin: unknown command", name);
    }
  };
  window.Lutin = { ...commands, push };
  push(...(queue || []));
}
