import * as Plot from '@observablehq/plot';
import type { AttributionResult, GlobalAttribution, TermAttribution } from '../../../kernel/src/result.js';
import { say } from '../../../kernel/src/words/say.js';
import type { Charts } from './card.js';
import { bottomAxis, chart, domainOf, figure, ink, labelsBeside, leftNames, legend } from './chart.js';
import { forestPlot } from './forest.js';
import { formatNumber, formatSigned } from './format.js';
import { rowPicker } from './row-picker.js';

const mostSources = 20;

/** Bars of the mean absolute attribution, the largest 20; a tick marks the signed mean. */
export function globalBars(document: Document, sentence: string, global: GlobalAttribution): Element {
  const sources = global.sources.slice(0, mostSources);
  const { labels, margin } = labelsBeside(sources.map((s) => s.source));
  const y = (_: unknown, i: number): number => i;
  const axis = say`attribution to the ${global.of}`;
  const drawn = chart(document, sentence, {
    height: sources.length * 24 + 50,
    marginLeft: margin,
    marginRight: 64,
    marginTop: 6,
    marginBottom: 40,
    x: { domain: domainOf([0, ...sources.flatMap((s) => [s.meanAbsolute, s.meanSigned])]) },
    y: { type: 'band', domain: sources.map((_, i) => i), padding: 0.35 },
    marks: [
      ...bottomAxis(axis),
      leftNames(labels),
      Plot.barX(sources, {
        x: 'meanAbsolute',
        y,
        fill: ink.main,
        title: ({ source, meanAbsolute, meanSigned }: (typeof sources)[number]) =>
          say`${source}: ${formatNumber(meanAbsolute)} in size, ${formatSigned(meanSigned)} with its sign, on average`,
      }),
      Plot.tickX(sources, { x: 'meanSigned', y, stroke: ink.text, strokeWidth: 2.5 }),
      Plot.ruleX([0], { stroke: ink.text }),
      Plot.text(sources, {
        x: 'meanAbsolute',
        y,
        text: (s: (typeof sources)[number]) => formatNumber(s.meanAbsolute),
        textAnchor: 'start',
        dx: 6,
        fill: ink.text,
        stroke: ink.page,
        strokeWidth: 4,
      }),
    ],
  });
  const key = legend(document, [
    ['bar', say`mean absolute attribution`],
    ['tick', say`mean signed attribution`],
  ]);
  return figure(document, key, drawn);
}

/** The charts of an attribution by section. */
export function attributionCharts(result: AttributionResult, document: Document): Charts {
  const charts: Charts = new Map();
  if (result.rows.length) charts.set('rows', () => rowPicker(document, result));
  if (result.global.sources.length) {
    charts.set('attribution', (sentence) => globalBars(document, sentence, result.global));
  }
  const { terms = [] } = result;
  if (terms.some(({ words }) => words.some(({ interval }) => interval !== null))) {
    charts.set('terms', (sentence) =>
      figure(document, ...terms.flatMap((each) => wordBars(document, sentence, result, each))),
    );
  }
  return charts;
}

/** Mean signed attributions of words that have an interval, the strongest first. */
function wordBars(
  document: Document,
  sentence: string,
  result: AttributionResult,
  { source, words }: TermAttribution,
): Element[] {
  const rows = words.flatMap(({ word, meanSigned, interval }) =>
    interval ? [{ label: word, estimate: meanSigned, interval }] : [],
  );
  if (rows.length === 0) return [];
  const axis = say`mean attribution of a word of ${source} to the ${result.of}`;
  return [forestPlot(document, sentence, rows, { axis, zero: true })];
}
