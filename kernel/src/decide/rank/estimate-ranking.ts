import type { Estimate, RankingResult, RankingWay } from '../../result.js';
import { createRandom, sampleSorted } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import type { Limits } from './choose.js';
import type { ExposureLog } from './exposure-log.js';
import { incrementKinds } from './increments.js';
import { itemTexts } from './item-texts.js';
import { chosenBy, type Judgement, judge, perUser, type WayKind, wayKinds, wayValue } from './judge.js';
import { Learner, type RankingLesson } from './learned.js';
import { buyersOf, listsFor, type UserList } from './lists.js';
import { coverage, diversity, novelty } from './metrics.js';
import { offPolicyEstimators } from './off-policy.js';
import { pairFolds, pairsOf } from './pairs.js';
import { readLog } from './read-log.js';
import type { RankEstimate, RankedLists, RankRequest } from './request.js';
import { curveSentence, rankingSentence, rankingWarnings, wayNames } from './sentence.js';

/** Users whose lists are measured where those of all are not asked for. */
const measuredUsers = 1000;
const previewUsers = 10;
/** Numbers of items that the curve is told at. */
const longestCurve = 20;

/**
 * Which items to show to whom, by what showing them changes, and what that is worth beside other ways to choose. Orders are judged by pairs that they know
 * nothing of, with doubly robust scores; showing one item is taken not to change what another does. The same request gives the same ranking.
 *
 * @throws InputError as {@link readLog} does
 */
export function estimateRanking(
  request: RankRequest,
  task: Task,
): { readonly found: RankEstimate; readonly lists: RankedLists } {
  const { name, parameters } = request;
  const { top, above, level, into } = parameters;
  const limits: Limits = { ...(top !== undefined && { top }), ...(above !== undefined && { above }) };
  task.report(0, 'Reading what was shown');
  const { lesson, allowed } = lessonOf(request);
  const { log } = lesson;
  const learner = new Learner(lesson, task.part(0, 0.1, 'Learning what is shown to whom'));
  const judgement = judge(lesson, learner, limits, task.part(0.1, 0.75, 'Judging orders'));
  const learned = learner.without(-1, task.part(0.75, 0.85, 'Learning what showing changes'));
  const users = into === undefined ? someUsers(log, lesson.folds.seed) : [...log.users.names.keys()];
  const lists = listsFor(lesson, learner, learned, users, allowed, limits, task.part(0.85, 1));
  const points = curveOf(lesson, judgement, level, top, task);
  const facts = {
    kind: 'ranking' as const,
    name,
    item: parameters.item,
    user: parameters.user,
    outcome: parameters.outcome,
    exposure: parameters.exposure,
    level,
    n: log.outcome.length,
    users: log.users.count,
    items: log.items.count,
    top: top ?? null,
    above: above ?? null,
    propensity: log.propensity ? ('known' as const) : ('learned' as const),
    ways: waysOf(lesson, judgement, level, top),
    estimators: offPolicyEstimators.map((estimator) => {
      const { parts } = wayValue(lesson, judgement, chosenBy(judgement, 'increment', top), estimator);
      return { name: estimator, gain: perUser(log, parts, level) };
    }),
    curve: { points, sentence: curveSentence(points, parameters.outcome) },
    parts: incrementKinds.map((kind, i) => ({ name: kind, share: learned.model.shares[i] })),
    lists: measuresOf(log, lists, learner),
    preview: lists.slice(0, previewUsers).map((list) => previewOf(log, list)),
  };
  const warnings = [...log.warnings, ...rankingWarnings(facts, judgement)];
  return { found: { ...facts, sentence: rankingSentence(facts), warnings }, lists: linesOf(log, lists) };
}

/** What a request is learned from, and which items may stand in lists: those that were shown to somebody, and with texts those that were not. */
export function lessonOf({ table, text, parameters }: RankRequest): {
  lesson: RankingLesson;
  allowed: Uint8Array;
} {
  const { user, item, outcome, exposure, propensity, using, candidates, folds, seed } = parameters;
  const columns = { user, item, outcome, exposure, using, ...(propensity !== undefined && { propensity }) };
  const log = readLog(table, columns, text !== undefined);
  const pairs = pairsOf(log);
  const texts = text && itemTexts(log, text);
  const lesson: RankingLesson = {
    log,
    pairs,
    folds: pairFolds(pairs, folds, seed),
    kinds: [...candidates, ...(texts ? (['content'] as const) : [])],
    ...(texts && { texts }),
  };
  const allowed = new Uint8Array(log.items.count).fill(texts ? 1 : 0);
  for (const [row, own] of log.items.of.entries()) if (log.shown[row] === 1) allowed[own] = 1;
  return { lesson, allowed };
}

/** The ranking first, then those it is held against. */
function waysOf(
  lesson: RankingLesson,
  judgement: Judgement,
  level: number,
  top: number | undefined,
): RankingWay[] {
  const kinds = wayKinds.filter((kind) => kind === 'today' || judgement.places.has(kind));
  const values = kinds.map((kind) => wayValue(lesson, judgement, chosenBy(judgement, kind, top), 'DR'));
  return kinds.map((kind: WayKind, i) => {
    const { parts, shown } = values[i];
    const differences = values[0].parts.map((part, row) => part - parts[row]);
    const measures = kind === 'today' ? undefined : judgement.measures.get(kind);
    return {
      kind,
      name: wayNames[kind],
      shown,
      gain: perUser(lesson.log, parts, level),
      difference: i === 0 ? null : perUser(lesson.log, differences, level),
      ndcg: measures?.ndcg ?? null,
      map: measures?.map ?? null,
      recall: measures?.recall ?? null,
    };
  });
}

/** What more or fewer items would add. */
function curveOf(
  lesson: RankingLesson,
  judgement: Judgement,
  level: number,
  top: number | undefined,
  task: Task,
): RankingResult['curve']['points'] {
  const most = judgement.passing.reduce((max, count) => Math.max(max, count), 0);
  const length = Math.min(most, Math.max(longestCurve, top ?? 0));
  const steps = [
    ...new Set(Array.from({ length: longestCurve }, (_, i) => Math.ceil(((i + 1) * length) / longestCurve))),
  ];
  const value = (kind: WayKind, k: number): Estimate => {
    task.check();
    const { parts } = wayValue(lesson, judgement, chosenBy(judgement, kind, k), 'DR');
    task.check();
    return perUser(lesson.log, parts, level);
  };
  return steps
    .filter((k) => k > 0)
    .map((k) => ({ top: k, gain: value('increment', k), byPurchase: value('purchase', k).estimate }));
}

function someUsers({ users }: ExposureLog, seed: number): number[] {
  const all = Int32Array.from({ length: users.count }, (_, i) => i);
  return [...sampleSorted(all, measuredUsers, createRandom(seed, 13))];
}

function measuresOf(log: ExposureLog, lists: readonly UserList[], learner: Learner): RankingResult['lists'] {
  const buyers = buyersOf(log);
  const { likeness } = learner.known(0);
  const of = (own: readonly Int32Array[]): RankingResult['lists']['own'] => ({
    coverage: coverage(own, log.items.count),
    diversity: diversity(own.slice(0, measuredUsers), likeness),
    novelty: novelty(own, buyers, log.users.count),
  });
  return {
    users: lists.length,
    own: of(lists.map(({ items }) => items)),
    byPurchase: of(lists.map(({ byPurchase }) => byPurchase)),
  };
}

function previewOf({ users, items }: ExposureLog, list: UserList): RankingResult['preview'][number] {
  return {
    user: users.names[list.user],
    items: Array.from(list.items, (item, i) => ({
      item: items.names[item],
      increment: list.increment[i],
      without: list.without[i],
      with: list.with[i],
    })),
  };
}

function linesOf({ users, items }: ExposureLog, lists: readonly UserList[]): RankedLists {
  const numbers = (of: (list: UserList) => Float64Array): Float64Array =>
    Float64Array.from(lists.flatMap((list) => [...of(list)]));
  return {
    user: lists.flatMap((list) => Array.from(list.items, () => users.names[list.user])),
    item: lists.flatMap((list) => Array.from(list.items, (item) => items.names[item])),
    place: Float64Array.from(lists.flatMap((list) => Array.from(list.items, (_, i) => i + 1))),
    increment: numbers((list) => list.increment),
    without: numbers((list) => list.without),
    with: numbers((list) => list.with),
  };
}
