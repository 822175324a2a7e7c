/** Results as Markdown and static HTML: for GitHub, and where no renderer is installed. */

import type { Result } from '../../../kernel/src/result.js';
import { inflected, say } from '../../../kernel/src/words/say.js';
import { longestText, shorten } from './names.js';
import { readResult } from './shape.js';
import { describe } from './tables/describe.js';
import type { Description, Table } from './tables/section.js';

const mostRows = 200;
/** What a result says, or why it cannot be read. */
export type Said = Description | { readonly message: string };

export function described(result: Result): Said {
  const reading = readResult(result);
  return reading.ok ? describe(reading.result) : reading;
}

/** `n more rows are left out here.`, or nothing. */
function leftOut(table: Table): string {
  const rest = table.rows.length - mostRows;
  return rest > 0 ? say`${rest} more ${inflected(rest, 'row is', 'rows are')} left out here.` : '';
}

/** The text as Markdown that renders as exactly this text: no markup, links or HTML of its own. */
export function markdown(text: string): string {
  return shorten(text, longestText)
    .replace(/[\\`*_{}[\]()<>|~#$!+-]/g, '\\$&')
    .replaceAll('&', '&amp;');
}

function markdownTable(table: Table): string {
  const tableLine = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rest = leftOut(table);
  return [
    `*${markdown(table.caption)}*`,
    '',
    tableLine(table.columns.map((column) => markdown(column.title))),
    tableLine(table.columns.map((column) => (column.numeric ? '--:' : ':--'))),
    ...table.rows.slice(0, mostRows).map((row) => tableLine(row.map(markdown))),
    ...(rest ? ['', rest] : []),
  ].join('\n');
}

/** For GitHub and Markdown views: everything escaped, at most 200 rows of each table. */
export function toMarkdown(result: Result): string {
  const said = described(result);
  if ('message' in said) return markdown(said.message);
  return [
    `### ${said.kind} ${markdown(said.name)}`,
    said.facts.map(markdown).join(' · '),
    `**${markdown(said.sentence)}**`,
    ...(said.note ? [markdown(said.note)] : []),
    ...(said.notes ?? []).map(markdown),
    ...said.warnings.map((warning) => `> ${say`Warning: ${markdown(warning)}`}`),
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
  const body = table.rows.slice(0, mostRows).map((row) => {
    const cells = row.map((cell, i) =>
      i === 0 ? `<th scope="row"${align(i)}>${html(cell)}</th>` : `<td${align(i)}>${html(cell)}</td>`,
    );
    return `<tr>${cells.join('')}</tr>`;
  });
  const rest = leftOut(table);
  return (
    `<table><caption>${html(table.caption)}</caption><thead><tr>${head}</tr></thead>` +
    `<tbody>${body.join('')}</tbody></table>${rest ? `<p>${rest}</p>` : ''}`
  );
}

/** Static HTML with no script, style or attribute made from data; at most 200 rows of each table. */
export function toHtml(result: Result): string {
  const said = described(result);
  if ('message' in said) return `<p>${html(said.message)}</p>`;
  const sections = said.sections.map((section, i) => {
    const head = i === 0 ? '' : `<h3>${section.title}</h3><p>${html(section.sentence)}</p>`;
    return head + section.tables.map(htmlTable).join('');
  });
  return (
    `<section><h2>${said.kind} ${html(said.name)}</h2><p>${said.facts.map(html).join(' · ')}</p>` +
    `<p><strong>${html(said.sentence)}</strong></p>` +
    (said.note ? `<p>${html(said.note)}</p>` : '') +
    (said.notes ?? []).map((note) => `<p>${html(note)}</p>`).join('') +
    said.warnings.map((warning) => `<p>${say`Warning: ${html(warning)}`}</p>`).join('') +
    `${sections.join('')}</section>`
  );
}
