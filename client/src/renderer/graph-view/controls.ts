import { html, newId } from '../dom.js';

export interface Choice<Value extends string> {
  readonly element: HTMLElement;
  /** Offers some values, of which one is chosen; hidden where there is nothing to choose. */
  offer(values: readonly (readonly [value: Value, label: string])[], chosen: Value | undefined): void;
}

/** A list to choose from, with its name before it. */
export function choice<Value extends string>(
  document: Document,
  label: string,
  chosen: (value: Value) => void,
): Choice<Value> {
  const select = html(document, 'select', { id: newId('choice') });
  const element = html(
    document,
    'span',
    { class: 'cs-choice' },
    html(document, 'label', { for: select.id }, label),
    select,
  );
  let offered = '';
  select.addEventListener('change', () => chosen(select.value as Value));
  return {
    element,
    offer(values, now) {
      const asked = JSON.stringify(values);
      if (asked !== offered) {
        offered = asked;
        select.replaceChildren(...values.map(([value, name]) => html(document, 'option', { value }, name)));
      }
      if (now !== undefined) select.value = now;
      element.hidden = values.length < 2;
    },
  };
}

export function button(document: Document, label: string, pressed: () => void): HTMLButtonElement {
  const element = html(document, 'button', { type: 'button', class: 'cs-button' }, label);
  element.addEventListener('click', pressed);
  return element;
}
