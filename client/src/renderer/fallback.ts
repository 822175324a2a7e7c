/** Results as plain text, Markdown and static HTML: for terminals, for GitHub, and where no renderer is installed. */
import type { Result } from '../../../kernel/src/result.js';
import { shorten, widthOf } from './names.js';
import { readResult } from './shape.js';
import { describe } from './tables/describe.js';
import type { Description, Section, Table } from './tables/section.js';

const mostRows = { text: 20, document: 200 };
const widestCell = 60;
/** More than this of one text is a fault of the data, not something to read. */
const longestText = 1000;

const line = (text: string): string => shorten(text, longestText);

type Said = Description | { readonly message: string };

function say(result: Result): Said {
  const reading = readResult(result);
  return reading.ok ? describe(reading.result) : reading;
}

/** `n more rows are left out here.`, or nothing. */
function leftOut(table: Table, most: number): string {
  const rest = table.rows.length - most;
  return rest > 0 ? `${rest} more ${rest === 1 ? 'row is' : 'rows are'} left out here.` : '';
}

function padded(cell: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(cell)));
  return right ? space + cell : cell + space;
}

function textTable(table: Table): string {
  const lines = [table.columns.map((column) => column.title), ...table.rows.slice(0, mostRows.text)].map(
    (row) => row.map((cell, i) => shorten(cell, i === row.length - 1 ? longestText : widestCell)),
  );
  const widths = table.columns.map((_, i) => Math.max(...lines.map((row) => widthOf(row[i]))));
  const laidOut = lines.map((row) =>
    row
      .map((cell, i) => padded(cell, widths[i], table.columns[i].numeric))
      .join('  ')
      .trimEnd(),
  );
  const [head, ...body] = laidOut;
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  const rest = leftOut(table, mostRows.text);
  return [line(table.caption), head, rule, ...body, ...(rest ? [rest] : [])]
    .map((line) => `  ${line}`)
    .join('\n');
}

function textSection(section: Section, leads: boolean): string {
  const head = leads ? [] : [`${section.title}: ${line(section.sentence)}`];
  const tables = section.tables.filter((table) => !table.bins).map(textTable);
  return [...head, tables.join('\n\n')].filter(Boolean).join('\n');
}

/** For a terminal: aligned tables, no control characters, at most 20 rows of each table. */
export function toText(result: Result): string {
  const said = say(result);
  if ('message' in said) return said.message;
  return [
    `${said.kind} ${line(said.name)} · ${said.facts.map(line).join(' · ')}`,
    line(said.sentence),
    ...(said.note ? [line(said.note)] : []),
    ...said.warnings.map((warning) => `Warning: ${line(warning)}`),
    ...said.sections.map((section, i) => textSection(section, i === 0)),
  ].join('\n\n');
}

/** The text as Markdown that renders as exactly this text: no markup, links or HTML of its own. */
function markdown(text: string): string {
  return shorten(text, longestText)
    .replace(/[\\`*_{}[\]()<>|~#$!+-]/g, '\\$&')
    .replaceAll('&', '&amp;');
}

function markdownTable(table: Table): string {
  const tableLine = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rest = leftOut(table, mostRows.document);
  return [
    `*${markdown(table.caption)}*`,
    '',
    tableLine(table.columns.map((column) => markdown(column.title))),
    tableLine(table.columns.map((column) => (column.numeric ? '--:' : ':--'))),
    ...table.rows.slice(0, mostRows.document).map((row) => tableLine(row.map(markdown))),
    ...(rest ? ['', rest] : []),
  ].join('\n');
}

/** For GitHub and Markdown views: everything escaped, at most 200 rows of each table. */
export function toMarkdown(result: Result): string {
  const said = say(result);
  if ('message' in said) return markdown(said.message);
  return [
    `### ${said.kind} ${markdown(said.name)}`,
    said.facts.map(markdown).join(' · '),
    `**${markdown(said.sentence)}**`,
    ...(said.note ? [markdown(said.note)] : []),
    ...said.warnings.map((warning) => `> Warning: ${markdown(warning)}`),
    ...said.sections.flatMap((section, i) => [
      ...(i === 0 ? [] : [`#### ${section.title}`, markdown(section.sentence)]),
      ...section.tables.map(markdownTable),
    ]),
  ].join('\n\n');
}

const entities = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

function html(text: string): string {
  return shorten(text, longestText).replace(/[&<>"']/g, (character) => entities.get(character) ?? '');
}

function htmlTable(table: Table): string {
  const align = (i: number): string => (table.columns[i].numeric ? ' align="right"' : ' align="left"');
  const head = table.columns.map((c, i) => `<th scope="col"${align(i)}>${html(c.title)}</th>`).join('');
  const body = table.rows.slice(0, mostRows.document).map((row) => {
    const cells = row.map((cell, i) =>
      i === 0 ? `<th scope="row"${align(i)}>${html(cell)}</th>` : `<td${align(i)}>${html(cell)}</td>`,
    );
    return `<tr>${cells.join('')}</tr>`;
  });
  const rest = leftOut(table, mostRows.document);
  return (
    `<table><caption>${html(table.caption)}</caption><thead><tr>${head}</tr></thead>` +
    `<tbody>${body.join('')}</tbody></table>${rest ? `<p>${rest}</p>` : ''}`
  );
}

/** Static HTML with no script, style or attribute made from data; at most 200 rows of each table. */
export function toHtml(result: Result): string {
  const said = say(result);
  if ('message' in said) return `<p>${html(said.message)}</p>`;
  const sections = said.sections.map((section, i) => {
    const head = i === 0 ? '' : `<h3>${section.title}</h3><p>${html(section.sentence)}</p>`;
    return head + section.tables.map(htmlTable).join('');
  });
  return (
    `<section><h2>${said.kind} ${html(said.name)}</h2><p>${said.facts.map(html).join(' · ')}</p>` +
    `<p><strong>${html(said.sentence)}</strong></p>` +
    (said.note ? `<p>${html(said.note)}</p>` : '') +
    said.warnings.map((warning) => `<p>Warning: ${html(warning)}</p>`).join('') +
    `${sections.join('')}</section>`
  );
}
