import { roleWords } from '../../../../kernel/src/words/role-words.js';
import { say } from '../../../../kernel/src/words/say.js';
import { html } from '../dom.js';
import { arrowWords } from '../graph-drawing.js';
import type { DrawableGraph } from '../graph-layout.js';
import { button } from './controls.js';
import type { Drawn } from './picture.js';

/** What can be done with what is chosen. */
export interface ChosenActions {
  reveal(drawn: Drawn): void;
  /** Begins an arrow; another variable is then its effect. */
  begin(from: string): void;
  draw(from: string, to: string): void;
  cancel(): void;
  mark(variable: string, observed: boolean): void;
  remove(drawn: Drawn): void;
  /** Has a picture of a part show what is around a variable. */
  around(variable: string): void;
}

/** The same as the keys, for whoever has none or does not know them: words on what is chosen and a button for each deed. */
export function chosenBar(
  document: Document,
  graph: DrawableGraph,
  chosen: Drawn | undefined,
  from: string | undefined,
  actions: ChosenActions,
): Node[] {
  if (from !== undefined) return arrowBar(document, graph, from, actions);
  if (!chosen) return [words(document, say`Nothing is chosen.`)];
  const go = button(document, say`Go to Text`, () => actions.reveal(chosen));
  if ('arrow' in chosen) {
    const { arrow } = chosen;
    return [
      words(document, arrowWords(arrow)),
      go,
      button(document, say`Delete Arrow`, () => actions.remove(chosen)),
    ];
  }
  const node = graph.nodes.find(({ name }) => name === chosen.variable);
  if (!node) return [words(document, say`Nothing is chosen.`)];
  const { name, role, observed } = node;
  return [
    words(document, role === 'other' ? name : say`${name}: ${roleWords(role)}`),
    go,
    button(document, say`Draw Arrow`, () => actions.begin(name)),
    button(document, observed ? say`Mark as Not Observed` : say`Mark as Observed`, () =>
      actions.mark(name, !observed),
    ),
    button(document, say`Delete Its Arrows`, () => actions.remove(chosen)),
    button(document, say`Show What Is Around It`, () => actions.around(name)),
  ];
}

function arrowBar(
  document: Document,
  { nodes }: DrawableGraph,
  from: string,
  actions: ChosenActions,
): Node[] {
  const names = nodes.map(({ name }) => name).filter((name) => name !== from);
  const select = html(
    document,
    'select',
    { 'aria-label': say`Effect of ${from}` },
    ...names.map((name) => html(document, 'option', { value: name }, name)),
  );
  return [
    words(document, say`Arrow from ${from} to`),
    select,
    button(document, say`Draw`, () => actions.draw(from, select.value)),
    button(document, say`Cancel`, () => actions.cancel()),
  ];
}

const words = (document: Document, text: string): HTMLElement =>
  html(document, 'span', { class: 'cs-chosen-words', dir: 'auto' }, text);
