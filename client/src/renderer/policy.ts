import * as Plot from '@observablehq/plot';
import type { PolicyGroup, PolicyResult } from '../../../kernel/src/result.js';
import { say } from '../../../kernel/src/words/say.js';
import type { Charts } from './card.js';
import { bottomAxis, chart, domainOf, figure, ink, leftAxis, legend } from './chart.js';
import { forestPlot } from './forest.js';
import { forestByColumn } from './forest-by-column.js';
import { formatEstimate, formatNumber, formatShare, formatTick } from './format.js';
import { gainUnit, spentOn, wayName } from './tables/policy.js';

/** Pixels from number to number along an axis of money: amounts are long. */
const moneySpacing = 110;

type Point = PolicyResult['curve']['points'][number];

/** Gains of all ways to treat, one row each. */
function gains(result: PolicyResult, document: Document): Element {
  const rows = result.policies.map((way) => ({
    label: way.allowed ? wayName(result, way) : `${wayName(result, way)} *`,
    estimate: way.gain.estimate,
    interval: way.gain.interval,
  }));
  const gain = say`gain in ${gainUnit(result)} over treating nobody`;
  const axis = result.policies.every(({ allowed }) => allowed) ? gain : say`${gain}; * not allowed`;
  return figure(document, forestPlot(document, result.sentence, rows, { axis, zero: true }));
}

/** Gains by what is spent, or where nothing costs anything by the share treated, with the policy as a mark on it. */
function curveChart(result: PolicyResult, document: Document, sentence: string): Element {
  const { points } = result.curve;
  const free = points.every(({ spent }) => spent === 0);
  const across = ({ spent, share }: { spent: number; share: number }): number => (free ? 100 * share : spent);
  const gain = { x: across, y: (point: Point) => point.gain.estimate };
  const [own] = result.policies;
  const marked = [{ x: across({ spent: own.cost, share: own.share }), y: own.gain.estimate }];
  const drawn = chart(document, sentence, {
    height: 280,
    marginLeft: 64,
    marginRight: 16,
    marginTop: 24,
    marginBottom: 40,
    y: {
      domain: domainOf([
        ...points.flatMap((point) => [...point.gain.interval, point.gain.estimate]),
        own.gain.estimate,
        0,
      ]),
    },
    marks: [
      ...bottomAxis(free ? say`% of rows treated` : say`spent`, true, moneySpacing),
      ...leftAxis(say`gain in ${gainUnit(result)}`, formatTick),
      Plot.ruleY([0], { stroke: ink.text }),
      Plot.areaY(points, {
        x: gain.x,
        y1: (point: Point) => point.gain.interval[0],
        y2: (point: Point) => point.gain.interval[1],
        fill: ink.main,
        fillOpacity: 0.16,
      }),
      Plot.line(points, { ...gain, stroke: ink.main, strokeWidth: 2.25 }),
      Plot.dot(points, {
        ...gain,
        r: 3,
        fill: ink.main,
        title: ({ spent, share, gain: { estimate, interval } }: Point) =>
          say`${formatNumber(spent)} spent, ${formatShare(share)} treated: ${formatEstimate(estimate, interval)}`,
      }),
      Plot.dot(marked, { x: 'x', y: 'y', r: 6, stroke: ink.other, fill: ink.page, strokeWidth: 2 }),
    ],
  });
  const key = legend(document, [
    ['dot', say`by the effect, with its interval`],
    ['ring-other', result.name],
  ]);
  return figure(document, key, drawn);
}

/** What each unit of money brings back, by arm. */
function returns(
  result: PolicyResult,
  document: Document,
  { arms, sentence }: NonNullable<PolicyResult['spending']>,
): Element {
  const rows = arms.flatMap(({ arm, share, returned }) =>
    returned
      ? [
          {
            label: arm === null ? spentOn(result, arm) : `${spentOn(result, arm)} (${formatShare(share)})`,
            ...{ estimate: returned.estimate, interval: returned.interval },
          },
        ]
      : [],
  );
  const axis = say`worth brought back per 1 spent; dashed: what was spent`;
  return figure(document, forestPlot(document, sentence, rows, { axis, zero: true, line: 1 }));
}

/** Gains per row by group; all groups on one scale. */
function groupCharts(
  document: Document,
  sentence: string,
  groups: readonly PolicyGroup[],
  unit: string,
): Element {
  const all = groups.map(({ column, group, share, gain: { estimate, interval } }) => ({
    column,
    label: say`${group} (${formatShare(share)} treated)`,
    estimate,
    interval,
  }));
  return forestByColumn(document, sentence, all, { axis: say`gain in ${unit} per row`, zero: true });
}

/** The charts of a policy by section. */
export function policyCharts(result: PolicyResult, document: Document): Charts {
  const charts: Charts = new Map();
  if (result.policies.length > 0) {
    charts.set('policies', () => gains(result, document));
    charts.set('curve', (sentence) => curveChart(result, document, sentence));
  }
  const { groups, spending } = result;
  if (spending) charts.set('spending', () => returns(result, document, spending));
  if (groups?.length) {
    charts.set('groups', (sentence) => groupCharts(document, sentence, groups, gainUnit(result)));
  }
  return charts;
}
