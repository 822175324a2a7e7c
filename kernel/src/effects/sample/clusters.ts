import type { Column } from '../../data/table.js';
import { type Units, unitsOf } from '../../models/units.js';
import type { Problem } from '../../problem.js';
import { counted, figure } from '../../words/phrases.js';
import type { Sample } from './sample.js';

/** With fewer clusters than this a normal limit is far (Cameron and Miller 2015, section VI). */
const fewestClusters = 30;

/** Clusters of the rows of a sample, numbered from 0 in the order of their first rows; a row without a value is one of its own. */
export function clustersOf(column: Column, rows: Int32Array): Units {
  const own: Column =
    column.kind === 'numeric'
      ? { ...column, values: Float64Array.from(rows, (row) => column.values[row]) }
      : { ...column, codes: rows.map((row) => column.codes[row]) };
  return unitsOf(own);
}

/** What is wrong with arms of which too few clusters have a row: leaving out a fold would leave out the arm. */
export function clusterProblems(
  { arms, arm, clusters }: Pick<Sample, 'arms' | 'arm' | 'clusters'>,
  { treatment, cluster }: { readonly treatment: string; readonly cluster?: string },
  needed: number,
): Problem[] {
  if (!clusters) return [];
  return arms.flatMap((name, a) => {
    const { count } = clusterSizes(clusters, arm, a);
    if (count >= needed) return [];
    return [
      {
        code: 'CS6033',
        severity: 'error' as const,
        message: `Arm "${name}" of ${treatment} is in ${counted(count, 'cluster')} of ${cluster}; it needs to be in at least ${needed}: use fewer folds (3 at least), or smaller clusters.`,
        place: { column: cluster },
      },
    ];
  });
}

/** Doubts about the clusters: rows without one, and arms in so few that their intervals are rough. */
export function clusterWarnings(
  { rows, arms, arm, clusters, weights }: Omit<Sample, 'warnings'>,
  column: Column | undefined,
): string[] {
  if (!clusters || !column) return [];
  const keys = column.kind === 'numeric' ? column.values : column.codes;
  const missing = rows.filter((row) =>
    column.kind === 'numeric' ? Number.isNaN(keys[row]) : keys[row] < 0,
  ).length;
  const alone =
    missing > 0
      ? [
          `${counted(missing, 'row')} without a value of ${column.name} counted as ${missing === 1 ? 'a cluster' : 'clusters'} of ${missing === 1 ? 'its' : 'their'} own.`,
        ]
      : [];
  const sizes = arms.map((_, a) => clusterSizes(clusters, arm, a, weights));
  const worst = sizes.reduce(
    (least, { effective }, a) => (effective < sizes[least].effective ? a : least),
    0,
  );
  const { count, effective } = sizes[worst];
  if (effective >= fewestClusters) return alone;
  return [
    ...alone,
    `Rows of "${arms[worst]}" lie in ${counted(count, 'cluster')} of ${column.name}, worth ${figure(effective)} of equal size; with fewer than ${fewestClusters} the interval is rough and may be too narrow.`,
  ];
}

/** Clusters with rows of an arm, and Kish's effective number of them, `(sum W)^2 / sum W^2` over their weights W. */
function clusterSizes(
  { of, count }: Units,
  arm: Int32Array,
  own: number,
  weights?: Float64Array,
): { count: number; effective: number } {
  const sizes = new Float64Array(count);
  for (let row = 0; row < arm.length; row++)
    if (arm[row] === own) sizes[of[row]] += weights ? weights[row] : 1;
  let met = 0;
  let sum = 0;
  let squares = 0;
  for (const size of sizes) {
    if (size > 0) met++;
    sum += size;
    squares += size * size;
  }
  return { count: met, effective: squares > 0 ? sum ** 2 / squares : 0 };
}
