import { fitCausalForest, predictEffects } from '../../kernel/src/trees/forests/causal-forest.js';
import { binFeatures } from '../../kernel/src/trees/matrix/binning.js';
import type { Trees } from '../../kernel/src/trees/model/trees.js';
import { type Measured, measured } from '../shared/clock.js';
import type { Answer, Job } from '../shared/contest.js';
import { allRows, readColumn, readFeatures } from '../shared/ours.js';
import { samples } from '../shared/samples.js';

/** Half the width of a 95 % interval in standard errors. */
const z = 1.959964;

/** Our honest causal forest on residuals: binning, growing, out-of-bag effects and their variances. */
export function growForest({ features, rows, trees }: Job) {
  const data = samples.effects();
  const table = readFeatures(data, Number(features), Number(rows));
  const residual = (outcome: string, mean: string): Float64Array => {
    const means = readColumn(data, mean, table.rows);
    return readColumn(data, outcome, table.rows).map((value, i) => value - means[i]);
  };
  const y = residual('y', 'yMean');
  const w = residual('w', 'wMean');
  return measured(() =>
    fitCausalForest(binFeatures(table), y, w, allRows(table.rows), { trees: Number(trees) }),
  );
}

/** Errors and coverage of its effects on rows it has not seen, and the bytes it holds. */
export function forestMeasure(job: Job): Measured & Quality & { heldMb: number } {
  const { result, cost } = growForest(job);
  const heldOut = samples.effectsHeldOut();
  const { effect, variance } = predictEffects(result, readFeatures(heldOut, Number(job.features)));
  const truth = readColumn(heldOut, 'effect');
  const errors = effect.map((value, i) => value - truth[i]);
  const covered = errors.filter((error, i) => Math.abs(error) <= z * Math.sqrt(variance[i])).length;
  return {
    ...cost,
    heldMb: result.blocks.reduce((sum, block) => sum + bytesOf(block), 0) / 2 ** 20,
    pehe: Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length),
    covered: covered / errors.length,
  };
}

interface Quality {
  /** Root of the mean squared error of the effects. */
  readonly pehe: number;
  /** Share of 95 % intervals that hold the true effect. */
  readonly covered: number;
}

function bytesOf({ roots, nodes, setRoots, sets, values, cover }: Trees): number {
  return [roots, nodes, setRoots, sets, values, cover].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

/** Quality of a forest in words. */
export function forestQuality(answer: Answer): string {
  const { pehe, covered } = answer as Answer & Quality;
  return `sqrt PEHE ${pehe.toFixed(4)}, covers ${(100 * covered).toFixed(1)} %`;
}
