/** Elements made without markup: text goes in as text, so nothing in the data can become an element or a script. */
import { longestText, shorten } from './names.js';

type Child = Node | string;
type Attributes = Readonly<Record<string, string | number>>;

function fill<E extends Element>(node: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  for (const child of children) node.append(typeof child === 'string' ? shorten(child, longestText) : child);
  return node;
}

/** `html(document, 'p', { class: 'cs-note' }, 'text')`. */
export function html<K extends keyof HTMLElementTagNameMap>(
  document: Document,
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg<K extends keyof SVGElementTagNameMap>(
  document: Document,
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

let made = 0;

/** An id no other element of this page has. */
export function newId(stem: string): string {
  made += 1;
  return `cs-${stem}-${made}`;
}
