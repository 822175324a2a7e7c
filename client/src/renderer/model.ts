import * as Plot from '@observablehq/plot';
import type { CalibrationBin, Metric, ModelResult } from '../../../kernel/src/result.js';
import { say } from '../../../kernel/src/words/say.js';
import { globalBars } from './attribution.js';
import type { Charts } from './card.js';
import { bottomAxis, chart, chartTitle, domainOf, figure, ink, leftAxis } from './chart.js';
import { forestPlot } from './forest.js';
import { formatCounted, formatNumber, formatTick } from './format.js';
import { shorten } from './names.js';
import { metricName } from './tables/model.js';
import { treeDiagram } from './tree.js';

const inOutcomeUnits = (metric: Metric): boolean => metric.name === 'RMSE' || metric.name === 'MAE';

/** Metrics with their intervals; those in units of the outcome have an axis of their own. */
function metricCharts(result: ModelResult, document: Document): Element {
  const parts = result.metrics.flatMap(({ split, metrics }) => {
    const groups = [
      { axis: `${split}`, metrics: metrics.filter((m) => !inOutcomeUnits(m)) },
      { axis: say`${split}, in units of ${result.outcome}`, metrics: metrics.filter(inOutcomeUnits) },
    ].filter((group) => group.metrics.length > 0);
    return [
      ...(result.metrics.length > 1 ? [chartTitle(document, split)] : []),
      ...groups.map((group) =>
        forestPlot(
          document,
          result.sentence,
          group.metrics.map((m) => ({ label: metricName(m), estimate: m.value, interval: m.interval })),
          { axis: group.axis, zero: true },
        ),
      ),
    ];
  });
  return figure(document, ...parts);
}

function calibrationCurve(
  document: Document,
  sentence: string,
  bins: readonly CalibrationBin[],
  outcome: string,
): Element {
  const name = shorten(outcome, 32);
  const [low, high] = domainOf(bins.flatMap((bin) => [bin.predicted, bin.observed, 0]));
  const title = (b: CalibrationBin): string =>
    say`predicted ${formatNumber(b.predicted)}, observed ${formatNumber(b.observed)}, ${formatCounted(b.n, 'row')}`;
  return chart(document, sentence, {
    width: 400,
    height: 360,
    marginLeft: 56,
    marginRight: 20,
    marginTop: 24,
    marginBottom: 42,
    x: { domain: [low, high] },
    y: { domain: [low, high] },
    marks: [
      ...bottomAxis(say`predicted ${name}`),
      ...leftAxis(say`observed ${name}`, formatTick, 6),
      Plot.link([0], { x1: low, y1: low, x2: high, y2: high, stroke: ink.text, strokeDasharray: '3,3' }),
      Plot.line(bins, { x: 'predicted', y: 'observed', stroke: ink.main, strokeWidth: 2 }),
      Plot.dot(bins, { x: 'predicted', y: 'observed', r: 4.5, fill: ink.main, title }),
    ],
  });
}

/** The charts of a model by section. */
export function modelCharts(result: ModelResult, document: Document): Charts {
  const charts: Charts = new Map();
  if (result.metrics.some((split) => split.metrics.length)) {
    charts.set('metrics', () => metricCharts(result, document));
  }
  charts.set('calibration', (sentence) =>
    figure(document, calibrationCurve(document, sentence, result.calibration, result.outcome)),
  );
  if (result.attribution.sources.length) {
    charts.set('attribution', (sentence) => globalBars(document, sentence, result.attribution));
  }
  const { tree } = result;
  if (tree) charts.set('tree', (sentence) => treeDiagram(document, sentence, tree));
  return charts;
}
