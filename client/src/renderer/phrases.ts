import type { AttributionResult, TextAttribution } from '../../../kernel/src/result.js';
import { say } from '../../../kernel/src/words/say.js';
import { chartTitle, legend } from './chart.js';
import { html } from './dom.js';
import { formatNumber, formatSigned } from './format.js';
import { clean } from './names.js';
import { keep, movedTo } from './roving.js';
import { tableView } from './table-view.js';
import { textSentence, textTable } from './tables/words.js';

type Phrase = TextAttribution['phrases'][number];

/** Characters shown before somebody asks for all. */
const mostShown = 1_200;
/** Phrases that do less than this share of the strongest are not marked. */
const faintest = 0.04;
const strengths = 4;

/** `raises by 1.2`. */
function effectOf({ value, error }: Phrase): string {
  if (value === 0) return say`changes nothing`;
  const sure = error > 0 ? say`, standard error ${formatNumber(error)}` : '';
  const size = formatNumber(Math.abs(value));
  return value > 0 ? say`raises by ${size}${sure}` : say`lowers by ${size}${sure}`;
}

function detailsOf(phrase: Phrase): string {
  const { surrogate } = phrase;
  const second = surrogate
    ? say`; LIME ${formatSigned(surrogate.weight)}, spread ${formatNumber(surrogate.spread)}`
    : '';
  return `“${clean(phrase.text).trim()}” ${effectOf(phrase)}${second}`;
}

/** Marks are told apart by colour, line and sign; what they say is read out behind the phrase. */
function markOf(document: Document, phrase: Phrase, core: string, strongest: number): HTMLElement {
  const share = strongest > 0 ? Math.abs(phrase.value) / strongest : 0;
  const unseen = html(document, 'span', { class: 'cs-unseen' }, say` (${effectOf(phrase)}) `);
  if (share < faintest) {
    const quiet = html(document, 'span', { class: 'cs-phrase' });
    quiet.append(document.createTextNode(core), unseen);
    return quiet;
  }
  const sign = phrase.value > 0 ? 'up' : 'down';
  const strength = Math.min(strengths, Math.ceil(share * strengths));
  const mark = html(document, 'mark', { class: `cs-phrase cs-phrase-${sign} cs-strength-${strength}` });
  const shown = html(
    document,
    'span',
    { class: 'cs-sign', 'aria-hidden': 'true' },
    phrase.value > 0 ? '+' : '\u2212',
  );
  mark.append(document.createTextNode(core), unseen, shown);
  return mark;
}

/** The text itself: one tab stop, arrows go from phrase to phrase, and a line beneath says what the phrase in hand does. */
function markedText(document: Document, text: TextAttribution): HTMLElement {
  const strongest = Math.max(0, ...text.phrases.map(({ value }) => Math.abs(value)));
  const line = html(document, 'p', { class: 'cs-phrases', dir: 'auto' });
  const said = html(document, 'p', { class: 'cs-phrase-said', dir: 'auto', 'aria-hidden': 'true' });
  const hint = say`Point at a phrase, or go through them with the arrow keys.`;
  said.textContent = hint;
  const marks: HTMLElement[] = [];

  const focus = (i: number): void => {
    marks.forEach((mark, at) => {
      mark.tabIndex = at === i ? 0 : -1;
    });
    marks[i].focus();
  };
  const add = (phrase: Phrase): void => {
    const [, before, core, after] = /^(\s*)([\s\S]*?)(\s*)$/u.exec(clean(phrase.text)) ?? ['', '', '', ''];
    const mark = markOf(document, phrase, core, strongest);
    const place = marks.push(mark) - 1;
    mark.tabIndex = place === 0 ? 0 : -1;
    const tell = (): void => {
      said.textContent = detailsOf(phrase);
    };
    mark.addEventListener('focus', tell);
    mark.addEventListener('mouseenter', tell);
    mark.addEventListener('keydown', (event) => {
      const next = movedTo(event.key, place, marks.length);
      if (next === undefined) return;
      keep(event);
      focus(next);
    });
    line.append(before, mark, after);
  };

  const { shown, rest } = parted(text.phrases);
  for (const phrase of shown) add(phrase);
  const view = html(document, 'div', {}, line);
  if (rest.length > 0) {
    const more = html(document, 'button', { type: 'button', class: 'cs-button' }, say`Show all of the text`);
    more.addEventListener('click', () => {
      const from = marks.length;
      for (const phrase of rest) add(phrase);
      more.remove();
      focus(from);
    });
    view.append(more);
  }
  view.append(said);
  return view;
}

/** The first phrases that fit, one at least, and those that have to be asked for. */
function parted(phrases: readonly Phrase[]): { shown: readonly Phrase[]; rest: readonly Phrase[] } {
  let length = 0;
  const fit = phrases.findIndex((phrase, i) => {
    length += phrase.text.length;
    return i > 0 && length > mostShown;
  });
  const end = fit < 0 ? phrases.length : fit;
  return { shown: phrases.slice(0, end), rest: phrases.slice(end) };
}

/** A row's text with its phrases marked by what they do, the sentence that says it, and the same as a table. */
export function phraseView(
  document: Document,
  result: AttributionResult,
  text: TextAttribution,
  row: string,
): HTMLElement {
  return html(
    document,
    'section',
    { class: 'cs-text', 'aria-label': say`${text.source} in words` },
    chartTitle(document, say`${text.source} in words`),
    html(document, 'p', { class: 'cs-section-sentence', dir: 'auto' }, textSentence(result, text)),
    legend(document, [
      ['phrase-up', say`raises`],
      ['phrase-down', say`lowers`],
    ]),
    markedText(document, text),
    html(
      document,
      'details',
      {},
      html(document, 'summary', {}, say`The phrases as a table`),
      tableView(document, textTable(text, row)),
    ),
  );
}
