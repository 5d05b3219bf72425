// The mark of LutinGénie: the hat, its bell, the face. The panel's page (index.html) has the same mark.

const SVG = "http://www.w3.org/2000/svg";
const PATHS = [
  "M7 14C8 8 13 3 19 3c3 0 5 1 6 4-2-1-3-1-4 0 2 2 3 4 4 7-6-2-12-2-18 0Z",
  "M24 10a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
  "M16 15c7 0 11 3 11 7s-4 7-11 7c-2 0-3 0-4-1-1 1-3 2-6 2 1-1 2-2 2-3-2-1-3-3-3-5 0-4 4-7 11-7Zm-4 5a1 1 0 0 0 0 3 1 1 0 0 0 0-3Zm8 0a1 1 0 0 0 0 3 1 1 0 0 0 0-3Zm-7 4c1 3 5 3 6 0-2 .5-4 .5-6 0Z",
];

/** Made by the DOM, not from HTML: a page with Trusted Types forbids that. */
export function drawing() {
  const make = (name, attribute, value) => {
    const element = document.createElementNS(SVG, name);
    element.setAttribute(attribute, value);
    return element;
  };
  const svg = make("svg", "viewBox", "0 0 32 32");
  svg.append(...PATHS.map((path) => make("path", "d", path)));
  return svg;
}
