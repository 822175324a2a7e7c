import { shorten } from './names.js';
import { longestCaption } from './table-view.js';
import type { Table } from './tables/section.js';

/** The tables that say the same as the charts within an element. */
const twins = new WeakMap<Element, readonly Table[]>();

/** Lets every chart within the element know the tables that say the same. */
export function withTwins<E extends Element>(element: E, tables: readonly Table[]): E {
  twins.set(element, tables);
  return element;
}

function holderOf(element: Element): Element | undefined {
  for (let at: Element | null = element; at; at = at.parentElement) if (twins.has(at)) return at;
  return undefined;
}

/** The table of this caption beside a chart; without a caption, or where there is none such, all of them. */
export function twinsOf(chart: Element, caption?: string): readonly Table[] {
  const holder = holderOf(chart);
  const tables = (holder && twins.get(holder)) ?? [];
  const named = tables.filter((table) => table.caption === caption);
  return named.length > 0 ? named : tables;
}

/** Marks the rows from `first` to `last` of the table beside a chart, and no others; without a range none. */
export function markRows(
  chart: Element,
  caption: string,
  range?: readonly [first: number, last: number],
): void {
  const shown = shorten(caption, longestCaption);
  for (const table of holderOf(chart)?.querySelectorAll('table') ?? []) {
    if (table.caption?.textContent !== shown) continue;
    [...table.tBodies[0].rows].forEach((row, i) => {
      if (range && i >= range[0] && i <= range[1]) row.setAttribute('aria-current', 'true');
      else row.removeAttribute('aria-current');
    });
  }
}
