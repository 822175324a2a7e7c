import type { Task } from '../../task.js';
import type { Effects } from '../../trees/forests/causal-forest.js';
import { listed, percent } from '../../words/phrases.js';
import type { Choosing, EffectLearner } from './effect-learner.js';
import { type FittedLearner, forestLearner, learnerEffects, mixEffects } from './effect-model.js';
import { fitMeta, keepMeta, SharedRegressions } from './fit-learner.js';
import { forestsOutOfFold, growCausalForest } from './learners/causal-forest.js';
import { metaLearners } from './learners/meta-learners.js';
import type { Lesson } from './lesson.js';
import { drLoss, errorOf, type Loss, lossesOf, lossOn, meanOf, rLoss } from './losses.js';
import { simplexMinimum } from './shares.js';

/** Shares below this are no more than rounding: such a learner is left out. */
const leastShare = 0.02;
/** Weight of the learners' own losses against that of their mixture in Q-aggregation. */
const ownLosses = 0.5;
/** Standard errors by which a loss is above another beyond doubt (at 5 %). */
const clearlyWorse = 1.645;
/** Arms compare where neither is this many times as likely as the other, relative to their sizes; outside at most this share of rows. */
const mostLikely = 20;
const mostOutside = 0.05;

type Candidate = Choosing['candidates'][number];

/** A learner tried: its effects out of fold, and what is kept of it where it has a share. */
interface Tried {
  readonly learner: string;
  readonly outOfFold: Float64Array;
  keep(share: number, doubt: number, task: Task): { fitted: FittedLearner; effects: Effects };
}

/**
 * Shares of all learners, the causal forest and the constant effect by their losses on rows that they have seen nothing of: Q-aggregation
 * (Lan and Syrgkanis 2023) of the R-loss (Nie and Wager 2021) and the DR-loss (Kennedy 2023), each in units of its own noise. It does as well as the best
 * of them but for a term in `log(learners) / n`, which neither the best by the losses nor a mixture by them alone does.
 *
 * Where arms hardly overlap for more than 5 % of rows, only the learners that weigh rows by their overlap stay (R-learner, causal forest,
 * constant), judged by the R-loss alone: the others extrapolate each arm's outcome there, and the DR-loss would judge them by their own
 * extrapolation.
 *
 * The constant effect alone is kept unless the mixture's R-loss is lower by a standard error (the rule of Breiman et al. 1984, 3.4.3):
 * losses of near equal learners are as good as drawn, and the least of many draws is below the mean.
 */
export const auto: EffectLearner = (lesson, options, task) => {
  const overlaps = shareOutside(lesson) <= mostOutside;
  const shared = new SharedRegressions(lesson);
  const tried = tryAll(lesson, shared, options, overlaps, task.part(0, 0.7));
  const judged = shared.lessonFor('arms', task);
  const losses = overlaps ? [rLoss(judged), drLoss(judged)] : [rLoss(judged)];
  const effects = tried.map(({ outOfFold }) => outOfFold);
  const shares = chooseShares(effects, losses);
  const doubts = doubtsOf(effects, shares, losses[0]);
  const kept = tried.flatMap((one, k) => {
    if (shares[k] === 0 && doubts[k] === 0) return [];
    const part = task.part(0.7 + (0.3 * k) / tried.length, 0.7 + (0.3 * (k + 1)) / tried.length);
    return [one.keep(shares[k], doubts[k], part)];
  });
  const mixed = mixEffects(
    kept.map(({ fitted }) => fitted),
    kept.map((each) => each.effects),
  );
  const outOfFold = mixByFold(effects, losses, lesson.folds);
  return {
    model: { knots: lesson.modifiers.knots, learners: kept.map(({ fitted }) => fitted) },
    ...mixed,
    outOfFold: () => outOfFold,
    choosing: describe(tried, shares, losses),
  };
};

function tryAll(
  lesson: Lesson,
  shared: SharedRegressions,
  options: Parameters<EffectLearner>[1],
  overlaps: boolean,
  task: Task,
): Tried[] {
  const names = Object.keys(metaLearners) as (keyof typeof metaLearners)[];
  const asked = overlaps ? names : names.filter((name) => name === 'r learner');
  const metas = asked.map((name, i): Tried => {
    const part = task.part(i / (asked.length + 1), (i + 1) / (asked.length + 1), `Trying the ${name}`);
    const fit = fitMeta(metaLearners[name], shared, part.part(0, 0.3));
    return {
      learner: name,
      outOfFold: fit.outOfFold(part.part(0.3, 1)),
      keep(share, doubt, keeping) {
        const fitted = keepMeta(name, fit, share, doubt, keeping);
        return { fitted, effects: learnerEffects(fitted, lesson.modifiers, keeping) };
      },
    };
  });
  const last = task.part(asked.length / (asked.length + 1), 1, 'Trying the causal forest');
  const { forest, effects } = growCausalForest(lesson, options, last.part(0, 0.4));
  const grown: Tried = {
    learner: 'causal forest',
    outOfFold: forestsOutOfFold(lesson, options, last.part(0.4, 1)),
    keep: (share, doubt) => ({ fitted: forestLearner(forest, share, doubt), effects }),
  };
  return [constantEffect(shared.lessonFor('arms', task)), ...metas, grown];
}

/** The effect that is the same for everyone with the least R-loss; out of fold that of the other folds. */
function constantEffect(lesson: Lesson): Tried {
  const { rows, outcome, weight } = rLoss(lesson);
  const { foldOf, folds } = lesson.folds;
  const average = (fold: number): number => {
    let top = 0;
    let bottom = 0;
    rows.forEach((row, i) => {
      if (foldOf[row] === fold) return;
      top += weight[i] * outcome[i];
      bottom += weight[i];
    });
    return top / bottom;
  };
  const byFold = Array.from({ length: folds }, (_, fold) => average(fold));
  const constant = average(-1);
  const influence = outcome.map((value, i) => weight[i] * (value - constant));
  const stdError = errorOf(influence) / meanOf(weight);
  return {
    learner: 'constant effect',
    outOfFold: Float64Array.from(foldOf, (fold) => byFold[fold]),
    keep: (share, doubt) => ({
      fitted: {
        learner: 'constant effect',
        share,
        doubt,
        effect: { constant, parts: [] },
        halves: [],
        stdError,
      },
      effects: {
        effect: new Float64Array(foldOf.length).fill(constant),
        variance: new Float64Array(foldOf.length).fill(stdError ** 2),
      },
    }),
  };
}

function chooseShares(effects: readonly Float64Array[], losses: readonly Loss[]): number[] {
  const shares = withoutCrumbs(aggregate(effects, losses));
  const constant = lossesOf(losses[0], effects[0]);
  const gain = lossesOf(losses[0], mix(effects, shares)).map((value, i) => value - constant[i]);
  if (meanOf(gain) + errorOf(gain) <= 0) return shares;
  return shares.map((_, k) => (k === 0 ? 1 : 0));
}

/** Shares by Q-aggregation of losses, the first of the effects being the constant one. */
export function aggregate(effects: readonly Float64Array[], losses: readonly Loss[]): number[] {
  const size = effects.length;
  const quadratic = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  const linear = new Array<number>(size).fill(0);
  for (const loss of losses) {
    const { rows, outcome, weight } = loss;
    const scale = 1 / rows.length / noiseOf(effects, loss);
    for (let j = 0; j < size; j++) {
      for (let i = 0; i < rows.length; i++) {
        const value = scale * weight[i] * effects[j][rows[i]];
        linear[j] -= 2 * value * outcome[i];
        for (let k = 0; k <= j; k++) quadratic[j][k] += value * effects[k][rows[i]];
      }
    }
  }
  for (let j = 0; j < size; j++) {
    linear[j] += ownLosses * quadratic[j][j];
    for (let k = 0; k <= j; k++) {
      quadratic[j][k] *= 1 - ownLosses;
      quadratic[k][j] = quadratic[j][k];
    }
  }
  return simplexMinimum(quadratic, linear);
}

/**
 * Doubts: even ones of all learners with a share or whose loss is not clearly above that of the mixture, as in a confidence set of models
 * (Hansen, Lunde and Nason 2011).
 */
function doubtsOf(effects: readonly Float64Array[], shares: readonly number[], loss: Loss): number[] {
  const least = lossesOf(loss, mix(effects, shares));
  const open = effects.map((effect, k) => {
    const excess = lossesOf(loss, effect).map((value, i) => value - least[i]);
    return shares[k] > 0 || meanOf(excess) <= clearlyWorse * errorOf(excess);
  });
  const count = open.filter(Boolean).length;
  return open.map((is) => (is ? 1 / count : 0));
}

/** Standard error of what the equal mixture gains over the constant effect. */
function noiseOf(effects: readonly Float64Array[], loss: Loss): number {
  const even = mix(effects, new Array<number>(effects.length).fill(1 / effects.length));
  const before = lossesOf(loss, effects[0]);
  const gain = lossesOf(loss, even).map((value, i) => value - before[i]);
  return errorOf(gain) || 1;
}

function mix(effects: readonly Float64Array[], shares: readonly number[]): Float64Array {
  return effects[0].map((_, row) => effects.reduce((sum, effect, k) => sum + shares[k] * effect[row], 0));
}

/** Effects of each fold by the shares that the losses on the other folds give: nothing of a row has chosen what it is judged by. */
function mixByFold(
  effects: readonly Float64Array[],
  losses: readonly Loss[],
  { foldOf, folds }: Lesson['folds'],
): Float64Array {
  const byFold = Array.from({ length: folds }, (_, own) => {
    const others = losses.map((loss) => lossOn(loss, (row) => foldOf[row] !== own));
    return mix(effects, chooseShares(effects, others));
  });
  return Float64Array.from(foldOf, (fold, row) => byFold[fold][row]);
}

function withoutCrumbs(shares: readonly number[]): number[] {
  const kept = shares.map((share) => (share < leastShare ? 0 : share));
  const total = kept.reduce((sum, share) => sum + share, 0);
  return kept.map((share) => share / total);
}

/** Share of rows where one arm is far more likely than the other, relative to their sizes. */
function shareOutside({ rows, treated, propensity }: Lesson): number {
  const own = rows.filter((row) => treated[row] === 1).length;
  const ratio = own / (rows.length - own);
  const outside = rows.filter((row) => {
    const odds = propensity[row] / (1 - propensity[row]) / ratio;
    return odds > mostLikely || odds < 1 / mostLikely;
  });
  return outside.length / rows.length;
}

function describe(tried: readonly Tried[], shares: readonly number[], losses: readonly Loss[]): Choosing {
  const constant = lossesOf(losses[0], tried[0].outOfFold);
  const candidates = tried.map(({ learner, outOfFold }, k): Candidate => {
    const own = losses.map((loss) => lossesOf(loss, outOfFold));
    const difference = own[0].map((value, i) => value - constant[i]);
    return {
      learner,
      share: shares[k],
      rLoss: meanOf(own[0]),
      drLoss: own[1] ? meanOf(own[1]) : null,
      gain: meanOf(difference),
      gainError: k === 0 ? 0 : errorOf(difference),
    };
  });
  return { sentence: sentenceOf(candidates, losses), candidates };
}

function sentenceOf(candidates: readonly Candidate[], losses: readonly Loss[]): string {
  const [constant] = candidates;
  const by =
    losses.length > 1 ? 'R-loss and DR-loss' : 'R-loss alone, since the arms hardly overlap for some rows';
  if (constant.share === 1) {
    return `No learner predicts effects of rows that it has not seen clearly better than one effect for all, by ${by}: the effect is taken to be the same for everyone.`;
  }
  const used = candidates.filter(({ share }) => share > 0).sort((a, b) => b.share - a.share);
  const parts = used.map(({ learner, share }) => `${learner} (${percent(share)})`);
  const best = used.find(({ learner }) => learner !== constant.learner) ?? used[0];
  const lower = percent(-best.gain / constant.rLoss);
  return `Effects are those of ${listed(parts)}, chosen by ${by} on rows that they have not seen; the ${best.learner} alone has a R-loss ${lower} below that of one effect for all.`;
}
