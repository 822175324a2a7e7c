import { inlineHtml } from './markdown-inline.js';
import { escapeHtml } from './markup.js';

/** Quotes and lists inside each other; what is nested deeper is shown as it is written. */
const deepest = 12;

const fence = /^ {0,3}(`{3,}|~{3,})[ \t]*([^`\s]*)[^`]*$/;
const heading = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/;
const rule = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
const quote = /^ {0,3}> ?/;
const item = /^( {0,3})([-*+]|(\d{1,9})[.)])(?: {1,4}|$)/;
const dividing = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)*$/;
const isBlank = (line: string | undefined): boolean => line === undefined || line.trim() === '';

/** A block of lines, and the line behind it. */
interface Block {
  readonly html: string;
  readonly end: number;
}

/**
 * Markdown as HTML for a report: headings, paragraphs, lists, quotes, code, tables, rules, emphasis, links. HTML in it is shown as text, so that
 * nothing a notebook says becomes an element, an attribute or a script of its own.
 */
export function markdownHtml(text: string): string {
  return blocksHtml(text.replaceAll('\r\n', '\n').split('\n'), 0);
}

function blocksHtml(lines: readonly string[], depth: number): string {
  if (depth > deepest) return `<pre>${escapeHtml(lines.join('\n'))}</pre>`;
  const blocks: string[] = [];
  for (let i = 0; i < lines.length; ) {
    if (isBlank(lines[i])) {
      i++;
      continue;
    }
    const block =
      codeBlock(lines, i) ??
      headingBlock(lines, i) ??
      quoteBlock(lines, i, depth) ??
      listBlock(lines, i, depth) ??
      tableBlock(lines, i) ??
      paragraph(lines, i);
    blocks.push(block.html);
    i = block.end;
  }
  return blocks.join('\n');
}

function codeBlock(lines: readonly string[], at: number): Block | undefined {
  const opened = fence.exec(lines[at])?.[1];
  if (opened === undefined) return undefined;
  let end = at + 1;
  while (end < lines.length && !closes(lines[end], opened)) end++;
  const code = lines.slice(at + 1, end).join('\n');
  return { html: `<pre><code>${escapeHtml(code)}</code></pre>`, end: end + 1 };
}

function closes(line: string, opened: string): boolean {
  const bare = line.trim();
  return bare.length >= opened.length && bare === opened[0].repeat(bare.length);
}

function headingBlock(lines: readonly string[], at: number): Block | undefined {
  if (rule.test(lines[at])) return { html: '<hr>', end: at + 1 };
  const found = heading.exec(lines[at]);
  if (!found) return undefined;
  // The page has a heading of its own.
  const level = Math.min(6, found[1].length + 1);
  const words = (found[2] ?? '').trim().replace(/[ \t]#+$/, '');
  return { html: `<h${level} dir="auto">${inlineHtml(words)}</h${level}>`, end: at + 1 };
}

function quoteBlock(lines: readonly string[], at: number, depth: number): Block | undefined {
  let end = at;
  while (end < lines.length && quote.test(lines[end])) end++;
  if (end === at) return undefined;
  const inner = lines.slice(at, end).map((line) => line.replace(quote, ''));
  return { html: `<blockquote>${blocksHtml(inner, depth + 1)}</blockquote>`, end };
}

/** Items of one kind that follow each other; what is indented beneath one belongs to it. */
function listBlock(lines: readonly string[], at: number, depth: number): Block | undefined {
  const first = item.exec(lines[at]);
  if (!first) return undefined;
  const ordered = first[3] !== undefined;
  const items: string[] = [];
  let end = at;
  for (;;) {
    const found = end < lines.length && !rule.test(lines[end]) ? item.exec(lines[end]) : null;
    if (!found || (found[3] !== undefined) !== ordered) break;
    const own = [lines[end].slice(found[0].length)];
    const indent = ' '.repeat(found[1].length + found[2].length + 1);
    end++;
    while (
      end < lines.length &&
      (lines[end].startsWith(indent) || (isBlank(lines[end]) && lines[end + 1]?.startsWith(indent)))
    ) {
      own.push(lines[end].slice(indent.length));
      end++;
    }
    const alone = own.length === 1;
    items.push(`<li dir="auto">${alone ? inlineHtml(own[0]) : blocksHtml(own, depth + 1)}</li>`);
    if (isBlank(lines[end]) && item.test(lines[end + 1] ?? '')) end++;
  }
  const start = ordered && first[3] !== '1' ? ` start="${Number(first[3])}"` : '';
  const tag = ordered ? 'ol' : 'ul';
  return { html: `<${tag}${start}>${items.join('')}</${tag}>`, end };
}

function tableBlock(lines: readonly string[], at: number): Block | undefined {
  const divider = lines[at + 1];
  if (!lines[at].includes('|') || divider === undefined || !dividing.test(divider)) return undefined;
  const head = cellsOf(lines[at]);
  if (cellsOf(divider).length !== head.length) return undefined;
  let end = at + 2;
  while (end < lines.length && !isBlank(lines[end]) && lines[end].includes('|')) end++;
  const rows = lines.slice(at + 2, end).map((line) => cellsOf(line).slice(0, head.length));
  return { html: tableHtml([head, ...rows].map((row) => row.map(inlineHtml))), end };
}

/** @param rows cells as HTML, head first */
export function tableHtml(rows: readonly (readonly string[])[]): string {
  const [head, ...body] = rows.map((cells, i) => {
    const tag = i === 0 ? 'th' : 'td';
    return `<tr>${cells.map((cell) => `<${tag} dir="auto">${cell}</${tag}>`).join('')}</tr>`;
  });
  return `<table><thead>${head}</thead><tbody>${body.join('')}</tbody></table>`;
}

function cellsOf(line: string): string[] {
  const bare = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return bare.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}

function paragraph(lines: readonly string[], at: number): Block {
  let end = at + 1;
  while (end < lines.length && !isBlank(lines[end]) && !startsBlock(lines[end])) end++;
  const text = lines
    .slice(at, end)
    .map((line) => line.trimStart())
    .join('\n')
    .trimEnd();
  return { html: `<p dir="auto">${inlineHtml(text)}</p>`, end };
}

function startsBlock(line: string): boolean {
  return fence.test(line) || heading.test(line) || rule.test(line) || quote.test(line) || item.test(line);
}
