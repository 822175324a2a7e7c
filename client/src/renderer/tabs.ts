import { html, newId } from './dom.js';
import { keep } from './roving.js';

export interface Tab {
  readonly title: string;
  readonly content: HTMLElement;
}

/** Where a key moves the choice to, or undefined where the key is not ours. */
function moved(key: string, from: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (from + 1) % count;
    case 'ArrowLeft':
      return (from + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

/** Tabs after the ARIA authoring pattern: one tab stop, arrows move and choose, Home and End go to the ends. */
export function tabs(document: Document, label: string, items: readonly Tab[]): HTMLElement {
  const list = html(document, 'div', { role: 'tablist', 'aria-label': label, class: 'cs-tabs' });
  const panels = items.map(({ content }) =>
    html(document, 'div', { role: 'tabpanel', id: newId('panel'), tabindex: 0, class: 'cs-panel' }, content),
  );
  const heads = items.map(({ title }, i) => {
    const head = html(document, 'button', { type: 'button', role: 'tab', id: newId('tab') }, title);
    head.setAttribute('aria-controls', panels[i].id);
    panels[i].setAttribute('aria-labelledby', head.id);
    return head;
  });
  const choose = (chosen: number): void => {
    heads.forEach((head, i) => {
      head.setAttribute('aria-selected', String(i === chosen));
      head.tabIndex = i === chosen ? 0 : -1;
      panels[i].hidden = i !== chosen;
    });
  };
  heads.forEach((head, i) => {
    head.addEventListener('click', () => choose(i));
    head.addEventListener('keydown', (event) => {
      const next = moved(event.key, i, items.length);
      if (next === undefined) return;
      keep(event);
      choose(next);
      heads[next].focus();
    });
  });
  choose(0);
  list.append(...heads);
  return html(document, 'div', { class: 'cs-details' }, list, ...panels);
}
