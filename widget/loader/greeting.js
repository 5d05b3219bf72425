// The merchant's greeting: a line beside the launcher, by a rule of the tag, once. It asks for nothing from the network,
// stores nothing, opens no conversation, and so is never counted.
//
// "Once" without storage: once per document, and not in one that the shopper came to from a page of the same rule, by a
// reload, or by going back.

const EVERY_MS = 1000;

/**
 * A page that navigates by itself is looked at again and again: the seconds are those that the shopper is on a page of the
 * rule, and sees it.
 */
export function greet({ greeting, greetingAfter = 10, greetingOn = "*" }, may, tell) {
  const rule = new RegExp(`^${greetingOn.replace(/\W/g, (mark) => (mark == "*" ? ".*" : "\\" + mark))}$`);
  const from = document.referrer && new URL(document.referrer);
  const [entry] = performance.getEntriesByType("navigation");
  if (entry?.type != "navigate" || (from.origin == location.origin && rule.test(from.pathname))) return;
  let seconds = 0;
  const ticking = setInterval(() => {
    if (!may()) clearInterval(ticking);
    else if (!rule.test(location.pathname)) seconds = 0;
    else if (!document.hidden && ++seconds >= greetingAfter) {
      clearInterval(ticking);
      tell(greeting);
    }
  }, EVERY_MS);
}
