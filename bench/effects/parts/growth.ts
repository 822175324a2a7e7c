import { estimateEffect } from '../../../kernel/src/effects/estimate-effect.js';
import type { CheckKind } from '../../../kernel/src/plan.js';
import { unwatched } from '../../../kernel/src/task.js';
import { measured } from '../../shared/clock.js';
import { ask, type Job } from '../../shared/contest.js';
import type { Part } from '../../shared/part.js';
import { featureNames } from '../../shared/samples.js';
import { timeText } from '../../shared/time-text.js';
import { effectParameters, effectTable } from '../data.js';

const features = 30;
const sizes = [10_000, 31_623, 100_000, 316_228, 1_000_000];

const usualChecks: readonly CheckKind[] = ['overlap', 'balance', 'placebo'];
const allChecks: readonly CheckKind[] = [
  ...usualChecks,
  ...(['dummy outcome', 'random cause', 'subsets', 'bootstrap', 'unobserved', 'simulated cause'] as const),
];

/** What is asked for beside the average. */
const kinds = [
  { what: 'average alone', checks: [], modifiers: [] },
  { what: 'with its usual checks', checks: usualChecks, modifiers: [] },
  { what: 'with all checks', checks: allChecks, modifiers: [] },
  {
    what: 'with conditional effects and the usual checks',
    checks: usualChecks,
    modifiers: ['x0', 'x1', 'x2'],
  },
];

function effect({ rows, what }: Job): object {
  const { checks, modifiers } = kinds.find((kind) => kind.what === what) ?? kinds[0];
  const table = effectTable(Number(rows), features);
  const parameters = effectParameters({ adjustment: featureNames(features), checks, modifiers });
  return measured(() => estimateEffect({ table, texts: [], parameters }, unwatched)).cost;
}

export const growth: Part = {
  title: 'Growth of effects',
  note:
    'AIPW of 30 covariates on two threads as rows grow, alone, with checks (which work with the nuisances that are there), and with conditional effects by three columns. Goals: checks at most 3 times the ' +
    'average alone, a million rows with conditional effects and checks in 15 minutes and 4 GB, and a slope of at most 1.1: that to the size before, on logarithms.',
  columns: ['rows', 'work', 'time', 'by the average alone', 'slope', 'peak memory'],
  measures: { 'effect growth': effect },
  run() {
    const before = new Map<string, { rows: number; seconds: number }>();
    const rows = sizes.flatMap((rows) => {
      let alone = Number.NaN;
      return kinds.map(({ what }) => {
        const job = { rows, what, threads: 2 };
        const answer = ask({ name: what, runs: { ours: 'effect growth' }, job });
        const seconds = answer?.seconds ?? Number.NaN;
        if (what === kinds[0].what) alone = seconds;
        const last = before.get(what);
        before.set(what, { rows, seconds });
        const slope = last ? Math.log(seconds / last.seconds) / Math.log(rows / last.rows) : undefined;
        return [
          rows.toLocaleString('en-US'),
          what,
          timeText(seconds),
          (seconds / alone).toFixed(2),
          slope?.toFixed(2) ?? '',
          `${answer?.peakMb.toFixed(0) ?? '?'} MB`,
        ];
      });
    });
    return { rows, versions: [] };
  },
};
