// What a wanted chat needs of the shop's page: the box around the panel's frame, the commands that are about the panel, and
// the bridge to it (docs/protocol.md). The tag (lutin.js) fetches this file at the first sign of intent.

import { context, identity, locale, sent } from "./commands.js";
import css from "./frame-style.js";
import { frameWords } from "./frame-words.js";

const VERSION = 1;
const HEARING_MS = 50;
const MAX_ENVELOPE_CHARS = 1e6;
const CROSS = "m10 10 12 12M22 10 10 22";

/** The contract between the tag and this file. A tag may be a day older: it has to find `v1` as it knows it. */
export function v1(site) {
  const { box, dataset, emit, host, launcher, safe } = site;
  const frame = box.firstChild;
  const key = "lutin:" + dataset.merchant;
  const edge = new URL(import.meta.url).origin;
  const over = new AbortController();
  const { signal } = over;
  // The last of each, told whenever the panel starts; and what was sent before it did.
  const kept = {};
  const unsent = [];
  let port;
  // Whether the panel can be seen and written in; whether it hears. On a slow phone the one comes before the other.
  let isDrawn = false;
  let isReady = false;
  let isGreeted = false;
  // Whether somebody opened the panel and it has yet to take the focus.
  let isAwaited = false;
  let unread = 0;

  const post = (t, p) => port?.postMessage({ v: VERSION, t, p });
  const keep = (t, p) => {
    if (p) kept[t] = p;
    if (p && isReady) post(t, p);
  };
  const write = (area, value) => {
    try {
      window[area].setItem(key, value);
    } catch {
      // Forbidden, or full: the conversation lives as long as this page.
    }
  };
  /** Only where there is a conversation already, so that nothing is stored before the first message. */
  const remember = () => {
    if (site.stored("localStorage")) write("sessionStorage", site.isOpen ? "1" : "");
  };

  const dressing = dress(host.shadowRoot, box, launcher);
  const draw = () => {
    const [loading, unreadWords] = frameWords(site.words[0]);
    host.classList.toggle("open", Boolean(site.isOpen));
    host.classList.toggle("ready", isDrawn);
    dressing.badge.textContent = unread || "";
    dressing.status.textContent = isDrawn ? "" : loading;
    launcher.ariaLabel = site.words[3] + (unread ? `, ${unreadWords} ${unread}` : "");
    frame.title = site.words[3];
    site.draw();
  };

  const shown = () => {
    isAwaited = false;
    frame.focus();
    post("shown", { page: document.URL });
  };
  const open = () => {
    if (site.isOpen) return;
    site.isOpen = isAwaited = true;
    unread = 0;
    draw();
    remember();
    if (isReady) shown();
    else if (isDrawn) frame.focus();
    emit("open");
  };
  const close = () => {
    if (!site.isOpen) return;
    site.isOpen = false;
    draw();
    remember();
    post("hidden");
    emit("close");
  };

  /** Shakes hands, also when the panel has reloaded itself. */
  const greet = () => {
    isGreeted = true;
    const channel = new MessageChannel();
    port?.close();
    port = channel.port1;
    port.onmessage = safe(({ data }) => hear(data));
    const hello = {
      lutin: VERSION,
      state: site.stored("localStorage") ?? null,
      open: Boolean(site.isOpen),
      page: document.URL,
      locale: site.locale || null,
      accent: /^#[0-9a-f]{6}$/i.test(dataset.accent) ? dataset.accent : null,
    };
    frame.contentWindow?.postMessage(hello, edge, [channel.port2]);
  };
  const heard = {
    drawn() {
      isDrawn = true;
      draw();
      if (site.isOpen && isAwaited) frame.focus();
    },
    ready() {
      clearTimeout(site.patience);
      isDrawn = isReady = true;
      draw();
      for (const t in kept) post(t, kept[t]);
      if (site.isOpen && isAwaited) shown();
      for (const p of unsent.splice(0)) post("send", p);
      emit("ready");
    },
    save({ state }) {
      if (state === null) {
        for (const area of ["localStorage", "sessionStorage"]) site.stored(area, true);
      } else if (typeof state === "string") {
        write("localStorage", state);
        remember();
      }
    },
    hide() {
      close();
      const own = dataset.launcher && document.querySelector(dataset.launcher);
      (own || launcher).focus();
    },
    locale({ tag }) {
      if (typeof tag !== "string") return;
      // Told again if the panel reloads: the shopper chose it.
      kept.locale = { tag };
      site.speak(tag);
      draw();
    },
    unread({ count }) {
      unread = site.isOpen ? 0 : count >>> 0;
      draw();
      emit("unread", { count: unread });
    },
    event({ name, detail }) {
      if (name === "message" || name === "error") emit(name, detail);
    },
  };
  const hear = (data) => {
    if (data?.v !== VERSION || !Object.hasOwn(heard, data.t)) return;
    if (JSON.stringify(data).length <= MAX_ENVELOPE_CHARS) heard[data.t](data.p || {});
  };

  const commands = {
    open,
    close,
    toggle: () => (site.isOpen ? close() : open()),
    hide: close,
    send(...given) {
      const p = sent(...given);
      if (!p) return;
      open();
      if (isReady) post("send", p);
      else unsent.push(p);
    },
    identify: (who) => keep("identify", identity(who)),
    setContext: (given) => keep("context", context(given)),
    setLocale(tag) {
      keep("locale", locale(tag));
      draw();
    },
    reset() {
      delete kept.identify;
      delete kept.context;
      unsent.length = 0;
      if (isReady) post("reset");
      // It was told already what is to be forgotten, and hears nothing yet: it starts again.
      else if (port) frame.src += "";
    },
  };
  const run = () => {
    for (const [name, ...given] of site.calls.splice(0)) {
      if (Object.hasOwn(commands, name)) safe(commands[name])(...given);
    }
  };

  // On a phone the panel has the part of the screen that the keyboard leaves.
  const view = window.visualViewport;
  const fit = () => {
    // Who looks closer at a page needs no smaller chat.
    if (view.scale > 1.1) return;
    box.style.setProperty("--height", view.height + "px");
    box.style.setProperty("--top", view.offsetTop + "px");
  };
  if (view) fit();
  for (const name of ["resize", "scroll"]) view?.addEventListener(name, fit, { signal });
  // Another tab of the shop saved, or forgot, what the panel of this one stands on. Without a key, all was forgotten. A page that
  // slept hears late of what is long past: what counts is what is there now.
  const follow = (event) => {
    const isOurs = event.storageArea === window.localStorage && (event.key === key || event.key === null);
    if (isReady && (isOurs || event.persisted)) post("state", { state: site.stored("localStorage") ?? null });
  };
  for (const name of ["pageshow", "storage"]) window.addEventListener(name, safe(follow), { signal });

  draw();
  // Whoever clicked before there was anything to see wanted to see it.
  site.calls = site.calls.map((call) => (call[0] === "toggle" ? ["open"] : call));
  run();
  // The page says that it listens before all that it needs has loaded; one that was there before this file said so in vain, and
  // some browsers do not tell it whom to say it to.
  const meet = ({ data, source }) => source === frame.contentWindow && data?.lutin === VERSION && greet();
  window.addEventListener("message", safe(meet), { signal });
  const settle = safe(() => {
    if (!isGreeted) greet();
    isGreeted = false;
  });
  // What it said may be on its way.
  frame.onload = () => setTimeout(settle, HEARING_MS);
  if (box.isLoaded) settle();

  return {
    run,
    /** Takes everything back. What the panel has not been told waits for the next one. */
    stop() {
      over.abort();
      isDrawn = isReady = false;
      unread = 0;
      close();
      draw();
      port?.close();
      dressing.remove();
      site.calls.unshift(...undone(kept), ...unsent.map((p) => ["send", p.text, p]));
    },
  };
}

/** The commands that what was kept came from. */
function undone({ context, identify, locale }) {
  const calls = [];
  if (context) calls.push(["setContext", JSON.parse(context.context)]);
  if (identify) calls.push(["identify", identify]);
  if (locale) calls.push(["setLocale", locale.tag]);
  return calls;
}

/** Puts into the box what is seen until the panel is, and on the launcher its badge and the cross that it turns into. */
function dress(root, box, launcher) {
  const badge = document.createElement("b");
  const status = document.createElement("p");
  const [hat] = launcher.firstChild.children;
  const cross = hat.cloneNode();
  cross.setAttribute("d", CROSS);
  cross.setAttribute("class", "x");
  launcher.firstChild.append(cross);
  launcher.append(badge);
  status.role = "status";
  box.prepend(document.createElement("i"), status);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const remove = () => {
    badge.remove();
    cross.remove();
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet);
  };
  return { badge, status, remove };
}
