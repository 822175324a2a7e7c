import type { Feature } from '../../../kernel/src/data/table.js';
import { type Depth, growPolicyTree } from '../../../kernel/src/decide/trees/policy-tree.js';
import { splitColumns } from '../../../kernel/src/decide/trees/split-columns.js';
import { createRandom } from '../../../kernel/src/statistics/random.js';
import { unwatched } from '../../../kernel/src/task.js';
import { measured } from '../../shared/clock.js';
import { contest, type Job, type Side } from '../../shared/contest.js';
import { allRows } from '../../shared/ours.js';
import type { Part } from '../../shared/part.js';
import { timeText } from '../../shared/time-text.js';
import { searchedTree } from '../searched-tree.js';

const columnCount = 20;

/** Rows by distinct values of a column (0: as many as rows), and depth; the search is let off where it would take hours. */
const works = [
  { rows: 100_000, values: 100, depth: 2, searched: true },
  { rows: 2_000, values: 0, depth: 2, searched: true },
  { rows: 20_000, values: 0, depth: 2, searched: false },
  { rows: 100_000, values: 8, depth: 3, searched: false },
] as const;

/** Gains that two columns part, under noise. */
function drawn({ rows, values }: Job) {
  const random = createRandom(1);
  const n = Number(rows);
  const count = Number(values);
  const draw = (): number => (count === 0 ? random.next() : random.below(count) / count);
  const list = Array.from({ length: columnCount }, (_, j): Feature => {
    const name = `x${j}`;
    return { name, source: name, kind: 'numeric', values: Float64Array.from({ length: n }, draw) };
  });
  const gain = Float64Array.from({ length: n }, (_, row) => {
    const own = list[3].values[row] > 0.5 ? 0.3 : -0.3;
    return (list[7].values[row] > 0.3 ? own : -own) + random.next() - 0.5;
  });
  return { columns: splitColumns({ rows: n, list }), gains: [gain], rows: allRows(n) };
}

function ours(job: Job): object {
  const { columns, gains, rows } = drawn(job);
  const { result, cost } = measured(() =>
    growPolicyTree(Number(job.depth) as Depth, columns, gains, rows, unwatched),
  );
  return { ...cost, gain: result.gain };
}

function theirs(job: Job): object {
  const { columns, gains, rows } = drawn(job);
  const { result, cost } = measured(() => searchedTree(columns, gains, rows));
  return { ...cost, gain: result };
}

export const trees: Part = {
  title: 'Exact policy trees',
  note:
    "Trees of one arm over 20 columns, on one thread, beside a direct port of the search that R's policytree does. Goal: at least 5 times faster on 100,000 rows at no lower gain. " +
    'Times are of the processor, since the machine has other things to do.',
  columns: ['work', 'side', 'processor', 'ours by theirs', 'gain', 'load'],
  measures: { 'policy tree': ours, 'searched policy tree': theirs },
  run() {
    const rows = works.flatMap(({ searched, ...work }) => {
      const job = { ...work, threads: 1 };
      const sides: Side[] = [
        { name: 'ours', runs: { ours: 'policy tree' }, job },
        ...(searched ? [{ name: 'policytree, ported', runs: { ours: 'searched policy tree' }, job }] : []),
      ];
      const answers = contest(sides, 1);
      const kind = work.values === 0 ? 'continuous' : `of ${work.values} values`;
      const what = `depth ${work.depth}, ${work.rows.toLocaleString('en-US')} rows, columns ${kind}`;
      return sides.map(({ name }, i) => {
        const answer = answers[i];
        if (!answer) return [what, name, 'failed', '', '', ''];
        const ratio = i === 0 || !answers[0] ? '' : (answers[0].cpuSeconds / answer.cpuSeconds).toFixed(4);
        const gain = Number(answer.gain).toFixed(6);
        return [what, name, timeText(answer.cpuSeconds), ratio, gain, answer.load.toFixed(1)];
      });
    });
    return { rows, versions: [] };
  },
};
