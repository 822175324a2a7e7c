import type { AttributionResult, TermAttribution, TextAttribution } from '../../../../kernel/src/result.js';
import { say } from '../../../../kernel/src/words/say.js';
import { formatCount, formatCounted, formatInterval, formatNumber, formatSigned } from '../format.js';
import { isolated, shorten } from '../names.js';
import { numbers, type Section, type Table, words } from './section.js';

type Row = AttributionResult['rows'][number];
type Phrase = TextAttribution['phrases'][number];

/** Rows whose phrases stand in the tables, where no one picks a row. */
const mostRows = 10;
const longestQuote = 40;

const quote = (text: string): string => `“${isolated(shorten(text.trim(), longestQuote))}”`;
const total = ({ empty, phrases }: TextAttribution): number =>
  phrases.reduce((sum, { value }) => sum + value, empty);

/** The phrase that raises most, or with -1 lowers most; none where none does. */
function farthest(phrases: readonly Phrase[], sign: 1 | -1): Phrase | undefined {
  const [first] = [...phrases].sort((a, b) => sign * (b.value - a.value));
  return first && sign * first.value > 0 ? first : undefined;
}

/** Which phrases of a text do most, and how far that is to be trusted. */
export function textSentence(result: AttributionResult, text: TextAttribution): string {
  const [up, down] = [farthest(text.phrases, 1), farthest(text.phrases, -1)];
  const raises = up && say`${quote(up.text)} raises the ${result.of} most (${formatSigned(up.value)})`;
  const lowers =
    down &&
    (up
      ? say`${quote(down.text)} lowers it most (${formatSigned(down.value)})`
      : say`${quote(down.text)} lowers the ${result.of} most (${formatSigned(down.value)})`);
  const moved = [raises, lowers].filter(Boolean).join(say` and `);
  const start = moved
    ? say`Of ${isolated(text.source)}, ${moved}`
    : say`No phrase of ${isolated(text.source)} moves the ${result.of}`;
  const silent = say`; a text without any of its words would count ${formatSigned(text.empty)}`;
  return say`${start}${silent}. ${trustIn(text)}`.trim();
}

function trustIn({ phrases, versions, exact, surrogate }: TextAttribution): string {
  if (phrases.length < 2) return '';
  const error = formatNumber(Math.max(...phrases.map((phrase) => phrase.error)));
  const read = exact
    ? say`All ${formatCount(versions)} versions with phrases left out were read.`
    : say`${formatCount(versions)} versions with phrases left out were read, not all: standard errors are at most ${error}.`;
  if (!surrogate) return read;
  const { repetitions, agreement } = surrogate;
  const same = Math.round(agreement * repetitions);
  return say`${read} A second opinion (LIME) finds the same phrase strongest in ${same} of ${repetitions} repetitions.`;
}

/** Phrases in reading order between an empty text and the whole: the values add up. */
export function textTable(text: TextAttribution, row: string): Table {
  const sampled = !text.exact;
  const second = text.surrogate !== undefined;
  const blank = [...(sampled ? [''] : []), ...(second ? ['', ''] : [])];
  return {
    caption: say`What the phrases of ${isolated(text.source)} do in ${row}: with an empty text they add up`,
    columns: [
      words(say`Phrase`),
      numbers(say`Attribution`),
      ...(sampled ? [numbers(say`Std. error`)] : []),
      ...(second ? [numbers(say`LIME weight`), numbers(say`LIME spread`)] : []),
    ],
    rows: [
      [say`(an empty text)`, formatSigned(text.empty), ...blank],
      ...text.phrases.map((phrase) => [
        phrase.text.trim(),
        formatSigned(phrase.value),
        ...(sampled ? [formatNumber(phrase.error)] : []),
        ...(second ? [formatSigned(phrase.surrogate?.weight), formatNumber(phrase.surrogate?.spread)] : []),
      ]),
      [say`(the whole text)`, formatSigned(total(text)), ...blank],
    ],
  };
}

/** Phrases of the first rows, for whoever cannot pick one. */
export function phraseSection(result: AttributionResult, nameOf: (row: Row) => string): Section[] {
  const rows = result.rows.filter((row) => row.texts?.length);
  const [first] = rows;
  if (!first?.texts) return [];
  const left = rows.length - mostRows;
  const rest = left > 0 ? say` The first ${mostRows} rows with text stand here.` : '';
  return [
    {
      id: 'phrases',
      title: say`In words`,
      sentence: `${nameOf(first)}: ${first.texts.map((text) => textSentence(result, text)).join(' ')}${rest}`,
      tables: rows
        .slice(0, mostRows)
        .flatMap((row) => (row.texts ?? []).map((text) => textTable(text, nameOf(row).toLowerCase()))),
    },
  ];
}

function termTable(result: AttributionResult, { source, rows, words: measured }: TermAttribution): Table {
  return {
    caption: say`Words of ${isolated(source)} in ${formatCounted(rows, 'row')}: mean attribution to the ${result.of}`,
    columns: [
      words(say`Word`),
      numbers(say`Mean absolute`),
      numbers(say`Mean signed`),
      numbers(say`95% interval`),
      numbers(say`Rows with it`),
      numbers(say`Measured in`),
    ],
    rows: measured.map((each) => [
      each.word,
      formatNumber(each.meanAbsolute),
      formatSigned(each.meanSigned),
      each.interval ? formatInterval(each.interval) : 'n/a',
      formatCount(each.n),
      formatCount(each.measured),
    ]),
  };
}

/** Words over many rows. */
export function termSection(result: AttributionResult): Section[] {
  const told = result.terms ?? [];
  if (told.length === 0) return [];
  const sentence = told.map(({ source, rows, words: [first, ...others] }) => {
    if (!first) return say`No word of ${isolated(source)} stands in enough of ${formatCounted(rows, 'row')}.`;
    const next = others[0]
      ? say`, before ${quote(others[0].word)} (${formatSigned(others[0].meanSigned)})`
      : '';
    return say`Of the words of ${isolated(source)}, ${quote(first.word)} moves the ${result.of} most, by ${formatSigned(first.meanSigned)} on average where it stands${next}.`;
  });
  return [
    {
      id: 'terms',
      title: say`Words over many rows`,
      sentence: sentence.join(' '),
      tables: told.map((each) => termTable(result, each)),
    },
  ];
}
