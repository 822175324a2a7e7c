import type { Choice } from '../plan.js';
import type { Task } from '../task.js';
import { adaptOptions } from '../text/adapter/adapt-options.js';
import { type Told, tellSupervised } from '../text/adapter/adapting-words.js';
import { fitAdapted, nestedAdaptedScores } from '../text/adapter/nested-adapted.js';
import { fitComponents } from '../text/components.js';
import { fitDirections, nestedDirections } from '../text/directions.js';
import { fitHead, nestedScores } from '../text/heads.js';
import { fitNetwork, nestedNetworkScores } from '../text/network/nested-network.js';
import { networkOptions } from '../text/network/network-options.js';
import { headFeature, type NamedHead } from '../text/score-feature.js';
import type { TextDesign } from '../text/text-design.js';

/** A score of a text as a model reads it. */
export interface ModelScore extends NamedHead {
  /** `[k][row]`: for the model that leaves fold k out; see {@link nestedScores}. The head is learned from all training rows. */
  readonly nested: readonly Float64Array[];
}

/** All scores of a text, and how adapting its embedding went where that was asked for. */
export interface ModelScores {
  readonly scores: readonly ModelScore[];
  readonly adapting?: Told;
}

/** What a model's scores of texts are learned from. */
export interface ScoreLesson {
  readonly y: Float64Array;
  readonly family: 'gaussian' | 'binomial';
  /** 1 for rows that may be learned from. */
  readonly use: Uint8Array;
  readonly foldOf: Int8Array;
  readonly folds: number;
  readonly seed: number;
}

/**
 * All that a model sees of a text: the scores of its heads and beside them the directions that are asked for, or principal components
 * alone.
 */
export function modelScores(design: TextDesign, lesson: ScoreLesson, task: Task): ModelScores {
  const { folds } = lesson;
  const { name, reduction } = design;
  if (reduction?.kind === 'components') {
    const scores = fitComponents(design, reduction.count, task).map((head, i): ModelScore => {
      const feature = `${name} (principal component ${i + 1})`;
      const { values } = headFeature(feature, design, head);
      return { feature, head, nested: Array.from({ length: folds }, () => values) };
    });
    return { scores };
  }
  const { score, adapting } = design.adapt
    ? adaptedScore(design, design.adapt, lesson, task.part(0, 0.3))
    : { score: linearScore(design, lesson, task.part(0, 0.3)) };
  const scores = [
    score,
    ...networkScores(design, lesson, task.part(0.3, 0.8)),
    ...directionScores(design, lesson, task.part(0.8, 1)),
  ];
  return { scores, ...(adapting && { adapting }) };
}

function adaptedScore(
  design: TextDesign,
  adapt: Choice<'supervised'>,
  lesson: ScoreLesson,
  task: Task,
): { readonly score: ModelScore; readonly adapting: Told } {
  const { y, use, family, foldOf, folds, seed } = lesson;
  const options = adaptOptions(adapt);
  const asked = [{ y, use, family }];
  const { scores, adaptation } = nestedAdaptedScores(
    design,
    asked,
    foldOf,
    folds,
    options,
    seed,
    task.part(0, 0.9),
  );
  const [head] = fitAdapted(design, asked, options, seed, task.part(0.9, 1));
  return {
    score: { feature: `${design.name} (score)`, nested: scores[0], head },
    adapting: tellSupervised(design.name, adaptation),
  };
}

function linearScore(design: TextDesign, lesson: ScoreLesson, task: Task): ModelScore {
  const { y, use, foldOf, folds, seed } = lesson;
  const rows = Int32Array.from(use.keys()).filter((row) => use[row] === 1);
  return {
    feature: `${design.name} (score)`,
    nested: nestedScores(design, [{ y, use }], foldOf, folds, { seed }, task.part(0, 0.9))[0],
    head: fitHead(design, rows, y, { seed }, task.part(0.9, 1)),
  };
}

function networkScores(design: TextDesign, lesson: ScoreLesson, task: Task): ModelScore[] {
  if (!design.head) return [];
  const { y, use, family, foldOf, folds, seed } = lesson;
  const options = networkOptions(design.head);
  const asked = [{ y, use, family }];
  const nested = nestedNetworkScores(design, asked, foldOf, folds, options, seed, task.part(0, 0.9));
  const heads = fitNetwork(design, asked, options, seed, task.part(0.9, 1));
  return heads.map((head, i) => ({ feature: `${design.name} (network score)`, nested: nested[i], head }));
}

function directionScores(design: TextDesign, lesson: ScoreLesson, task: Task): ModelScore[] {
  const { name, reduction } = design;
  if (reduction?.kind !== 'directions') return [];
  const { y, use, foldOf, folds } = lesson;
  const { count } = reduction;
  const nested = nestedDirections(design, [{ y, use }], foldOf, folds, count, task.part(0, 0.9));
  const heads = fitDirections(design, [{ y, use }], count, task.part(0.9, 1));
  return heads.map((head, i) => ({ feature: `${name} (direction ${i + 1})`, nested: nested[i], head }));
}
