import type { Task } from '../task.js';
import type { Head } from './heads.js';
import { headOf, rowsPerText, standardised } from './linear-score.js';
import { leadingDirections } from './principal-components.js';
import type { TextDesign } from './text-design.js';
import { textFeatures, weightedGram, weightedMean } from './text-features.js';

/**
 * The leading principal components of embedding and n-grams together, as scores with mean 0 and variance 1 over the rows with a text: what texts
 * vary in most, whatever treatment and outcome are. Fewer than `count` where texts vary in fewer directions.
 */
export function fitComponents(design: TextDesign, count: number, task: Task): Head[] {
  const features = textFeatures(design);
  const rows = rowsPerText(design);
  const mean = weightedMean(features, rows);
  const product = weightedGram(features, rows);
  return leadingDirections(product, features.width, count, task).map((direction) =>
    headOf(design, features, standardised(features, rows, mean, direction)),
  );
}
