import type { AttributionResult, GlobalAttribution } from '../../../../kernel/src/result.js';
import { say } from '../../../../kernel/src/words/say.js';
import { formatCount, formatCounted, formatNumber, formatSigned } from '../format.js';
import { isolated, listed } from '../names.js';
import { provenanceSection } from './provenance.js';
import { type Description, numbers, type Section, type Table, words } from './section.js';
import { phraseSection, termSection } from './words.js';

/** What moves a prediction or an effect, over many rows. */
export function globalSection(global: GlobalAttribution): Section {
  const top = global.sources
    .slice(0, 3)
    .map((s) => `${isolated(s.source)} (${formatNumber(s.meanAbsolute)})`);
  return {
    id: 'attribution',
    title: say`Attribution`,
    sentence: top.length
      ? say`What moves the ${global.of} most, on average over ${formatCounted(global.rows, 'row')}: ${listed(top)}.`
      : say`Nothing moves the ${global.of}.`,
    tables: [
      {
        caption: say`Mean attribution to the ${global.of}, around a base of ${formatNumber(global.base)}`,
        columns: [words(say`Source`), numbers(say`Mean absolute`), numbers(say`Mean signed`)],
        rows: global.sources.map((s) => [s.source, formatNumber(s.meanAbsolute), formatSigned(s.meanSigned)]),
      },
    ],
  };
}

type Row = AttributionResult['rows'][number];

/** `Row 12 (unit 4711)`. */
export function rowName(row: Row): string {
  return row.unit === undefined
    ? say`Row ${formatCount(row.row)}`
    : say`Row ${formatCount(row.row)} (${isolated(row.unit)})`;
}

/** Positions of a row's sources, the strongest attribution first. */
export function strongest(row: Row): number[] {
  return row.values.map((_, i) => i).sort((a, b) => Math.abs(row.values[b]) - Math.abs(row.values[a]));
}

/** How one row's prediction comes about. */
export function rowSentence(result: AttributionResult, row: Row): string {
  const top = strongest(row)
    .slice(0, 3)
    .map((i) => `${isolated(result.sources[i] ?? '')} (${formatSigned(row.values[i])})`);
  const start = say`${rowName(row)}: ${result.of} ${formatNumber(row.prediction)}, from a base of ${formatNumber(result.base)}`;
  return top.length ? say`${start}, moved most by ${listed(top)}.` : say`${start}.`;
}

/** One row's attributions with its own values, the strongest first; they add up to the prediction. */
export function rowTable(result: AttributionResult, row: Row): Table {
  return {
    caption: say`Attributions of ${rowName(row).toLowerCase()}: base plus attributions is the prediction`,
    columns: [words(say`Source`), words(say`Value of the row`), numbers(say`Attribution`)],
    rows: [
      [say`Base`, '', formatNumber(result.base)],
      ...strongest(row).map((i) => [result.sources[i], row.shown[i] ?? '', formatSigned(row.values[i])]),
      [say`Prediction`, '', formatNumber(row.prediction)],
    ],
  };
}

function allRows(result: AttributionResult): Table {
  return {
    caption: say`Attributions per row, each to the ${result.of}; base ${formatNumber(result.base)}`,
    columns: [words(say`Row`), numbers(say`Prediction`), ...result.sources.map(numbers)],
    rows: result.rows.map((row) => [
      rowName(row),
      formatNumber(row.prediction),
      ...result.sources.map((_, i) => formatSigned(row.values[i])),
    ]),
  };
}

/** Attributions of single rows, then of all rows together. */
export function describeAttribution(result: AttributionResult): Description {
  return {
    kind: say`Attribution`,
    name: result.name,
    facts: [result.of, say`${formatCounted(result.rows.length, 'row')} explained`],
    sentence: result.sentence,
    warnings: result.warnings,
    sections: [
      {
        id: 'rows',
        title: say`Rows`,
        sentence: result.sentence,
        tables: [allRows(result)],
        fold: say`All rows as a table`,
      },
      ...phraseSection(result, rowName),
      ...termSection(result),
      { ...globalSection(result.global), title: say`Over many rows` },
      provenanceSection(result.provenance),
    ],
  };
}
