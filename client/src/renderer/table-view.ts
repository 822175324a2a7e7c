import { say } from '../../../kernel/src/words/say.js';
import { html } from './dom.js';
import { formatCount } from './format.js';
import { shorten } from './names.js';
import { openedElsewhere } from './open-all.js';
import type { Table } from './tables/section.js';

const mostRows = 200;

/** Longer cells and titles are cut, so that one of them cannot push all others out of sight. */
const longest = { title: 40, cell: 160, compact: 36 };
export const longestCaption = longest.cell;

function rowOf(document: Document, table: Table, cells: readonly string[]): HTMLTableRowElement {
  const row = html(document, 'tr');
  const most = table.compact ? longest.compact : longest.cell;
  cells.forEach((cell, i) => {
    const style = table.columns[i]?.numeric ? 'cs-number' : 'cs-words';
    row.append(
      i === 0
        ? html(document, 'th', { scope: 'row', class: style, dir: 'auto' }, shorten(cell, most))
        : html(document, 'td', { class: style, dir: 'auto' }, shorten(cell, most)),
    );
  });
  return row;
}

function headOf(document: Document, table: Table): HTMLTableSectionElement {
  const cells = table.columns.map((column) =>
    html(
      document,
      'th',
      { scope: 'col', class: column.numeric ? 'cs-number' : 'cs-words', dir: 'auto' },
      shorten(column.title, longest.title),
    ),
  );
  return html(document, 'thead', {}, html(document, 'tr', {}, ...cells));
}

/** A table that scrolls sideways by itself; beyond 200 rows a button shows the rest, or opens the whole result where there is room for it. */
export function tableView(document: Document, table: Table): HTMLElement {
  const caption = shorten(table.caption, longestCaption);
  if (table.rows.length === 0)
    return html(document, 'p', { class: 'cs-undrawn', dir: 'auto' }, say`${caption}: none.`);
  const body = html(document, 'tbody');
  for (const cells of table.rows.slice(0, mostRows)) body.append(rowOf(document, table, cells));
  const view = html(
    document,
    'div',
    { class: 'cs-scroll', tabindex: 0, role: 'group', 'aria-label': caption },
    html(
      document,
      'table',
      { class: table.compact ? 'cs-compact' : '' },
      html(document, 'caption', { dir: 'auto' }, caption),
      headOf(document, table),
      body,
    ),
  );
  if (table.rows.length <= mostRows) return view;
  const more = html(
    document,
    'button',
    { type: 'button', class: 'cs-button' },
    say`Show all ${formatCount(table.rows.length)} rows`,
  );
  more.addEventListener('click', () => {
    if (openedElsewhere(more)) return;
    for (const cells of table.rows.slice(mostRows)) body.append(rowOf(document, table, cells));
    view.focus();
    more.remove();
  });
  return html(document, 'div', {}, view, more);
}
