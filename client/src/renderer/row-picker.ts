import type { AttributionResult } from '../../../kernel/src/result.js';
import { say } from '../../../kernel/src/words/say.js';
import { html, newId } from './dom.js';
import { formatNumber } from './format.js';
import { shorten } from './names.js';
import { phraseView } from './phrases.js';
import { tableView } from './table-view.js';
import { rowName, rowSentence, rowTable } from './tables/attribution.js';
import { withTwins } from './twin.js';
import { waterfall } from './waterfall.js';

function picker(document: Document, result: AttributionResult): HTMLSelectElement {
  const select = html(document, 'select', { id: newId('rows') });
  result.rows.forEach((row, i) => {
    const name = `${shorten(rowName(row), 40)}: ${formatNumber(row.prediction)}`;
    select.append(html(document, 'option', { value: i }, name));
  });
  return select;
}

/** One row at a time, its waterfall, its texts in words and its table; chosen from a list or stepped through with two buttons. */
export function rowPicker(document: Document, result: AttributionResult): HTMLElement {
  const select = picker(document, result);
  const view = html(document, 'div', { 'aria-live': 'polite' });
  const button = (name: string): HTMLButtonElement =>
    html(document, 'button', { type: 'button', class: 'cs-button' }, name);
  const previous = button(say`Previous row`);
  const next = button(say`Next row`);

  const show = (i: number): void => {
    const row = result.rows[i];
    select.selectedIndex = i;
    // A disabled button would lose the focus of whoever just pressed it.
    previous.setAttribute('aria-disabled', String(i === 0));
    next.setAttribute('aria-disabled', String(i === result.rows.length - 1));
    const table = rowTable(result, row);
    withTwins(view, [table]).replaceChildren(
      html(document, 'p', { class: 'cs-section-sentence', dir: 'auto' }, rowSentence(result, row)),
      waterfall(document, result, row),
      ...(row.texts ?? []).map((text) => phraseView(document, result, text, rowName(row).toLowerCase())),
      tableView(document, table),
    );
  };
  select.addEventListener('change', () => show(select.selectedIndex));
  previous.addEventListener('click', () => show(Math.max(0, select.selectedIndex - 1)));
  next.addEventListener('click', () => show(Math.min(result.rows.length - 1, select.selectedIndex + 1)));
  show(0);
  const label = html(document, 'label', { for: select.id }, say`Row`);
  return html(
    document,
    'div',
    {},
    html(document, 'div', { class: 'cs-bar' }, label, select, previous, next),
    view,
  );
}
