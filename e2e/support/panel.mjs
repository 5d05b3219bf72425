// A panel without a screen: speaks the socket protocol, and remembers what it heard.

import { randomUUID } from "node:crypto";

import { eventually } from "./shop.mjs";

export class Panel {
  static #open = new Set();

  frames = [];
  closed = null;

  /** Opens a socket and waits until it is open or turned away. */
  static async open(base, token, protocol = "lutin.v1") {
    const panel = new Panel();
    const url = new URL("/api/socket", base);
    url.protocol = url.protocol.replace("http", "ws");
    panel.socket = new WebSocket(url, token === null ? [protocol] : [protocol, token]);
    panel.socket.onmessage = ({ data }) => panel.frames.push(data === "pong" ? { t: "pong" } : JSON.parse(data));
    panel.socket.onclose = ({ code }) => {
      panel.closed = code;
      Panel.#open.delete(panel);
    };
    Panel.#open.add(panel);
    panel.socket.onerror = () => {};
    await eventually(() => panel.socket.readyState !== WebSocket.CONNECTING);
    return panel;
  }

  /** Opens a socket and says hello. */
  static async resume(base, token, after = 0) {
    const panel = await Panel.open(base, token);
    panel.send({ v: 1, t: "hello", after });
    await panel.heard((frame) => frame.t === "welcome");
    return panel;
  }

  send(frame) {
    this.socket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
  }

  /** Sends a message and waits for its echo; gives its id. */
  async say(text, id = randomUUID()) {
    this.send({ v: 1, t: "say", id, text });
    await this.heard((frame) => frame.id === id);
    return id;
  }

  /** Sends a message and waits for the reply after it. */
  async ask(text) {
    const seen = this.frames.length;
    this.send({ v: 1, t: "say", id: randomUUID(), text });
    return this.heard((frame) => frame.t === "message" && frame.from === "assistant", seen);
  }

  heard(wanted, from = 0) {
    return eventually(() => this.frames.slice(from).find(wanted));
  }

  async refusal(from = 0) {
    return (await this.heard((frame) => frame.t === "refused", from)).code;
  }

  messages() {
    return this.frames.filter((frame) => frame.t === "message");
  }

  /** Ends the conversation that is seen here. */
  end() {
    const seen = Math.max(...this.frames.map((frame) => frame.seq ?? 0));
    this.send({ v: 1, t: "close", seen });
    return seen;
  }

  /** The code that the socket was closed with, once it is. */
  async ended() {
    await eventually(() => this.closed !== null);
    return this.closed;
  }

  close() {
    this.socket.close();
  }

  static closeAll() {
    for (const panel of Panel.#open) panel.close();
  }
}
