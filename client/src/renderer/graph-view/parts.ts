import { say, told, toTell } from '../../../../kernel/src/words/say.js';
import { html } from '../dom.js';
import { formatCounted } from '../format.js';
import { mostVariables } from '../graph-drawing.js';
import type { DrawableGraph } from '../graph-layout.js';
import { longestText, shorten } from '../names.js';
import { tableView } from '../table-view.js';
import { graphTables } from '../tables/graph.js';
import { button, choice } from './controls.js';
import type { ShownGraph } from './messages.js';
import type { Hops } from './neighbourhood.js';

const hopWords: readonly (readonly [value: string, label: string])[] = [
  ['1', toTell`1 arrow around it`],
  ['2', toTell`2 arrows around it`],
  ['3', toTell`3 arrows around it`],
  ['all', toTell`the whole graph`],
];

const keyWords = toTell`Arrow keys: from variable to variable. Tab: to the arrows. Enter: to the text. A: draw an arrow, or drag it. ?: observed or not. Delete: deletes. N: new variable.`;

/** What a person does above the picture. */
export interface PartEvents {
  goTo(variable: string): void;
  effect(name: string): void;
  hops(hops: Hops): void;
  add(): void;
  export(): void;
}

/** What of a graph is shown. */
export interface Excerpt {
  readonly part: DrawableGraph;
  readonly hops: Hops;
  readonly centre: string | undefined;
}

const isHops = (value: string): Hops => (value === '1' ? 1 : value === '2' ? 2 : value === '3' ? 3 : 'all');

const named = (names: readonly string[]): [string, string][] => names.map((name) => [name, name]);

/** Everything of the page but what changes with a click: it stays where it is, so that nobody loses the focus. */
export class Parts {
  readonly note: HTMLElement;
  readonly said: HTMLElement;
  readonly bar: HTMLElement;
  readonly figure: HTMLElement;
  private readonly heading: HTMLElement;
  private readonly sentence: HTMLElement;
  private readonly shown: HTMLElement;
  private readonly tables: HTMLElement;
  private readonly whole: HTMLElement;
  private readonly choices;

  /** @param form where a new variable is asked for */
  constructor(
    private readonly document: Document,
    main: HTMLElement,
    form: HTMLElement,
    events: PartEvents,
  ) {
    this.note = html(document, 'p', { class: 'cs-warnings', role: 'status', hidden: '' });
    this.said = html(document, 'p', { class: 'cs-said', role: 'status' });
    this.bar = html(document, 'div', { class: 'cs-bar', role: 'group', 'aria-label': say`Chosen` });
    this.figure = html(document, 'div', { class: 'cs-figure' });
    this.heading = html(document, 'h2');
    this.sentence = html(document, 'p', { class: 'cs-sentence', dir: 'auto' });
    this.shown = html(document, 'p', { class: 'cs-note' });
    this.tables = html(document, 'div');
    this.choices = {
      variable: choice(document, say`Variable`, (name) => events.goTo(name)),
      effect: choice(document, say`Roles for`, (name) => events.effect(name)),
      hops: choice(document, say`Shows`, (hops) => events.hops(isHops(hops))),
    };
    const controls = html(
      document,
      'div',
      { class: 'cs-bar', role: 'group', 'aria-label': say`Graph` },
      ...Object.values(this.choices).map(({ element }) => element),
      button(document, say`New Variable`, () => events.add()),
      button(document, say`Export SVG`, () => events.export()),
    );
    this.whole = html(
      document,
      'article',
      { hidden: '', 'aria-label': say`Graph` },
      html(document, 'header', { class: 'cs-header' }, this.heading),
      this.sentence,
      controls,
      this.bar,
      form,
      this.said,
      this.figure,
      this.shown,
      html(document, 'p', { class: 'cs-note', id: 'keys' }, told(keyWords)),
      html(document, 'details', {}, html(document, 'summary', {}, say`The same as tables`), this.tables),
    );
    main.replaceChildren(this.note, this.whole);
  }

  show(graph: ShownGraph, { part, hops, centre }: Excerpt): void {
    const { document, choices } = this;
    this.whole.hidden = false;
    this.heading.replaceChildren(
      html(document, 'span', { class: 'cs-kind' }, say`Graph`),
      ' ',
      html(document, 'span', { dir: 'auto' }, graph.name),
    );
    this.sentence.textContent = shorten(graph.sentence, longestText);
    choices.variable.offer(named(graph.nodes.map(({ name }) => name)), centre);
    choices.effect.offer(named(graph.effects), graph.effect);
    choices.hops.offer(
      hopWords.map(([value, label]) => [value, told(label)]),
      String(hops),
    );
    this.shown.textContent = shownWords(graph, { part, hops, centre });
    this.tables.replaceChildren(...graphTables(graph).map((table) => tableView(document, table)));
  }
}

/** How much of a graph is shown, where it is not all of it. */
function shownWords({ nodes }: ShownGraph, { part, hops, centre }: Excerpt): string {
  const count = part.nodes.length;
  if (count === 0) return say`This graph has no variables yet: make a new one, with its first arrow.`;
  const tooMany =
    count > mostVariables ? say` Too many to be drawn: show what is around one, or read the tables.` : '';
  if (hops === 'all') return tooMany && say`${formatCounted(count, 'variable')}.${tooMany}`;
  const reach = say`${centre} and what is up to ${formatCounted(hops, 'arrow')} above or below it`;
  return say`${count} of ${formatCounted(nodes.length, 'variable')}: ${reach}.${tooMany}`;
}
