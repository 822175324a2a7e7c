import { html, svg } from '../dom.js';
import { shapesOf } from '../graph-drawing.js';
import { type DrawableGraph, layOut } from '../graph-layout.js';

/** Properties that a drawing takes from our rules and the theme. */
const looks = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
];

/**
 * The picture of a graph as a file that needs nothing else: in the colours of the theme, on its background, described by the sentence.
 *
 * @param main element of the page with our rules
 */
export function svgText(main: HTMLElement, graph: DrawableGraph, sentence: string): string {
  const document = main.ownerDocument;
  const layout = layOut(graph);
  const { width, height } = layout;
  const attributes = { class: 'cs-diagram', role: 'img', viewBox: `0 0 ${width} ${height}`, width, height };
  const drawn = svg(document, 'svg', attributes, ...shapesOf(document, layout));
  const stage = html(document, 'div', { 'aria-hidden': 'true' }, drawn);
  stage.style.position = 'absolute';
  stage.style.visibility = 'hidden';
  main.append(stage);
  try {
    const plain = plainColours(document);
    for (const element of [drawn, ...drawn.querySelectorAll('*')]) settle(element, plain);
    const page = plain(getComputedStyle(document.body).backgroundColor);
    drawn.prepend(
      svg(document, 'title', {}, sentence),
      svg(document, 'rect', { width: '100%', height: '100%', fill: page }),
    );
  } finally {
    stage.remove();
  }
  return `${new XMLSerializer().serializeToString(drawn)}\n`;
}

/** Writes the look of an element into it. */
function settle(element: Element, plain: (colour: string) => string): void {
  const style = getComputedStyle(element);
  const isShape = /^(path|text)$/.test(element.tagName);
  for (const name of isShape ? looks : []) {
    const value = style.getPropertyValue(name);
    const isColour = name === 'fill' || name === 'stroke';
    if (value !== '') element.setAttribute(name, isColour ? plain(value) : value);
  }
}

/** Colours as every program reads them: mixed ones are made of red, green and blue. */
function plainColours(document: Document): (colour: string) => string {
  const canvas = html(document, 'canvas', { width: 1, height: 1 }).getContext('2d', {
    willReadFrequently: true,
  });
  return (colour) => {
    if (!canvas || colour === 'none' || colour.startsWith('url(')) return colour;
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return alpha === 0 ? 'none' : `rgb(${red}, ${green}, ${blue})`;
  };
}
