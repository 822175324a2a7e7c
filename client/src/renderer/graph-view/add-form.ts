import { say } from '../../../../kernel/src/words/say.js';
import { html, newId } from '../dom.js';
import { button } from './controls.js';
import type { GraphChange, ShownGraph } from './messages.js';

type Addition = Extract<GraphChange, { do: 'add variable' }>;

export interface AddForm {
  readonly element: HTMLFormElement;
  /** Asks for a variable, to be tied to the chosen one or another. */
  open(graph: ShownGraph, of: string | undefined): void;
}

/** Asks for a new variable and the arrow that it comes with. */
export function addForm(document: Document, added: (change: Addition) => void, left: () => void): AddForm {
  const list = html(document, 'datalist', { id: newId('others') });
  const name = html(document, 'input', { id: newId('name'), type: 'text', required: '', list: list.id });
  const unobserved = html(document, 'input', { id: newId('unobserved'), type: 'checkbox' });
  const as = html(
    document,
    'select',
    { 'aria-label': say`Cause or effect` },
    html(document, 'option', { value: 'cause' }, say`a cause of`),
    html(document, 'option', { value: 'effect' }, say`an effect of`),
  );
  const of = html(document, 'input', { type: 'text', required: '', 'aria-label': say`Other variable` });
  const others = html(document, 'datalist', { id: newId('drawn') });
  of.setAttribute('list', others.id);
  const element = html(
    document,
    'form',
    { class: 'cs-bar', 'aria-label': say`New variable`, hidden: '' },
    html(document, 'label', { for: name.id }, say`New variable`),
    name,
    as,
    of,
    unobserved,
    html(document, 'label', { for: unobserved.id }, say`observed by nobody`),
    html(document, 'button', { type: 'submit', class: 'cs-button' }, say`Add`),
    button(document, say`Cancel`, () => {
      element.hidden = true;
      left();
    }),
    list,
    others,
  );
  const options = (names: readonly string[]): HTMLOptionElement[] =>
    names.map((value) => html(document, 'option', { value }));
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    const kind = as.value === 'effect' ? 'effect' : 'cause';
    const observed = !unobserved.checked;
    element.hidden = true;
    added({ do: 'add variable', name: name.value.trim(), observed, as: kind, of: of.value.trim() });
    left();
  });
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    element.hidden = true;
    left();
  });
  return {
    element,
    open(graph, chosen) {
      list.replaceChildren(...options(graph.others));
      others.replaceChildren(...options(graph.nodes.map((node) => node.name)));
      name.value = '';
      of.value = chosen ?? '';
      unobserved.checked = false;
      element.hidden = false;
      name.focus();
    },
  };
}
