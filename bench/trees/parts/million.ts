import { contest } from '../../shared/contest.js';
import { contestColumns, contestRows } from '../../shared/page.js';
import type { Part } from '../../shared/part.js';
import { forestQuality } from '../forest.js';

const job = { rows: 1_000_000, features: 30, trees: 2000, threads: 2 };

export const million: Part = {
  title: 'A million rows',
  note:
    'An honest causal forest of 2,000 trees on 1,000,000 x 30, with variances and out-of-bag effects, on two threads. grf’s manual says about an hour on 24 cores and 25 GB. ' +
    'Goal: under 10 minutes and under 3 GB.',
  columns: contestColumns,
  measures: {},
  run() {
    const sides = [{ name: 'Causal Spec', runs: { ours: 'causal forest' }, job }];
    return {
      rows: contestRows('1,000,000 x 30, 2000 trees', sides, contest(sides, 1), (answer) => {
        return `${forestQuality(answer)}, holds ${Number(answer.heldMb).toFixed(0)} MB`;
      }),
      versions: [],
    };
  },
};
