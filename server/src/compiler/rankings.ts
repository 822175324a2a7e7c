import type { CandidateKind, RankStep } from '../../../kernel/src/plan.js';
import { candidateKinds } from '../language/candidates.js';
import { clauseOf, dataOf } from '../language/declarations.js';
import {
  isAboveClause,
  isCandidatesClause,
  isContentClause,
  isExposureClause,
  isFoldsClause,
  isIntoClause,
  isLevelClause,
  isOfferClause,
  isOutcomeClause,
  isPropensityClause,
  isSeedClause,
  isTopClause,
  isUsingClause,
  type Rank,
} from '../language/generated/ast.js';
import { placeOf } from './places.js';
import { type Compiled, stepHash } from './steps.js';
import { textInput } from './text-inputs.js';

const defaultLevel = 0.95;
const defaultFolds = 5;

/** The step of a valid ranking. */
export function compileRank(rank: Rank, seed: number, compiled: Compiled): RankStep {
  const offer = clauseOf(rank, isOfferClause);
  const exposure = clauseOf(rank, isExposureClause)?.exposure?.name;
  const outcome = clauseOf(rank, isOutcomeClause)?.outcome?.name;
  if (!offer?.item?.name || !offer.user?.name || !exposure || !outcome) {
    throw new Error('An unfinished declaration has no plan.');
  }
  const propensity = clauseOf(rank, isPropensityClause)?.propensity?.name;
  const candidates = clauseOf(rank, isCandidatesClause)?.candidates as CandidateKind[] | undefined;
  const text = clauseOf(rank, isContentClause)?.text?.ref;
  const top = clauseOf(rank, isTopClause)?.top;
  const above = clauseOf(rank, isAboveClause)?.above;
  const into = clauseOf(rank, isIntoClause)?.into;
  const parameters: RankStep['parameters'] = {
    item: offer.item.name,
    user: offer.user.name,
    exposure,
    outcome,
    ...(propensity !== undefined && { propensity }),
    using: clauseOf(rank, isUsingClause)?.variables.map(({ name }) => name) ?? [],
    candidates: candidates ?? candidateKinds,
    texts: text ? [textInput(text, { treatment: undefined, outcome })] : [],
    ...(top !== undefined && { top }),
    ...(above !== undefined && { above }),
    ...(into !== undefined && { into }),
    level: clauseOf(rank, isLevelClause)?.level ?? defaultLevel,
    folds: clauseOf(rank, isFoldsClause)?.folds ?? defaultFolds,
    seed: clauseOf(rank, isSeedClause)?.seed ?? seed,
  };
  const inputs = [`load:${dataOf(rank)?.name}`, ...parameters.texts.map(({ step }) => step)];
  return {
    kind: 'rank',
    id: `rank:${rank.name}`,
    name: rank.name,
    hash: stepHash('rank', { name: rank.name, ...parameters }, inputs, compiled),
    inputs,
    place: placeOf(rank),
    parameters,
  };
}
