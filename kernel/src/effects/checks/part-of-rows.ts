import { createRandom } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import { narrowSample } from '../sample/narrow-sample.js';
import type { Sample } from '../sample/sample.js';
import { type Study, studyOf } from '../study.js';
import { type Refit, refit } from './refit.js';

/** Rows in all parts together, at most. */
const mostRows = 15_000;
/**
 * Rows that are parted, at least, where nuisances are learned from the parts: with less than a hundred or so in each, the product of the errors of
 * nuisances, which no error of an estimate knows of, moves it as much as its rows do.
 */
const fewestRows = 300;

/** A random part of the rows of a study with its estimate; everything was fitted to it alone. */
export interface PartOfRows extends Refit {
  readonly study: Study;
  /** Of its rows in the sample, in rising order. */
  readonly places: Int32Array;
}

/** Parts to deal the rows into, and how many of them are to be estimated; all where absent. */
export interface Parting {
  readonly parts: number;
  readonly used?: number;
}

/**
 * Random parts of the rows, of whole clusters and without a row in common; of 15,000 rows together where there are more. Empty where there,
 * or in an arm of a part, are too few rows.
 */
export function partsOfRows(study: Study, { parts, used = parts }: Parting, task: Task): PartOfRows[] {
  const { request, sample, parameters } = study;
  if (study.adjusts && sample.arm.length < fewestRows) return [];
  const places = drawParts(sample, parts, parameters.seed);
  const samples = places.map((own) => narrowSample(sample, own));
  if (samples.some(({ counts }) => counts.some((count) => count < 2 * parameters.folds))) return [];
  return samples.slice(0, used).map((own, i) => {
    const part = task.part(i / used, (i + 1) / used, 'Estimating from a part of the rows');
    const narrowed = studyOf(request, own, part.part(0, 0.4));
    return { study: narrowed, places: places[i], ...refit(narrowed, part.part(0.4, 1)) };
  });
}

/** Places of the rows of each part, in rising order; clusters, or rows, are dealt at random until the parts are full. */
function drawParts({ arm, clusters }: Sample, parts: number, seed: number): Int32Array[] {
  const random = createRandom(seed, 7);
  const n = arm.length;
  const size = Math.floor(Math.min(mostRows, n) / parts);
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
