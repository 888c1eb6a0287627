// What is pasted from word processors, made plain before the editor reads it. Looks say what elements
// do not: bold is a style, a list a row of paragraphs with typed bullets. Our policy keeps styles from
// being applied, also in the document that the editor parses in, so they are read as text here.
// This is for the writer's comfort; what may be stored is decided by foundation/richtext.py.

const GONE = "meta, link, title, base, iframe, object, embed, svg, math, xml, img:not([data-asset])";
const TYPED_NUMBER = /^\(?(?:\d{1,3}|[a-z]|[ivx]{1,5}|[\u0621-\u064a]|[\u0660-\u0669]{1,3})[.)-]/i;

function looksOf(element) {
  const looks = {};
  for (const declaration of (element.getAttribute("data-style") ?? "").split(";")) {
    const [property, ...value] = declaration.split(":");
    looks[property.trim().toLowerCase()] = value.join(":").trim().toLowerCase();
  }
  return looks;
}

function wrap(element, tag) {
  const outer = element.ownerDocument.createElement(tag);
  outer.append(...element.childNodes);
  element.append(outer);
}

function looksBecomeElements(element) {
  const looks = looksOf(element);
  const weight = looks["font-weight"];
  if (element.matches("b, strong") && /^(?:normal|[1-4]00)$/.test(weight)) {
    // Google Docs puts everything into one such element.
    element.replaceWith(...element.childNodes);
    return;
  }
  if (!element.matches("span, font")) return;
  if (/^(?:bold|bolder|[6-9]00)$/.test(weight)) wrap(element, "strong");
  if (looks["font-style"] === "italic") wrap(element, "em");
  if (looks["vertical-align"] === "super") wrap(element, "sup");
  if (looks["vertical-align"] === "sub") wrap(element, "sub");
  if (/underline/.test(looks["text-decoration"] ?? looks["text-decoration-line"]) && !element.closest("a")) {
    wrap(element, "u");
  }
}

// Word: <p style="mso-list: l0 level2 lfo1"><span style="mso-list: Ignore">o   </span>text</p>
function typedLists(body) {
  let open = []; // the lists inside one another at this place
  let previous = null;
  for (const paragraph of [...body.querySelectorAll("p")]) {
    const level = Number(/\blevel(\d)\b/.exec(looksOf(paragraph)["mso-list"] ?? "")?.[1] ?? 0);
    if (!level) continue;
    const sign = [...paragraph.querySelectorAll("span")].find((span) => looksOf(span)["mso-list"] === "ignore");
    const tag = TYPED_NUMBER.test(sign?.textContent.trim() ?? "") ? "ol" : "ul";
    sign?.remove();
    if (!previous || paragraph.previousElementSibling !== previous) open = [];
    open.length = Math.min(open.length, level);
    if (open.length === level && open[level - 1].localName !== tag.toLowerCase()) open.length = level - 1;
    const item = body.ownerDocument.createElement("li");
    if (open.length) {
      while (open.length < level) {
        const inner = body.ownerDocument.createElement(tag);
        (open.at(-1).lastElementChild ?? open.at(-1)).append(inner);
        open.push(inner);
      }
      paragraph.remove();
    } else {
      const list = body.ownerDocument.createElement(tag);
      paragraph.replaceWith(list);
      open = Array.from({ length: level }, () => list);
    }
    item.append(...paragraph.childNodes);
    open.at(-1).append(item);
    previous = open[0];
  }
}

export function plainPaste(html) {
  const inert = html
    .replace(/<(style|script)[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style|on[a-z]+)\s*=/gi, " data-$1="));
  const { body } = new DOMParser().parseFromString(inert, "text/html");
  for (const element of body.querySelectorAll(GONE)) element.remove();
  typedLists(body);
  for (const element of body.querySelectorAll("[data-style]")) looksBecomeElements(element);
  for (const element of body.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) {
      if (name === "class" || name === "data-style" || name.startsWith("data-on")) element.removeAttribute(name);
    }
  }
  return body.innerHTML;
}
