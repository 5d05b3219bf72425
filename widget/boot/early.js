// What a shopper who never wrote here has before the module runs: the shop's name and colour, and a field to write in. On a slow
// phone the module is some hundred milliseconds later than the page.

/** What stands in for a colour that cannot be read: the green of our own mark. */
const MARK = "#1f5c45";
/** Above this luminance black has the better contrast (WCAG 2: √(1.05 × 0.05) − 0.05). */
const EVEN = 0.179;

/** Black or white, whichever can be read on a colour. A gamma of 2 is near enough to choose by. */
function inkOn(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => (parseInt(colour.slice(at, at + 2), 16) / 255) ** 2);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > EVEN ? "#141816" : "#ffffff";
}

/** Gives the page the shop's name and its colour, or the one that the shop's page asks for. */
export function dress(profile, accent) {
  document.title = profile.name;
  const colour = [accent, profile.accent, MARK].find((one) => /^#[0-9a-f]{6}$/i.test(one));
  const { style } = document.documentElement;
  style.setProperty("--accent", colour);
  style.setProperty("--on-accent", inkOn(colour));
}

/** Shows the page as it is and lets the shopper write. Gives a function that hands what was written to the module. */
export function begin(profile, words, port) {
  const [who, role, shop, field, send] = ["who", "role", "shop", "field", "send"].map((id) => document.getElementById(id));
  who.textContent = profile.assistant_name;
  role.textContent = words.assistant_role;
  shop.textContent = profile.name;
  const { form } = field;
  const over = new AbortController();
  const hear = (target, name, run) => target.addEventListener(name, run, { signal: over.signal });
  // The loader gives it to the frame when the frame is seen.
  hear(window, "focus", () => field.focus());
  hear(form, "input", () => (send.disabled = !field.value.trim()));
  hear(form, "keydown", (event) => {
    // As the module has it (widget/src/composer.rs).
    if (event.target !== field || event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    if (!send.disabled) form.requestSubmit();
  });
  hear(form, "submit", (event) => {
    event.preventDefault();
    // What is sent stays as it is until it is.
    field.readOnly = true;
  });
  let pressed;
  hear(document, "click", ({ target }) => (pressed = target.closest("[data-do]")));
  port.postMessage({ v: 1, t: "drawn", p: {} });
  return () => {
    over.abort();
    const isSent = field.readOnly;
    field.readOnly = false;
    if (field.value) field.dispatchEvent(new Event("input", { bubbles: true }));
    if (isSent) form.requestSubmit();
    pressed?.click();
  };
}
