// What the page's code may tell the panel, read and cut to size. A mistake of the page's is said in its console, and no more.

// In bytes; the edge has the same limit.
const MAX_CONTEXT = 1000;
const MAX_TEXT_CHARS = 4000;

const refuse = (why) => {
  console.warn("Lutin:", why);
  return null;
};

/** What is posted for `send(text, { prefill })`. */
export function sent(text, options) {
  if (typeof text !== "string") return refuse("send takes a text");
  // By characters, so that none is cut in two; a first cut, because a text may be very long.
  const characters = [...text.slice(0, 2 * MAX_TEXT_CHARS)].slice(0, MAX_TEXT_CHARS);
  return { text: characters.join(""), prefill: Boolean(options?.prefill) };
}

/** What is posted for `identify({ jwt })`. */
export function identity(who) {
  return typeof who?.jwt === "string" ? { jwt: who.jwt } : refuse("identify takes { jwt: text }");
}

/** What is posted for `setContext(object)`. */
export function context(given) {
  const isPlain = Object.prototype.toString.call(given) === "[object Object]";
  const json = isPlain ? JSON.stringify(given) : "";
  const isTaken = json && new TextEncoder().encode(json).length <= MAX_CONTEXT;
  return isTaken ? { context: json } : refuse("setContext takes a plain object, of at most 1,000 bytes as JSON");
}

/** What is posted for `setLocale(tag)`. */
export function locale(tag) {
  return typeof tag === "string" ? { tag } : refuse("setLocale takes a language tag");
}
