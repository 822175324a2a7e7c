import type { Check, EffectResult } from '../../../kernel/src/result.js';
import { say } from '../../../kernel/src/words/say.js';
import { globalBars } from './attribution.js';
import { lovePlot } from './balance.js';
import type { Charts } from './card.js';
import { figure, legend } from './chart.js';
import { html } from './dom.js';
import { doseChart } from './dose.js';
import { forestPlot } from './forest.js';
import { groupCharts } from './groups.js';
import { heterogeneityCharts } from './heterogeneity.js';
import { overlapHistograms } from './overlap.js';
import { withNamedArms } from './tables/arms.js';
import { upliftCharts } from './uplift.js';

function estimates(result: EffectResult, document: Document): Element {
  const rows = result.contrasts.map((contrast, i) => ({
    label: contrast.arm,
    estimate: contrast.estimate,
    interval: contrast.interval,
    beside: result.unadjusted[i],
  }));
  const axis = say`effect on ${result.outcome}, against ${result.arms[0]}`;
  const forest = forestPlot(document, result.sentence, rows, { axis, zero: true });
  if (result.unadjusted.length === 0) return figure(document, forest);
  return figure(
    document,
    legend(document, [
      ['dot', result.estimator],
      ['ring', say`no adjustment at all`],
    ]),
    forest,
  );
}

/** `✓ overlap`, with the verdict in words for whoever does not see the sign. */
function verdict(check: Check, document: Document): HTMLElement {
  const style = check.passed ? 'cs-passed' : 'cs-failed';
  return html(
    document,
    'li',
    { class: style },
    html(document, 'strong', {}, check.passed ? say`${check.name} passed` : say`${check.name} failed`),
    html(document, 'span', { dir: 'auto' }, check.sentence),
  );
}

function checkList(checks: readonly Check[], document: Document): Element {
  return html(document, 'ul', { class: 'cs-checks' }, ...checks.map((check) => verdict(check, document)));
}

/** The charts of an effect by section. */
export function effectCharts(given: EffectResult, document: Document): Charts {
  const result = withNamedArms(given);
  const charts: Charts = new Map([['checks', () => checkList(result.checks, document)]]);
  if (result.contrasts.length) charts.set('estimate', () => estimates(result, document));
  charts.set('balance', (sentence) => lovePlot(document, sentence, result.balance));
  charts.set('overlap', () => overlapHistograms(document, result.overlap, result.arms[0]));
  charts.set('heterogeneity', () => heterogeneityCharts(document, result.heterogeneity, result.outcome));
  const { attribution, dose, groups, uplift } = result;
  if (groups?.length) charts.set('groups', () => groupCharts(document, groups, result.outcome));
  if (uplift?.length) charts.set('uplift', () => upliftCharts(document, uplift, result.outcome));
  if (dose?.points.length)
    charts.set('dose', (sentence) => doseChart(document, sentence, dose, result.treatment, result.outcome));
  if (attribution?.sources.length)
    charts.set('attribution', (sentence) => globalBars(document, sentence, attribution));
  return charts;
}
