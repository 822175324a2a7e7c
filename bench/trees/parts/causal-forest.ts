import { type Answer, contest, type Side } from '../../shared/contest.js';
import { contestColumns, contestRows, versionsOf } from '../../shared/page.js';
import type { Part } from '../../shared/part.js';
import { samples } from '../../shared/samples.js';
import { forestMeasure, forestQuality } from '../forest.js';

const works = [
  { rows: 20_000, features: 20, trees: 500, threads: 2, times: 2 },
  { rows: 50_000, features: 20, trees: 500, threads: 2, times: 1 },
];

/** What grf 2.6.1 itself, from R, took on such data on a quiet machine of two cores, with out-of-bag prediction. */
const onRecord: Readonly<Record<number, number>> = { 20000: 28.6, 50000: 79.4 };

/** Our forest beside that of grf and EconML. */
export function forestSides(rows: number, features: number, trees: number, threads: number): Side[] {
  const job = { rows, features, trees, threads };
  const withFiles = { ...job, data: samples.effects(), heldOut: samples.effectsHeldOut() };
  return [
    { name: 'Causal Spec', runs: { ours: 'causal forest' }, job },
    { name: 'grf 2.0 (skgrf)', runs: { peer: 'grf.py', environment: 'older' }, job: withFiles },
    { name: 'EconML CausalForest', runs: { peer: 'econml_forest.py' }, job: withFiles },
  ];
}

export const causalForest: Part = {
  title: 'Honest causal forest',
  note:
    'From residuals in memory to a forest of 500 trees with effects and variances of all rows, out of bag (grf through its Python binding and EconML with all trees, as they know no variances out of bag). ' +
    'All are given the true conditional means of outcome and treatment, so that the forests alone are compared; the time of nuisance models in CausalForestDML would come on top. ' +
    'Data: the example of grf’s manual, noise 1. Quality is on 2,000 new rows, whose true effects are max(x0, 0). ' +
    'Goal: 15 times as fast as grf, 30 times as EconML, PEHE and coverage no worse.',
  columns: contestColumns,
  measures: { 'causal forest': forestMeasure },
  run() {
    const all: (Answer | undefined)[] = [];
    const rows = works.flatMap(({ rows, features, trees, threads, times }) => {
      const sides = forestSides(rows, features, trees, threads);
      const answers = contest(sides, times);
      all.push(...answers);
      const work = `${rows.toLocaleString('en-US')} x ${features}, ${trees} trees`;
      const seconds = onRecord[rows];
      const ratio = answers[0] ? (answers[0].seconds / seconds).toFixed(3) : '';
      return [
        ...contestRows(work, sides, answers, forestQuality),
        [work, 'grf 2.6.1, on record', '2', `${seconds} s`, ratio, '', '', '', ''],
      ];
    });
    return { rows, versions: versionsOf(all) };
  },
};
