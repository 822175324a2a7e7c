import type { Estimate, UpliftCurve } from '../../../../kernel/src/result.js';
import { formatInterval, formatNumber, formatPoint, formatShare } from '../format.js';
import { isolated } from '../names.js';
import { numbers, type Section, type Table, words } from './section.js';

export const curveCaption = (arm: string): string =>
  `What treating with ${arm} gains per row of all, the largest predicted effects first`;

function curveTable({ arm, points }: UpliftCurve): Table {
  return {
    caption: curveCaption(arm),
    columns: [
      numbers('Treated'),
      numbers('Gain'),
      numbers('Interval'),
      numbers('Over random order'),
      numbers('Interval'),
      numbers('By predicted outcome'),
    ],
    rows: points.map(({ share, gain, overRandom, response }) => [
      formatShare(share),
      formatPoint(gain.estimate, gain.interval),
      formatInterval(gain.interval),
      formatPoint(overRandom.estimate, overRandom.interval),
      formatInterval(overRandom.interval),
      formatNumber(response),
    ]),
  };
}

function worthTable({ arm, autoc, qini, qiniShare, response, overResponse }: UpliftCurve): Table {
  const row = (name: string, { estimate, stdError, interval }: Estimate, share = ''): string[] => [
    name,
    formatPoint(estimate, interval),
    formatNumber(stdError),
    formatInterval(interval),
    share,
  ];
  return {
    caption: `Worth of the order by predicted effects of ${arm}`,
    columns: [
      words('Area'),
      numbers('Value'),
      numbers('Std. error'),
      numbers('Interval'),
      numbers('Of treating all'),
    ],
    rows: [
      row('Under the targeting curve (AUTOC)', autoc),
      row('Over random order (Qini)', qini, formatShare(qiniShare)),
      row('By predicted outcome, over random order', response),
      row('Over the order by predicted outcome', overResponse),
    ],
  };
}

/** What acting on predicted effects is worth; `arms` must not be empty. */
export function upliftSection(arms: readonly UpliftCurve[]): Section {
  return {
    id: 'uplift',
    title: 'Uplift',
    sentence: arms
      .map(({ arm, sentence }) => (arms.length > 1 ? `${isolated(arm)}: ${sentence}` : sentence))
      .join(' '),
    tables: arms.flatMap((curve) => [worthTable(curve), curveTable(curve)]),
  };
}
