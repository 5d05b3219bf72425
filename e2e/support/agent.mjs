// An agent's console without a screen: a socket to the desk, and one to each conversation.

import { randomUUID } from "node:crypto";

import { eventually, post } from "./shop.mjs";

/** A socket that remembers what it heard. Frames are `{ name: fields }`, or a name alone. */
class Line {
  frames = [];
  closed = null;

  constructor(base, path, cookie) {
    const url = new URL(path, base);
    url.protocol = url.protocol.replace("http", "ws");
    this.socket = new WebSocket(url, { headers: { cookie, origin: new URL(base).origin } });
    this.socket.onmessage = ({ data }) => data !== "pong" && this.frames.push(JSON.parse(data));
    this.socket.onclose = ({ code }) => (this.closed = code);
    this.socket.onerror = () => {};
  }

  async open() {
    await eventually(() => this.socket.readyState !== WebSocket.CONNECTING);
    return this;
  }

  send(frame) {
    this.socket.send(JSON.stringify(frame));
  }

  /** The frames of this name, since one of them. */
  of(name, since = 0) {
    return this.frames.slice(since).filter((frame) => typeof frame === "object" && name in frame).map((frame) => frame[name]);
  }

  heard(name, wanted = () => true, since = 0) {
    return eventually(() => this.of(name, since).find(wanted));
  }

  close() {
    this.socket.close();
  }
}

/** An agent in one conversation. */
class Attendance extends Line {
  /** What people said in it, and notes. */
  lines() {
    return this.of("line").map(({ line }) => line);
  }

  async act(frame) {
    const since = this.frames.length;
    this.send(frame);
    await eventually(() => this.frames.length > since);
    return this.of("refused", since)[0]?.code ?? null;
  }

  async say(text, id = randomUUID()) {
    this.send({ say: { id, text } });
    await this.heard("line", ({ line }) => line.id === id);
    return id;
  }

  async note(text, id = randomUUID()) {
    this.send({ note: { id, text } });
    await this.heard("line", ({ line }) => line.id === id);
  }

  /** Where the hand-over stands, as far as was told. */
  stage() {
    return this.of("case").at(-1)?.case.handoff.stage;
  }

  async reaches(stage) {
    await eventually(() => this.stage() !== undefined && name(this.stage()) === stage);
  }
}

/** The name of a stage. */
export const name = (stage) => (typeof stage === "string" ? stage : Object.keys(stage)[0]);

export class Agent extends Line {
  static #open = new Set();

  /** Signs in, and opens the desk. */
  static async at(base, { email, password }, isOnline = true) {
    const response = await post(base, "/api/sign-in", { email, password });
    if (!response.ok) throw new Error(`sign-in: ${response.status} ${await response.text()}`);
    const cookie = response.headers.get("set-cookie").split(";")[0];
    const agent = new Agent(base, "/api/desk", cookie);
    Object.assign(agent, { base, cookie, ...(await response.json()), attended: [] });
    Agent.#open.add(agent);
    await agent.open();
    if (agent.closed === null) await agent.heard("welcome");
    if (isOnline) await agent.available();
    return agent;
  }

  async available(isOnline = true) {
    const since = this.frames.length;
    this.send({ available: { isOnline } });
    const isSo = ({ agents }) => agents.find(({ agent }) => agent.id === this.id)?.agent.isOnline === isOnline;
    await this.heard("agents", isSo, since);
  }

  /** The case of a session, once it is at this stage. */
  async case(session, stage) {
    const is = ({ conversation, handoff }) => conversation.startsWith(`${session}.`) && name(handoff.stage) === stage;
    const cases = () => [...this.of("welcome").flatMap((it) => it.cases), ...this.of("case").map((it) => it.case)];
    return eventually(() => cases().findLast((it) => is(it.case)));
  }

  /** Whether it rings here, and has not stopped. */
  rings(session) {
    const last = this.of("case").map((it) => it.case.case).findLast((it) => it.conversation.startsWith(`${session}.`));
    const stage = last?.handoff.stage;
    return Boolean(stage?.waiting && (!stage.waiting.to || stage.waiting.to === this.id));
  }

  /** Comes to a conversation. */
  async attend(conversation, after = 0) {
    const attendance = new Attendance(this.base, `/api/desk/conversations/${conversation}`, this.cookie);
    this.attended.push(attendance);
    await attendance.open();
    if (attendance.socket.readyState === WebSocket.OPEN) {
      attendance.send({ hello: { after } });
      await eventually(() => attendance.of("welcome").length > 0 || attendance.closed !== null);
    }
    return attendance;
  }

  leave() {
    this.attended.forEach((attendance) => attendance.close());
    this.close();
  }

  static closeAll() {
    for (const agent of Agent.#open) agent.leave();
  }
}
