import type { Task } from '../task.js';
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
export function modelScores(design: TextDesign, lesson: ScoreLesson, task: Task): ModelScore[] {
  const { folds } = lesson;
  const { name, reduction } = design;
  if (reduction?.kind === 'components') {
    return fitComponents(design, reduction.count, task).map((head, i) => {
      const feature = `${name} (principal component ${i + 1})`;
      const { values } = headFeature(feature, design, head);
      return { feature, head, nested: Array.from({ length: folds }, () => values) };
    });
  }
  return [
    linearScore(design, lesson, task.part(0, 0.3)),
    ...networkScores(design, lesson, task.part(0.3, 0.8)),
    ...directionScores(design, lesson, task.part(0.8, 1)),
  ];
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
