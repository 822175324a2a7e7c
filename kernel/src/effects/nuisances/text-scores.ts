import type { Feature } from '../../data/table.js';
import type { Reduction } from '../../plan.js';
import type { Folds } from '../../statistics/folds.js';
import type { Task } from '../../task.js';
import { adaptOptions } from '../../text/adapter/adapt-options.js';
import {
  fitAdapted,
  nestedAdaptedScores,
  type SupervisedAdaptation,
} from '../../text/adapter/nested-adapted.js';
import { fitComponents } from '../../text/components.js';
import { fitDirections, nestedDirections, type Response } from '../../text/directions.js';
import { fitHead, nestedScores } from '../../text/heads.js';
import type { NetworkQuestion } from '../../text/network/lesson.js';
import { fitNetwork, nestedNetworkScores } from '../../text/network/nested-network.js';
import { networkOptions } from '../../text/network/network-options.js';
import { headFeature, type NamedHead, scoreFeature, type TextHead } from '../../text/score-feature.js';
import { selectTextRows, type TextDesign } from '../../text/text-design.js';
import type { FittedText } from '../fitted-effect.js';
import type { Sample } from '../sample/sample.js';

/** What a nuisance is of, or a score of a text is about. */
export type Subject = 'treatment' | 'outcome';

/** A score of a text: `byFold[k]` holds all rows, for models whose predictions are for rows of fold `k`. */
export interface TextScore {
  /** Components are about neither, and count as about the outcome: they follow no treatment. */
  readonly about: Subject;
  readonly seenBy: readonly Subject[];
  readonly byFold: readonly Feature[];
}

/** All scores of a text, and how adapting its embedding went where that was asked for. */
export interface TextScores {
  readonly scores: readonly TextScore[];
  readonly adaptation?: SupervisedAdaptation;
}

const both: readonly Subject[] = ['treatment', 'outcome'];

/** A question put to the heads of a text: a score of the treatment, or of the outcome in one arm. */
interface Question extends NetworkQuestion {
  readonly subject: Subject;
  /** What it is a score of. */
  readonly of: string;
}

/**
 * A direction that follows the treatment, or the outcome within arms. All are about the treatment where one of them follows it: those of the outcome
 * are uncorrelated with it, so that they tell by contrast what the treatment follows.
 */
interface Direction {
  readonly about: Subject;
  readonly feature: string;
}

/**
 * All that nuisances see of a text: scores of its heads, each for its own nuisance, and beside them the directions of partial least squares that
 * are asked for, for both, since what treatment and outcome follow may act together; or components alone.
 */
export function nestedTextScores(design: TextDesign, sample: Sample, folds: Folds, task: Task): TextScores {
  const { reduction } = design;
  const { foldOf, folds: count } = folds;
  if (reduction?.kind === 'components') {
    const components = fitComponents(design, reduction.count, task).map((head, i): TextScore => {
      const feature = headFeature(componentName(design.name, i), design, head);
      return { about: 'outcome', seenBy: both, byFold: Array.from({ length: count }, () => feature) };
    });
    return { scores: components };
  }
  const { scores: linear, adaptation } = scoresOfHeads(design, sample, folds, task.part(0, 0.3));
  const network = scoresOfNetwork(design, sample, folds, task.part(0.3, 0.9));
  const told = adaptation && { adaptation };
  if (!reduction) return { scores: [...linear, ...network], ...told };
  const { directions, responses } = directionsAsked(design.name, sample, reduction);
  const part = task.part(0.9, 1);
  const nested = nestedDirections(design, responses, foldOf, count, directions.length, part);
  const along = directions.map(({ about, feature }, i): TextScore => {
    const byFold = nested[i].map((values) => scoreFeature(feature, design.name, values));
    return { about, seenBy: both, byFold };
  });
  return { scores: [...linear, ...network, ...along], ...told };
}

/** What the scores of texts are made with, learned from all rows of a sample, for rows yet to come. */
export function fitTexts(
  texts: readonly TextDesign[],
  sample: Sample,
  seed: number,
  task: Task,
): FittedText[] {
  return texts.map((text) => {
    const design = selectTextRows(text, sample.rows);
    const { name, reduction } = design;
    if (reduction?.kind === 'components') {
      const found = fitComponents(design, reduction.count, task);
      return { name, scores: found.map((head, i) => ({ feature: componentName(name, i), head })) };
    }
    const linear = fittedHeads(design, sample, seed, task);
    const network = fittedNetwork(design, sample, seed, task);
    return { name, scores: [...linear, ...network, ...fittedDirections(design, sample, task)] };
  });
}

function fittedHeads(design: TextDesign, sample: Sample, seed: number, task: Task): NamedHead[] {
  const asked = questions(sample);
  const named = (head: TextHead, q: number) => ({ feature: headName(design.name, asked[q].of), head });
  if (design.adapt) return fitAdapted(design, asked, adaptOptions(design.adapt), seed, task).map(named);
  return asked
    .map(({ y, use }) => {
      const rows = Int32Array.from(use.keys()).filter((row) => use[row] === 1);
      return fitHead(design, rows, y, { seed }, task);
    })
    .map(named);
}

function fittedNetwork(design: TextDesign, sample: Sample, seed: number, task: Task): NamedHead[] {
  if (!design.head) return [];
  const asked = questions(sample);
  const heads = fitNetwork(design, asked, networkOptions(design.head), seed, task);
  return heads.map((head, q) => ({ feature: networkName(design.name, asked[q].of), head }));
}

function fittedDirections(design: TextDesign, sample: Sample, task: Task): NamedHead[] {
  const { name, reduction } = design;
  if (reduction?.kind !== 'directions') return [];
  const { directions, responses } = directionsAsked(name, sample, reduction);
  const heads = fitDirections(design, responses, directions.length, task);
  return directions.map(({ feature }, i) => ({ feature, head: heads[i] }));
}

function scoresOfHeads(
  design: TextDesign,
  sample: Sample,
  { foldOf, folds, seed }: Folds,
  task: Task,
): TextScores {
  const asked = questions(sample);
  const { scores: answers, adaptation } = design.adapt
    ? nestedAdaptedScores(design, asked, foldOf, folds, adaptOptions(design.adapt), seed, task)
    : { scores: nestedScores(design, asked, foldOf, folds, { seed }, task) };
  const scores = asked.map(({ subject, of }, q): TextScore => {
    const byFold = answers[q].map((values) => scoreFeature(headName(design.name, of), design.name, values));
    return { about: subject, seenBy: [subject], byFold };
  });
  return { scores, ...(adaptation && { adaptation }) };
}

function scoresOfNetwork(
  design: TextDesign,
  sample: Sample,
  { foldOf, folds, seed }: Folds,
  task: Task,
): TextScore[] {
  if (!design.head) return [];
  const asked = questions(sample);
  const options = networkOptions(design.head);
  const nested = nestedNetworkScores(design, asked, foldOf, folds, options, seed, task);
  return asked.map(({ subject, of }, q) => {
    const name = networkName(design.name, of);
    const byFold = nested[q].map((values) => scoreFeature(name, design.name, values));
    return { about: subject, seenBy: [subject], byFold };
  });
}

function questions(sample: Sample): Question[] {
  const { arms, arm, outcome, dose, binary } = sample;
  const everyone = new Uint8Array(arm.length).fill(1);
  const treatments = treatmentsOf(sample).map(
    ({ name, y }): Question => ({
      subject: 'treatment',
      of: name,
      y,
      use: everyone,
      family: dose ? 'gaussian' : 'binomial',
    }),
  );
  const family = binary ? 'binomial' : 'gaussian';
  if (dose) {
    return [...treatments, { subject: 'outcome', of: 'the outcome', y: outcome, use: everyone, family }];
  }
  const outcomes = arms.map(
    (name, a): Question => ({
      subject: 'outcome',
      of: `the outcome in ${name}`,
      y: outcome,
      use: Uint8Array.from(arm, (own) => (own === a ? 1 : 0)),
      family,
    }),
  );
  return [...treatments, ...outcomes];
}

function headName(text: string, of: string): string {
  return `${text} (score of ${of})`;
}

function networkName(text: string, of: string): string {
  return `${text} (network score of ${of})`;
}

/** The dose, or one indicator per arm but the baseline. */
function treatmentsOf({ arms, arm, dose }: Sample): { readonly name: string; readonly y: Float64Array }[] {
  if (dose) return [{ name: 'the dose', y: dose }];
  return arms
    .slice(1)
    .map((name, a) => ({ name, y: Float64Array.from(arm, (own) => (own === a + 1 ? 1 : 0)) }));
}

/** Directions in the order in which they are found, and the responses that take turns. */
function directionsAsked(
  text: string,
  sample: Sample,
  { count, of }: Extract<Reduction, { readonly kind: 'directions' }>,
): { readonly directions: Direction[]; readonly responses: Response[] } {
  const use = new Uint8Array(sample.arm.length).fill(1);
  const treatments = of.includes('treatment')
    ? treatmentsOf(sample).map(({ name, y }) => ({ name, y, use }))
    : [];
  const outcomes = of.includes('outcome')
    ? [{ name: 'the outcome', y: sample.outcome, use, groupOf: sample.arm }]
    : [];
  const responses = [...treatments, ...outcomes];
  const directions = Array.from({ length: count }, (_, i): Direction => {
    const { name } = responses[i % responses.length];
    return {
      about: of.includes('treatment') ? 'treatment' : 'outcome',
      feature: `${text} (direction ${i + 1}: ${name})`,
    };
  });
  return { directions, responses };
}

function componentName(text: string, i: number): string {
  return `${text} (principal component ${i + 1})`;
}
