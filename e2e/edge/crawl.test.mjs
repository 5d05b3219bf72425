// The shop's own pages are fetched, and nothing else is: neither other hosts nor more than a page.
//
// In `wrangler dev`, where the runtime itself asks. The harness of the other tests has Node ask in its place, which follows
// every redirect and takes every body whole, whatever the Worker says: nothing of this could be seen there.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";

import { Edge } from "../support/edge.mjs";
import { start, stop } from "../support/harness.mjs";
import { shop, signIn } from "../support/shop.mjs";

const MB = 1024 * 1024;
const html = (body, type = "text/html; charset=utf-8") => ({ type, body });
const page = (title, text = "Du texte.") => html(`<title>${title}</title><main><p>${text}</p></main>`);
const to = (location, status = 302) => ({ status, location });

/** A site on this machine that answers by path and remembers what it was asked. */
async function site(routes) {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push({ path: request.url, headers: request.headers, socket: request.socket, at: Date.now() });
    const route = routes[request.url.split("?")[0]];
    if (typeof route === "function") return route(request, response);
    const { status = 200, type, location, body = "" } = route ?? { status: 404, type: "text/html", body: "<p>Nothing" };
    response.writeHead(status, { ...(type && { "content-type": type }), ...(location && { location }) });
    response.end(body);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const close = () => { server.closeAllConnections(); server.close(); };
  return { origin, asked, routes, close, paths: () => asked.map((it) => it.path) };
}

const urlset = (origin, paths) =>
  ({ type: "application/xml", body: `<urlset>${paths.map((it) => `<url><loc>${origin}${it}</loc></url>`).join("")}</urlset>` });

describe("fetching a shop's pages", { concurrency: true }, () => {
  let edge, staff, own, second, other, gone;

  before(async () => {
    own = await site({});
    second = await site({ "/moved-here": page("Déménagé") });
    other = await site({});
    gone = await site({});
    gone.close();
    const document = shop({ origins: [own.origin, second.origin, gone.origin, "http://169.254.169.254"] });
    edge = await Edge.start({ document, vars: { FETCH_PRIVATE_HOSTS: "true" } });
    staff = await signIn(edge.base);
  });
  after(async () => {
    await edge?.stop();
    for (const it of [own, second, other]) it.close();
  });

  /** The report on an address, or on a path of the shop's site. */
  async function fetched(url) {
    const body = JSON.stringify({ url: new URL(url, own.origin).href });
    const response = await staff("/api/knowledge/fetch", { method: "POST", body });
    assert.equal(response.status, 200, await response.clone().text());
    return response.json();
  }

  async function only(url, expected) {
    const { pages, leftOut } = await fetched(url);
    assert.deepEqual([pages, leftOut], [[{ url: new URL(url, own.origin).href, ...expected }], 0]);
  }

  test("a page becomes an article, asked for as nobody in particular", async () => {
    own.routes["/faq"] = page("Questions – L'Atelier", "Tout est là.");
    await only("/faq", { title: "Questions" });
    const { headers } = own.asked.find((it) => it.path === "/faq");
    assert.equal(headers["user-agent"], "LutinGenie/1 (+knowledge)");
    for (const name of ["cookie", "authorization", "referer", "origin"]) assert.equal(headers[name], undefined);
  });

  test("only staff may ask, from our own pages, for something that can be read", async () => {
    const ask = (init) => fetch(new URL("/api/knowledge/fetch", edge.base), { method: "POST", ...init });
    const code = async (response) => (await (await response).json()).code;
    assert.equal(await code(ask({ body: JSON.stringify({ url: `${own.origin}/never` }) })), "signed_out");
    const body = JSON.stringify({ url: `${own.origin}/never` });
    assert.equal(await code(staff("/api/knowledge/fetch", { method: "POST", body, headers: { origin: "https://evil.example" } })), "forbidden_origin");
    assert.equal(await code(staff("/api/knowledge/fetch", { method: "POST", body: "{}" })), "malformed");
    assert.ok(!own.paths().includes("/never"));
  });

  test("a sitemap gives its pages, and of each the reason why it gave none", async () => {
    own.routes["/sitemap.xml"] = {
      type: "text/xml; charset=utf-8",
      body: `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>${own.origin}/one</loc></url><url><loc>${own.origin}/two?a=1&amp;b=2</loc></url>
        <url><loc>${own.origin}/three</loc></url><url><loc>${other.origin}/elsewhere</loc></url></urlset>`,
    };
    Object.assign(own.routes, { "/one": page("Un"), "/two": page("Deux"), "/three": page("Trois") });
    const { pages, leftOut } = await fetched("/sitemap.xml");
    assert.deepEqual(pages, [
      { url: `${own.origin}/one`, title: "Un" },
      { url: `${own.origin}/two?a=1&b=2`, title: "Deux" },
      { url: `${own.origin}/three`, title: "Trois" },
      { url: `${other.origin}/elsewhere`, refused: "address" },
    ]);
    assert.equal(leftOut, 0);
    assert.ok(own.paths().includes("/two?a=1&b=2"));
  });

  test("an index gives the pages of its sitemaps, forty at most, those that explain first", async () => {
    const part = (name) => `<sitemap><loc>${own.origin}/${name}</loc></sitemap>`;
    own.routes["/index.xml"] = {
      type: "application/xml",
      body: `<sitemapindex>${part("products.xml")}${part("pages.xml")}${part("gone.xml")}${part("index.xml")}</sitemapindex>`,
    };
    const products = Array.from({ length: 60 }, (_, number) => `/products/${number}`);
    for (const path of products) own.routes[path] = page(`Jouet ${path}`);
    own.routes["/products.xml"] = urlset(own.origin, products);
    own.routes["/pages.xml"] = urlset(own.origin, ["/p1", "/p2", "/p1"]);
    Object.assign(own.routes, { "/p1": page("P1"), "/p2": page("P2") });
    const { pages, leftOut } = await fetched("/index.xml");
    assert.deepEqual(pages.slice(0, 5).map((it) => it.title ?? `${it.url.slice(own.origin.length)} ${it.refused}`), [
      "/gone.xml status", "/index.xml kind", "P1", "P2", "Jouet /products/0",
    ]);
    assert.deepEqual([pages.length, leftOut], [42, 22]);
    assert.equal(own.paths().filter((path) => path.startsWith("/products/")).length, 38);
    own.routes["/empty.xml"] = urlset(own.origin, []);
    await only("/empty.xml", { refused: "empty" });
  });

  test("a redirect is followed on the shop's sites", async () => {
    own.routes["/old"] = to("/new");
    own.routes["/new"] = to(`${second.origin}/moved-here`, 308);
    await only("/old", { title: "Déménagé" });
    own.routes["/round"] = to("/round");
    await only("/round", { refused: "redirects" });
    assert.equal(own.paths().filter((path) => path === "/round").length, 6);
    own.routes["/nowhere"] = { status: 302 };
    await only("/nowhere", { refused: "status" });
  });

  test("no redirect leads elsewhere, and what it names is never asked", async () => {
    other.routes["/secret"] = page("Secret");
    own.routes["/out"] = to(`${other.origin}/secret`);
    own.routes["/metadata"] = to("http://169.254.169.254/latest/meta-data/");
    own.routes["/mapped"] = to("http://[::ffff:a9fe:a9fe]/latest/meta-data/");
    own.routes["/name"] = to(`http://localhost:${new URL(other.origin).port}/secret`);
    own.routes["/login"] = to(`http://user:secret@${new URL(own.origin).host}/faq`);
    own.routes["/scheme"] = to("data:text/html,<p>x");
    own.routes["/in-two-steps"] = to("/out");
    for (const path of ["/out", "/metadata", "/mapped", "/name", "/login", "/scheme", "/in-two-steps"]) {
      const begun = Date.now();
      await only(path, { refused: "address" });
      assert.ok(Date.now() - begun < 3_000, path);
    }
    await only(`${other.origin}/secret`, { refused: "address" });
    await only("http://169.254.169.254/latest/meta-data/", { refused: "address" });
    assert.deepEqual(other.asked, []);
  });

  test("a page without an end is dropped at two megabytes", async () => {
    let sent = 0;
    let closed;
    const ended = new Promise((resolve) => { closed = resolve; });
    own.routes["/endless"] = (request, response) => {
      response.writeHead(200, { "content-type": "text/html" });
      const piece = Buffer.alloc(64 * 1024, "<p>encore</p>");
      const more = () => {
        while (!response.destroyed && sent < 50 * MB) {
          sent += piece.length;
          if (!response.write(piece)) return response.once("drain", more);
        }
        response.end();
      };
      response.on("close", closed);
      more();
    };
    const begun = Date.now();
    await only("/endless", { refused: "size" });
    assert.ok(Date.now() - begun < 8_000, `${Date.now() - begun} ms`);
    await ended;
    // What was on its way in buffers is more than the limit, and far from all.
    assert.ok(sent < 15 * MB, `${sent / MB} MB were taken`);
    own.routes["/stated"] = (request, response) => {
      response.writeHead(200, { "content-type": "text/html", "content-length": 50 * MB });
      response.write("<p>x");
    };
    await only("/stated", { refused: "size" });
    own.routes["/large"] = html(`<p>${"mot ".repeat(400_000)}</p>`);
    await only("/large", { title: "L'Atelier" });
  });

  test("what is no page is refused by its kind, its status or its emptiness", async () => {
    Object.assign(own.routes, {
      "/image": { type: "image/png", body: "\x89PNG" },
      "/untyped": { body: "<p>x" },
      "/feed": { type: "application/xml", body: "<rss><channel/></rss>" },
      "/broken": html("<h1>Cassé<p>Du <b>texte<table><tr><td>x</div></nav><li>un<script>while("),
      "/empty": html("<title>Vide</title><nav>menu</nav><script>render()</script>"),
      "/nothing": html(""),
      "/denied": { status: 403, type: "text/html", body: "<p>x" },
      "/error": { status: 500, type: "text/html", body: "<p>x" },
      "/none": { status: 204 },
      "/plain": { type: "text/plain; charset=utf-8", body: "# Retours\n\nDu texte." },
    });
    await only("/image", { refused: "kind" });
    await only("/untyped", { refused: "kind" });
    await only("/feed", { refused: "kind" });
    await only("/broken", { title: "Cassé" });
    await only("/empty", { refused: "empty" });
    await only("/nothing", { refused: "empty" });
    for (const path of ["/denied", "/error", "/none", "/missing"]) await only(path, { refused: "status" });
    await only("/plain", { title: "Retours" });
  });

  test("a page is read in the encoding that it says", async () => {
    own.routes["/latin"] = html(Buffer.from("<title>Été à l'étranger</title><p>x", "latin1"), "text/html; charset=ISO-8859-1");
    await only("/latin", { title: "Été à l'étranger" });
    own.routes["/unsaid"] = html(Buffer.from("<title>Été</title><p>x", "latin1"), "text/html");
    await only("/unsaid", { title: "Été" });
    const kana = Buffer.from([0x94, 0x7a, 0x91, 0x97]);
    own.routes["/sjis"] = html(
      Buffer.concat([Buffer.from("<meta charset=shift_jis><title>"), kana, Buffer.from("</title><p>x")]), "text/html");
    await only("/sjis", { title: "配送" });
    own.routes["/unknown"] = html("<title>Été</title><p>x", "text/html; charset=x-nobody-knows");
    await only("/unknown", { title: "Été" });
  });

  test("pages that never answer cost ten seconds each, and all of them twenty-five", async () => {
    const closedAfter = [];
    const silent = (begins) => (request, response) => {
      const at = Date.now();
      response.on("close", () => closedAfter.push(Date.now() - at));
      if (begins) {
        response.writeHead(200, { "content-type": "text/html" });
        response.write("<p>début");
      }
    };
    const paths = Array.from({ length: 13 }, (_, number) => `/silent/${number}`);
    paths.forEach((path, number) => { own.routes[path] = silent(number % 2 === 0); });
    own.routes["/silent.xml"] = urlset(own.origin, ["/quick", ...paths]);
    own.routes["/quick"] = page("Vite");
    const begun = Date.now();
    const { pages } = await fetched("/silent.xml");
    const took = Date.now() - begun;
    assert.equal(pages[0].title, "Vite");
    assert.deepEqual(pages.slice(1).map((it) => it.refused), paths.map(() => "unreachable"));
    assert.ok(took > 19_000 && took < 28_000, `${took} ms`);
    assert.equal(own.paths().filter((path) => path.startsWith("/silent/")).length, 12, "the last was never asked");
    assert.ok(closedAfter.length >= 8 && closedAfter[0] > 9_000 && closedAfter[0] < 12_500, `${closedAfter} ms`);
  });

  test("a host that is not there is told of as such", async () => {
    await only(`${gone.origin}/faq`, { refused: "unreachable" });
  });
});

describe("a deployed Worker", () => {
  test("asks over HTTPS only, whatever the origins say", async () => {
    const own = await site({ "/faq": page("FAQ") });
    const { base, harness } = await start({ document: shop({ origins: [own.origin] }) });
    const body = JSON.stringify({ url: `${own.origin}/faq` });
    const response = await (await signIn(base))("/api/knowledge/fetch", { method: "POST", body });
    assert.deepEqual((await response.json()).pages, [{ url: `${own.origin}/faq`, refused: "address" }]);
    assert.deepEqual(own.asked, []);
    await stop(harness);
    own.close();
  });
});
