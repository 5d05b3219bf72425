// The tag of a shop's page: <script async src="https://EDGE/lutin.js" data-merchant="demo"></script>
//
// Draws the launcher in a shadow root, keeps what the page commands, and greets where the merchant asked for it. What only
// a wanted chat needs (the box, the bridge to the panel, most commands) is frame.js: it is fetched together with the
// panel's page, at the first sign of intent. Nothing is stored before the shopper's first message, and nothing of the page
// is touched but for one element at its end. docs/embed.md is the manual.

import { drawing } from "./drawing.js";
import { greet } from "./greeting.js";
import css from "./style.js";
import { words } from "./words.js";

const PATIENCE_MS = 15000;
// Long enough to be an intention, short enough to be a head start.
const HOVER_MS = 65;
// Pages change in many small steps: not at each of them.
const PAUSE_MS = 100;

const warn = (why) => console.warn("Lutin:", why);
/** A mistake of ours is no error of the page's. */
const safe = (then) => (...given) => {
  try {
    return then(...given);
  } catch (error) {
    warn(error);
  }
};

const make = (name, className = "", ...children) => {
  const element = document.createElement(name);
  element.className = className;
  element.append(...children);
  return element;
};

/** Draws what there is before anybody wants to chat, and gives the commands. */
function start({ dataset, src }) {
  const { launcher: own, merchant, position } = dataset;
  const { origin } = new URL(src);
  const key = "lutin:" + merchant;
  const gone = new AbortController();
  const { signal } = gone;
  const page = document.documentElement;
  const launcher = make("button", "fab", drawing());
  // An <output> is a live region by itself.
  const bubble = make("output", "say");
  const host = make("lutin-genie");
  const root = host.attachShadow({ mode: "open" });
  // The page's functions, as listeners of the document: what they throw is the page's, and stops nothing of ours.
  const wrapped = new WeakMap();
  let panel, hover, pause, wasWanted;

  /** What frame.js works with. A tag may be a day older than frame.js: this is their contract, called `v1`. */
  const site = {
    calls: [],
    dataset,
    host,
    launcher,
    safe,
    emit: (name, detail) => document.dispatchEvent(new CustomEvent("lutin:" + name, { detail })),
    /** Storage may be forbidden, even to be looked at. */
    stored(area, isForgotten) {
      try {
        if (isForgotten) delete window[area][key];
        return window[area][key];
      } catch {}
    },
    /** Says on our button and on the shop's own ones how things stand, and mends what the page undid. */
    draw() {
      pause = 0;
      for (const button of [launcher, ...(own ? document.querySelectorAll(own) : [])]) {
        button.ariaExpanded = signal.aborted ? null : !!site.isOpen;
      }
      // Beside the body: a page that replaces its body when it navigates keeps the chat.
      if (signal.aborted) host.remove();
      else host.isConnected || page.append(host);
    },
    speak(tag) {
      site.words = words((site.locale = tag));
      host.lang = site.words[0];
      launcher.ariaLabel = site.words[3];
    },
    /** Back to where nobody had wanted to chat. */
    fail() {
      drop();
      tell(wasWanted && site.words[2]);
      site.emit("error", { code: "unavailable" });
    },
  };
  const hasSession = () => site.stored("localStorage");

  /** A line beside the launcher that opens the chat, with a cross to put it away. Without a text: none. */
  const tell = (text) => {
    bubble.replaceChildren();
    if (!text) return;
    const line = make("button", "", text);
    const cross = make("button", "", "×");
    cross.ariaLabel = site.words[1];
    line.onclick = () => push(["open"]);
    cross.onclick = () => tell();
    bubble.append(line, cross);
  };

  /** Makes the panel's frame and fetches what it needs, once: the first sign of intent, or another try. */
  const load = () => {
    if (site.box || signal.aborted) return;
    const frame = make("iframe");
    const box = (site.box = make("div", "box", frame));
    frame.onload = () => (box.isLoaded = true);
    frame.src = `${origin}/frame/${merchant}`;
    root.append(box);
    site.patience = setTimeout(site.fail, PATIENCE_MS);
    // A fragment of its own each time: browsers remember that a module could not be fetched.
    import(`${origin}/lutin-frame.js?v=${FRAME_VERSION}#${Date.now()}`)
      .then(({ v1 }) => box === site.box && (panel = v1(site)))
      .catch(() => box === site.box && site.fail());
  };
  const drop = () => {
    const stop = panel?.stop;
    clearTimeout(site.patience);
    site.box?.remove();
    panel = site.box = null;
    stop?.();
  };

  const want = () => {
    wasWanted = true;
    tell();
    load();
  };
  /** What can be done without the panel; frame.js does the rest of each, as soon as it is there. */
  const commands = {
    __proto__: null,
    open: want,
    close() {},
    toggle: want,
    show: () => own || root.prepend(launcher),
    hide() {
      tell();
      launcher.remove();
    },
    send: want,
    identify() {},
    setContext() {},
    setLocale: site.speak,
    reset() {
      site.stored("localStorage", true);
      site.stored("sessionStorage", true);
      site.calls = [];
    },
    destroy() {
      drop();
      gone.abort();
      watch.disconnect();
      site.draw();
      delete window.Lutin;
    },
    on(name, then) {
      wrapped.set(then, wrapped.get(then) || (({ detail }) => then(detail)));
      document.addEventListener("lutin:" + name, wrapped.get(then), { signal });
    },
    off: (name, then) => document.removeEventListener("lutin:" + name, wrapped.get(then)),
  };
  const push = (...calls) => calls.forEach(safe((call) => {
    const [name, ...given] = call;
    if (!commands[name]) return warn("unknown command " + name);
    if (signal.aborted) return;
    commands[name](...given);
    site.calls.push(call);
    panel?.run();
  }));

  const signs = {
    click: () => push(["toggle"]),
    focusin: load,
    keydown: ({ key }) => key == "Escape" && push(["close"]),
    pointerdown: load,
    pointerout: () => clearTimeout(hover),
    pointerover() {
      clearTimeout(hover);
      // Whoever saves data wants it fetched for a reason.
      if (!navigator.connection?.saveData) hover = setTimeout(load, HOVER_MS);
    },
  };
  // The shop's own button comes and goes with its pages.
  for (const name in signs) {
    (own ? document : launcher).addEventListener(
      name,
      safe((event) => (!own || event.target.closest?.(own)) && signs[name](event)),
      { signal },
    );
  }
  const watch = new MutationObserver(() => (pause ||= setTimeout(site.draw, PAUSE_MS)));
  watch.observe(page, { childList: true, subtree: !!own });

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  root.append(bubble);
  commands.show();
  // The end of a line is where the launcher stands: on the right of a French page, on the left of an Arabic one.
  if (position) host.dir = position == "left" ? "rtl" : "ltr";
  if (/^#[0-9a-f]{6}$/i.test(dataset.accent)) host.style.setProperty("--lutin", dataset.accent);
  site.speak(dataset.locale || page.lang);
  site.draw();
  // Open again as on the page before; not where it would cover the page that the shopper came for.
  site.isOpen = hasSession() && site.stored("sessionStorage") && innerWidth > 639;
  // What could not be sent goes out on the next page.
  if (site.isOpen || /x":\[{/.test(hasSession())) load();
  // Most shops greet nobody: their pages do not pay for it.
  if (dataset.greeting) greet(dataset, () => !(signal.aborted || wasWanted || hasSession()), tell);

  window.Lutin = { push };
  for (const name in commands) window.Lutin[name] = (...given) => push([name, ...given]);
  return push;
}

const tag = document.currentScript || document.querySelector("script[data-merchant]");
const queue = window.Lutin || [];
// Included twice, or without a shop: the first one stands.
if (tag?.dataset.merchant && !queue.open) safe(() => start(tag)(...queue))();
