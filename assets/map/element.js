// Makes HTML and SVG elements; attributes only, so that a strict content policy has nothing to refuse.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Makes an HTML element: `on…` attributes are listeners, null and false attributes are left out. */
export const html = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);

/** Makes an SVG element the same way. */
export const svg = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
