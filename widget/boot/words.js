// The panel's words: one file a language, and only the one that is shown travels.

const folder = document.querySelector("[name=lutin-words]").content;

/** The first of these tags that the panel speaks. The page's list of languages is the list there is. */
export function tagOf(...tags) {
  const known = [...document.querySelectorAll("#language option")].map((option) => option.value);
  return tags.map((tag) => String(tag).slice(0, 2).toLowerCase()).find((tag) => known.includes(tag)) ?? known[0];
}

let wanted;

/** Puts the words of a language wherever the page names them, and gives them; throws if another was wanted meanwhile. */
export async function speak(tag) {
  wanted = tag;
  const response = await fetch(`${folder}${tag}.json`);
  const words = response.ok && (await response.json());
  if (!words || tag !== wanted) throw new Error(`no words of ${tag}`);
  const root = document.documentElement;
  root.lang = tag;
  root.dir = tag === "ar" ? "rtl" : "ltr";
  document.querySelector("#language").value = tag;
  for (const element of document.querySelectorAll("[data-say],[data-label],[data-hint]")) {
    const { say, label, hint, n } = element.dataset;
    if (say) element.textContent = words[say];
    if (hint) element.placeholder = words[hint];
    if (label) {
      element.ariaLabel = words[label].replace("{}", n);
      // What a drawing says is shown to a mouse, too.
      if (element.localName === "button") element.title = element.ariaLabel;
    }
  }
  return words;
}
