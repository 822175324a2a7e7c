import type { Feature } from '../../../data/table.js';
import type { BalanceRow, Check } from '../../../result.js';
import { normalQuantile } from '../../../statistics/normal.js';
import { principalScores } from '../../../text/principal-components.js';
import { selectTextRows } from '../../../text/text-design.js';
import { figure } from '../../../words/phrases.js';
import { balanceOf, mostDifference } from '../balance.js';
import { balancingWeights } from '../balancing-weights.js';
import type { Checker, Finding } from '../check.js';
import { notMeasured } from './not-measured.js';

/** Directions in which the embeddings of the texts vary most. */
const components = 5;
/** How often a sound analysis fails this check. */
const falseAlarms = 0.05;

/** A score or component of a text in one arm against the baseline. */
interface Judged extends BalanceRow {
  /** Largest difference that passes by itself. */
  readonly allowed: number;
  /** Whether what is left of the outcome goes along with it in one of the arms. */
  readonly carried: boolean;
}

/**
 * Balance of the texts' scores and of the leading principal components of their embeddings, after weighting. A difference is a bias only where the
 * regressions have not made it good, so the check fails where both speak against one of them: the weighted difference is above the threshold of
 * the check `balance`, and what is left of the outcome still goes along with it.
 *
 * Null hypothesis: of every score and component, weights have taken away the difference or regressions what it does to the outcome. Correlations are
 * held against what 1 in 20 of all of them together would reach by chance (Bonferroni); weights of few rows alone leave larger differences
 * of scores than that in sound analyses, too.
 */
export const textBalanceCheck: Checker = (finding, task) => {
  const { study, modes } = finding;
  if (!modes) return notMeasured('text balance', 0.1);
  const { sample, contrasts } = study;
  const list = [
    ...modes.full.covariates.scores,
    ...modes.full.request.texts.flatMap((text): Feature[] =>
      principalScores(selectTextRows(text, sample.rows), components, task).map((values, i) => ({
        name: `${text.name} (component ${i + 1})`,
        source: text.name,
        kind: 'numeric',
        values,
      })),
    ),
  ];
  const features = { rows: sample.arm.length, list };
  const byName = new Map(list.map(({ name, values }) => [name, values]));
  const rows = contrasts.flatMap((contrast) =>
    balanceOf(sample, features, balancingWeights(finding, contrast), contrast),
  );
  const quantile = normalQuantile(1 - falseAlarms / 4 / rows.length);
  const judged = rows.map((row): Judged => {
    const values = byName.get(row.covariate);
    const along = values ? alongOutcome(finding, values, [0, sample.arms.indexOf(row.arm)]) : 0;
    return { ...row, allowed: mostDifference(sample, row.arm, rows.length), carried: along > quantile };
  });
  return verdictOf(judged, sample.arms[0]);
};

function verdictOf(judged: readonly Judged[], baseline: string): Check {
  const excess = ({ after, allowed }: Judged): number => Math.abs(after) / allowed;
  const largest = (rows: readonly Judged[]): Judged => rows.reduce((a, b) => (excess(b) > excess(a) ? b : a));
  const failing = judged.filter((row) => row.carried && excess(row) > 1);
  const passed = failing.length === 0;
  const worst = largest(passed ? judged : failing);
  const { covariate, arm, after, allowed } = worst;
  const madeGood =
    excess(worst) > 1
      ? 'and the regressions have made good what it does to the outcome.'
      : 'so the arms are alike.';
  return {
    name: 'text balance',
    passed,
    value: Math.abs(after),
    threshold: allowed,
    sentence: `Text balance requires that scores and components of a text differ by at most ${figure(allowed)} standard deviations after weighting, or that what is left of the outcome does not go along with them; the largest difference is ${figure(Math.abs(after))}, of ${covariate}, ${passed ? madeGood : `and the outcome still goes along with it, so "${arm}" and "${baseline}" still differ in it and the estimate may carry that difference.`}`,
  };
}

/** Largest t of the correlation of a score with what is left of the outcome, in these arms. */
function alongOutcome({ study, used }: Finding, values: Float64Array, arms: readonly number[]): number {
  const { arm, outcome } = study.sample;
  const tOf = (own: number): number => {
    const pairs = [...arm.keys()].flatMap((row) =>
      arm[row] === own && !Number.isNaN(values[row])
        ? [[values[row], outcome[row] - used.outcome[own][row]] as const]
        : [],
    );
    const n = pairs.length;
    const mean = (of: (pair: readonly [number, number]) => number): number =>
      pairs.reduce((sum, pair) => sum + of(pair), 0) / n;
    const [a, b] = [mean(([x]) => x), mean(([, y]) => y)];
    const covariance = mean(([x, y]) => (x - a) * (y - b));
    const spread = Math.sqrt(mean(([x]) => (x - a) ** 2) * mean(([, y]) => (y - b) ** 2));
    const r = spread > 0 ? covariance / spread : 0;
    return Math.abs(r) * Math.sqrt(Math.max(0, n - 2) / Math.max(1e-12, 1 - r * r));
  };
  return Math.max(...arms.map(tOf));
}
