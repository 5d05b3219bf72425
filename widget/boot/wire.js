// The ways to the edge: requests, the socket, and polls that pass for a socket where a network lets none through.

/** How many sockets in a row may fail to open before polls are tried; and how often a socket is tried beside them. */
const TRIES = 2;
const SOCKET_EVERY_MS = 180000;
/** What one poll may say: the edge takes 32 kB and 50 frames. A character is at most three bytes here. */
const [POLL_FRAMES, POLL_CHARS] = [20, 8000];
/** The pauses between two polls: while somebody writes, and the shortest and longest while nothing happens. */
const [BUSY_MS, SOON_MS, LATE_MS] = [800, 2000, 10000];

/** Posts to the edge: a text, or a file. Gives the answer's body; throws the body of a refusal, or `null` when nobody answers. */
export async function post(path, body, token) {
  let response, text;
  try {
    const headers = { "content-type": body.type || "application/json" };
    if (token) headers.authorization = `Bearer ${token}`;
    // A session is asked for one tab at a time: a request that hangs must not hold the others back. A file takes what it takes.
    const signal = token ? null : AbortSignal.timeout(10000);
    response = await fetch(path, { method: "POST", headers, body, signal });
    text = await response.text();
  } catch {
    throw null;
  }
  if (!response.ok) throw text;
  return text;
}

/** What is said of a token that is good for nothing more. */
const IS_OVER = /(expired|invalid)_token/;

/** Takes as many frames from the front as one poll may say; at least one. */
function portion(frames) {
  let chars = 0;
  const isEnough = (frame, n) => n === POLL_FRAMES || ((chars += JSON.stringify(frame).length) > POLL_CHARS && n > 0);
  const end = frames.findIndex(isEnough);
  return frames.splice(0, end < 0 ? frames.length : end);
}

let failures = 0;

const open = (...protocols) => new WebSocket(location.origin.replace("http", "ws") + "/api/socket", protocols);

/** A socket to the session, or what passes for one. */
export function connect(protocol, token) {
  if (failures >= TRIES) return new Poll(protocol, token);
  const socket = open(protocol, token);
  let isOpen = false;
  socket.addEventListener("open", () => {
    isOpen = true;
    failures = 0;
  });
  // A network that is gone says nothing about sockets.
  socket.addEventListener("close", () => (failures += !isOpen && navigator.onLine));
  return socket;
}

/** Speaks as a WebSocket does, by requests: each says hello anew, from the last place that was seen. */
class Poll {
  #frames = [];
  #hello = { after: 0 };
  #timer;
  #pause = SOON_MS;
  #isPinged = false;
  #isAsking = false;
  #isOver = false;
  #isWelcome = false;
  #tried = Date.now();

  constructor(protocol, token) {
    this.protocol = protocol;
    this.token = token;
    setTimeout(() => this.#tell("open", Event));
  }

  send(text) {
    if (text === "ping") this.#isPinged = true;
    else {
      const frame = JSON.parse(text);
      if (frame.t === "hello") this.#hello = frame;
      else this.#frames.push(frame);
    }
    this.#ask(0);
  }

  close() {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #tell(kind, Kind, detail) {
    if (!this.#isOver) this["on" + kind]?.(new Kind(kind, detail));
  }

  #ask(pause) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#poll(), pause);
  }

  async #poll() {
    if (this.#isOver || this.#isAsking) return;
    this.#isAsking = true;
    const said = portion(this.#frames);
    const frames = [this.#hello, ...said];
    try {
      const answer = JSON.parse(await post("/api/poll", JSON.stringify({ v: 1, frames }), this.token));
      this.#isAsking = false;
      const isNews = said.length > 0 || answer.frames.length > 1;
      this.#pause = isNews ? SOON_MS : Math.min(this.#pause * 1.5, LATE_MS);
      let [isBusy, isOver] = [false, false];
      for (const frame of answer.frames) {
        this.#hello.after = Math.max(this.#hello.after, frame.seq ?? 0);
        isBusy = frame.t === "typing";
        isOver ||= frame.t === "refused" && !frame.id && IS_OVER.test(frame.code);
        // As on a socket, once: after it the panel says again what is unsaid.
        if (frame.t === "welcome" && this.#isWelcome) continue;
        this.#isWelcome ||= frame.t === "welcome";
        this.#tell("message", MessageEvent, { data: JSON.stringify(frame) });
      }
      if (this.#isPinged) this.#tell("message", MessageEvent, { data: "pong" });
      this.#isPinged = false;
      if (isOver) return this.#end(4401);
      this.#try();
      if (!this.#isOver) this.#ask(this.#frames.length ? 0 : isBusy ? BUSY_MS : this.#pause);
    } catch (refusal) {
      // Nobody there: perhaps sockets get through by now.
      failures = refusal === null ? failures - 1 : failures;
      this.#end(IS_OVER.test(refusal) ? 4401 : 1006);
    }
  }

  /** Perhaps the edge was away for a moment, and sockets get through. */
  #try() {
    if (Date.now() - this.#tried < SOCKET_EVERY_MS) return;
    this.#tried = Date.now();
    const socket = open(this.protocol, this.token);
    socket.onopen = () => {
      socket.close();
      failures = 0;
      this.#end(1006);
    };
  }

  #end(code) {
    this.#tell("close", CloseEvent, { code });
    this.close();
  }
}
