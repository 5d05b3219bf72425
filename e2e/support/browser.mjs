// Chromium, a shop on another site than the edge, and a network that can be cut.

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { connect, createServer } from "node:net";
import { delimiter, extname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

import { eventually } from "./shop.mjs";

const SITE = fileURLToPath(new URL("../../demo/site", import.meta.url));
const TYPES = { ".css": "text/css", ".html": "text/html; charset=utf-8", ".svg": "image/svg+xml" };

function onPath(program) {
  const found = process.env.PATH.split(delimiter).map((folder) => join(folder, program)).find((file) => existsSync(file));
  if (!found) throw new Error(`${program} is not on PATH: install it, or name it in CHROMIUM`);
  return found;
}

/** Starts a browser with an empty profile. */
export function launch() {
  const executablePath = process.env.CHROMIUM ?? onPath("chromium");
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
  return chromium.launch({ executablePath, args });
}

/**
 * Serves the demo shop on 127.0.0.1, with the tag pointing to the edge on localhost: two sites, as in life,
 * so the panel's storage is partitioned and its frame is another site's.
 */
export async function serveShop(edge, merchant = "demo") {
  const tag = `src="${edge}/lutin.js" data-merchant="${merchant}"`;
  const server = createHttpServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://shop.invalid");
    const file = join(SITE, pathname.endsWith("/") ? `${pathname}index.html` : pathname);
    try {
      const body = await readFile(file);
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
      response.end(file.endsWith(".html") ? String(body).replace('src="/lutin.js" data-merchant="demo"', tag) : body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, stop };
}

/** A wire to the edge that can be cut: what is under way is lost, and nobody gets through until it is mended. */
export async function wire(port) {
  const ends = new Set();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) return near.destroy();
    const far = connect(port, "localhost");
    for (const [one, other] of [[near, far], [far, near]]) {
      ends.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        ends.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise((resolve) => server.listen(0, "localhost", resolve));
  const cut = () => {
    whole = false;
    for (const end of ends) end.destroy();
  };
  return {
    base: `http://localhost:${server.address().port}`,
    cut,
    mend() { whole = true; },
    stop() {
      cut();
      server.close();
    },
  };
}

/**
 * A wire to the edge on which nothing can be relied upon: it refuses connections, delays what they carry, cuts them after a
 * while, sometimes towards one end only, and says some of what a browser said twice.
 */
export async function storm(port, { refused = 0.2, doubled = 0.3, longest = 2_500, delay = 60 } = {}) {
  const ends = new Set();
  let isCalm = false;
  const chance = (share) => !isCalm && Math.random() < share;
  const counts = { cut: 0, doubled: 0, refused: 0 };
  const keep = (socket) => {
    ends.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => ends.delete(socket));
    return socket;
  };
  /** In order, each piece when the one before it is through. */
  const carry = (from, to) => {
    let last = Promise.resolve();
    from.on("data", (data) => {
      const pause = isCalm ? 0 : Math.random() * delay;
      last = last.then(() => new Promise((wake) => setTimeout(wake, pause))).then(() => to.destroyed || to.write(data));
    });
    from.on("close", () => last.then(() => to.end()));
  };
  const server = createServer((near) => {
    keep(near);
    if (chance(refused)) {
      counts.refused += 1;
      return near.destroy();
    }
    const far = keep(connect(port, "localhost"));
    carry(near, far);
    carry(far, near);
    if (chance(doubled)) {
      counts.doubled += 1;
      const echo = keep(connect(port, "localhost"));
      echo.resume();
      carry(near, echo);
    }
    setTimeout(() => {
      if (isCalm) return;
      counts.cut += 1;
      // Half of the time only the browser hears of it: the edge goes on with a panel that is gone.
      near.destroy();
      if (Math.random() < 0.5) far.destroy();
    }, Math.random() * longest);
  });
  await new Promise((resolve) => server.listen(0, "localhost", resolve));
  return {
    base: `http://localhost:${server.address().port}`,
    counts,
    calm() { isCalm = true; },
    stop() {
      for (const end of ends) end.destroy();
      server.close();
    },
  };
}

/** The panel in a page, as a shopper sees it. */
export class Chat {
  constructor(page, frame = page.frameLocator("lutin-genie iframe")) {
    this.page = page;
    this.launcher = page.locator("lutin-genie button.fab");
    this.frame = frame;
    this.log = frame.getByRole("log");
    this.input = frame.getByRole("textbox");
  }

  async open() {
    await this.launcher.click();
    // The greeting: the field is there before the rest is.
    await this.log.locator(".bubble").first().waitFor();
  }

  async say(text) {
    await this.input.fill(text);
    await this.input.press("Enter");
  }

  /** What was said, in order; the greeting stands before it and belongs to no conversation. */
  async bubbles() {
    const bubbles = await this.log.locator(".bubble").allTextContents();
    // The panel binds « ? » and the like to the word before them.
    return bubbles.slice(1).map((text) => text.replaceAll("\u00a0", " "));
  }

  /** Waits until the bubbles are these. */
  async reads(...texts) {
    let bubbles = [];
    const same = async () => {
      bubbles = await this.bubbles();
      return bubbles.length === texts.length && texts.every((text, n) => (text.test ? text.test(bubbles[n]) : text === bubbles[n]));
    };
    await eventually(same).catch(() => {
      throw new Error(`the transcript reads\n  ${bubbles.join("\n  ")}\nnot\n  ${texts.join("\n  ")}`);
    });
  }

  /** Ends the conversation, and says so. */
  async end() {
    await this.frame.getByRole("button", { name: "Terminer" }).click();
    await this.frame.getByRole("dialog").or(this.frame.getByRole("alertdialog")).getByRole("button", { name: "Terminer" }).click();
    await this.log.getByText("Conversation terminée").waitFor();
  }
}
