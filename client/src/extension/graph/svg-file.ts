/** What a picture of ours is made of. */
const elements = new Set(['svg', 'title', 'rect', 'defs', 'marker', 'path', 'g', 'text']);
const attributes =
  /^(xmlns|class|role|aria-[a-z]+|viewBox|width|height|id|refX|refY|marker[A-Za-z]+|marker-end|orient|d|x|y|transform|fill|stroke|stroke-[a-z]+|font-[a-z]+|text-anchor|dominant-baseline)$/;

const tag = /<(\/?)([A-Za-z]+)((?:\s+[A-Za-z:-]+="[^"<>]*")*)\s*(\/?)>/y;
const words = /[^<>]+/y;

/**
 * Whether a text is a picture as our page makes it: shapes and words, no script, no link, nothing from elsewhere. The page is not
 * believed, since what it shows comes from whoever wrote the spec.
 */
export function isPlainSvg(text: string): boolean {
  if (!text.startsWith('<svg ')) return false;
  for (let at = 0; at < text.length; ) {
    words.lastIndex = at;
    tag.lastIndex = at;
    const found = words.test(text) ? words.lastIndex : readTag(text);
    if (found === undefined) return false;
    at = found;
  }
  return true;
}

/** Where the tag ends that begins at the place of `tag`; undefined where it is none that may be. */
function readTag(text: string): number | undefined {
  const [, , name = '', written = ''] = tag.exec(text) ?? [];
  if (!elements.has(name)) return undefined;
  for (const [, attribute, value] of written.matchAll(/([A-Za-z:-]+)="([^"]*)"/g)) {
    if (!attributes.test(attribute)) return undefined;
    if (/url\(/i.test(value) && !/^url\((&quot;|")?#[\w-]+(&quot;|")?\)$/.test(value)) return undefined;
  }
  return tag.lastIndex;
}

/** A name as that of a file. */
export function svgName(graph: string): string {
  const plain = graph.replace(/[^\p{L}\p{N}_-]+/gu, '-').slice(0, 80);
  return `${plain === '' || plain === '-' ? 'graph' : plain}.svg`;
}
