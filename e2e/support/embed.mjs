// Pages of a shop that carry the tag in every way it can be carried, and an edge that stands in for ours: it serves the real
// scripts of the tag, and a panel without a chat that remembers what it was told and says what a test wants.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";

const DIST = fileURLToPath(new URL("../../dist/", import.meta.url));

/** As the real panel shakes hands (widget/boot/boot.js), and then nothing of what it does. */
const PANEL = `<!doctype html><meta charset="utf-8"><title>Panel</title><input aria-label="Message"><script>
  const heard = [];
  let port;
  const say = (t, p) => port.postMessage({ v: 1, t, p });
  addEventListener("message", function listen(event) {
    if (event.source !== parent || event.data?.lutin !== 1) return;
    removeEventListener("message", listen);
    window.hello = event.data;
    port = event.ports[0];
    port.onmessage = ({ data }) => {
      heard.push(data);
      if (data.t === "shown") document.querySelector("input").focus();
    };
    if (!location.search.includes("mute")) say("ready");
  });
</script>`;

function listen(server, host) {
  return new Promise((resolve) => server.listen(0, host, () => resolve(server.address().port)));
}

function stopper(server) {
  return () => {
    server.closeAllConnections();
    server.close();
  };
}

/**
 * An edge on localhost. `broken` holds paths that are not answered well, `isSilent` is a panel that never says it is ready,
 * `elsewhere` is where the panel's address leads instead.
 */
export async function standIn() {
  const edge = { broken: new Set(), elsewhere: null, isSilent: false, requests: [] };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://edge.invalid");
    edge.requests.push(pathname);
    if (edge.broken.has(pathname)) return response.writeHead(503).end();
    if (pathname === "/lutin.js" || pathname === "/lutin-frame.js") {
      const headers = { "content-type": "text/javascript", "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" };
      return response.writeHead(200, headers).end(await readFile(DIST + pathname.slice(1)));
    }
    if (!pathname.startsWith("/frame/")) return response.writeHead(404).end();
    if (edge.elsewhere) return response.writeHead(302, { location: edge.elsewhere }).end();
    const page = edge.isSilent ? "<!doctype html><title>Silent</title>" : PANEL;
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page);
  });
  edge.base = `http://localhost:${await listen(server, "localhost")}`;
  edge.stop = stopper(server);
  return edge;
}

/**
 * A shop on 127.0.0.1: another site than the edge's, as in life. `put(path, page)` writes a page: `attributes` of the tag
 * (null: without the tag), `body`, `csp`, `first` (a script of the page's before the tag), `html` (attributes of the root).
 */
export async function shopOf(edge) {
  const pages = new Map();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://shop.invalid");
    if (pathname === "/favicon.ico") return response.writeHead(204).end();
    const page = pages.get(pathname);
    if (!page) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": page.type ?? "text/html; charset=utf-8", ...page.headers });
    response.end(page.text ?? written(page, edge));
  });
  const shop = { origin: `http://127.0.0.1:${await listen(server, "127.0.0.1")}`, stop: stopper(server) };
  shop.put = (path, page = {}) => {
    pages.set(path, page);
    return shop.origin + path;
  };
  return shop;
}

function written({ attributes = "", body = "<h1>La boutique</h1>", first = "", html = 'lang="fr"', nonce = "" }, edge) {
  const n = nonce && ` nonce="${nonce}"`;
  const tag = attributes === null ? "" : `<script async src="${edge}/lutin.js" data-merchant="demo" ${attributes}${n}></script>`;
  return `<!doctype html><html ${html}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Boutique</title>${first && `<script${n}>${first}</script>`}${tag}</head><body>${body}</body></html>`;
}
