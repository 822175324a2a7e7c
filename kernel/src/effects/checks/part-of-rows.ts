import { createRandom } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import { oncePerStudy } from '../estimators/once.js';
import { narrowSample } from '../sample/narrow-sample.js';
import type { Sample } from '../sample/sample.js';
import { type Study, studyOf } from '../study.js';
import { type Refit, refit } from './refit.js';

/** Disjoint parts of the rows that are estimated anew, and how large they are at most. */
const parts = 2;
const mostRows = 10_000;
/** Rows that a part needs where nuisances are learned from it: with a hundred or so, their errors move estimates as much as rows do. */
const fewestRows = 150;

/** A random part of the rows of a study with its estimate; everything was fitted to it alone. */
export interface PartOfRows extends Refit {
  readonly study: Study;
  /** Of its rows in the sample, in rising order. */
  readonly places: Int32Array;
}

/**
 * Two random halves of the rows (10,000 of each where there are more), of whole clusters. Parts are as large as they can be without a row in
 * common: nuisances of few rows err so much that the product of their errors, which the error of an influence function leaves
 * out, is no longer small beside it. Empty where there, or in an arm, are too few rows. Found once, since several checks look at them.
 */
export const partsOfRows: (study: Study, task: Task) => readonly PartOfRows[] = oncePerStudy(
  (study, task) => {
    const { request, sample, parameters } = study;
    const places = drawParts(sample, parameters.seed);
    if (study.adjusts && places.some((own) => own.length < fewestRows)) return [];
    const samples = places.map((own) => narrowSample(sample, own));
    if (samples.some(({ counts }) => counts.some((count) => count < 2 * parameters.folds))) return [];
    return samples.map((own, i) => {
      const part = task.part(i / parts, (i + 1) / parts, 'Estimating from a part of the rows');
      const narrowed = studyOf(request, own, part.part(0, 0.4));
      return { study: narrowed, places: places[i], ...refit(narrowed, part.part(0.4, 1)) };
    });
  },
);

/** Places of the rows of each part, in rising order; clusters, or rows, are dealt at random until the parts are full. */
function drawParts({ arm, clusters }: Sample, seed: number): Int32Array[] {
  const random = createRandom(seed, 7);
  const n = arm.length;
  const size = Math.min(mostRows, Math.floor(n / parts));
  const order = Int32Array.from({ length: clusters?.count ?? n }, (_, i) => i);
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  const rowsOf = new Int32Array(order.length);
  for (let row = 0; row < n; row++) rowsOf[clusters ? clusters.of[row] : row]++;
  const partOf = new Int8Array(order.length).fill(-1);
  let part = 0;
  let filled = 0;
  for (const unit of order) {
    if (part === parts) break;
    partOf[unit] = part;
    filled += rowsOf[unit];
    if (filled >= size) [part, filled] = [part + 1, 0];
  }
  return Array.from({ length: parts }, (_, own) =>
    Int32Array.from(arm.keys()).filter((row) => partOf[clusters ? clusters.of[row] : row] === own),
  );
}
