import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { createRandom } from '../statistics/random.js';

/** A linear model of a prediction around one text, and how much of it is chance. */
export interface LocalSurrogate {
  /** Per player: mean weight over the repetitions. */
  readonly weights: readonly number[];
  /** Per player: standard deviation over the repetitions. */
  readonly spreads: readonly number[];
  /** Share of the repetitions whose strongest player is `expected`. */
  readonly agreement: number;
  readonly repetitions: number;
}

const repetitions = 20;
/** Sets that each repetition learns from. */
const draws = 40;
/** Width of the kernel on the cosine distance from the whole text, and the penalty per draw: those of LIME for texts. */
const width = 0.25;
const penalty = 0.01;

/**
 * LIME (Ribeiro, Singh and Guestrin 2016): ridge regression of predictions on which players are there, near sets counting more. It is
 * repeated, each time on other sets at random, since what it says depends on them: the spread says how much. The sets come from those
 * that are known already, so that it costs no reading.
 *
 * @param predictions of sets of players (bit i for player i), the whole among them
 * @param expected the player that the Owen values find strongest
 */
export function localSurrogate(
  players: number,
  predictions: ReadonlyMap<number, number>,
  expected: number,
  seed: number,
): LocalSurrogate {
  const known = [...predictions].sort(([a], [b]) => a - b);
  const fits = Array.from({ length: repetitions }, (_, repetition) => {
    const random = createRandom(seed, 1600 + repetition);
    return fitRidge(
      players,
      Array.from({ length: draws }, () => known[random.below(known.length)]),
    );
  });
  const weights = Array.from(
    { length: players },
    (_, i) => fits.reduce((sum, fit) => sum + fit[i], 0) / repetitions,
  );
  const spreads = weights.map((mean, i) =>
    Math.sqrt(fits.reduce((sum, fit) => sum + (fit[i] - mean) ** 2, 0) / (repetitions - 1)),
  );
  const agreeing = fits.filter((fit) => strongestOf(fit) === expected).length;
  return { weights, spreads, agreement: agreeing / repetitions, repetitions };
}

/** Position of the value farthest from 0; -1 where there is none. */
export function strongestOf(values: ArrayLike<number>): number {
  let best = values.length > 0 ? 0 : -1;
  for (let i = 1; i < values.length; i++) if (Math.abs(values[i]) > Math.abs(values[best])) best = i;
  return best;
}

function fitRidge(
  players: number,
  sample: readonly (readonly [set: number, prediction: number])[],
): number[] {
  const rows = sample.map(([set, prediction]) => {
    const members = Array.from({ length: players }, (_, i) => ((set & (1 << i)) === 0 ? 0 : 1));
    const size = members.reduce<number>((a, b) => a + b, 0);
    const distance = 1 - Math.sqrt(size / players);
    return { members, prediction, weight: Math.exp(-(distance ** 2) / width ** 2) };
  });
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (of: (row: (typeof rows)[number]) => number): number =>
    rows.reduce((sum, row) => sum + row.weight * of(row), 0) / total;
  const centre = Array.from({ length: players }, (_, i) => mean(({ members }) => members[i]));
  const middle = mean(({ prediction }) => prediction);
  const gram = Matrix.identity(players).mul(penalty * total);
  const moment = Matrix.zeros(players, 1);
  for (const { members, prediction, weight } of rows) {
    for (let i = 0; i < players; i++) {
      const own = members[i] - centre[i];
      moment.set(i, 0, moment.get(i, 0) + weight * own * (prediction - middle));
      for (let j = 0; j < players; j++)
        gram.set(i, j, gram.get(i, j) + weight * (own * (members[j] - centre[j])));
    }
  }
  return new CholeskyDecomposition(gram).solve(moment).to1DArray();
}
