import { afterAll, describe, expect, it } from 'vitest';
import {
  chosenBy,
  judge,
  perUser,
  type WayKind,
  wayKinds,
  wayValue,
} from '../../kernel/src/decide/rank/judge.js';
import { Learner } from '../../kernel/src/decide/rank/learned.js';
import { type OffPolicyEstimator, offPolicyEstimators } from '../../kernel/src/decide/rank/off-policy.js';
import type { Estimate } from '../../kernel/src/result.js';
import { unwatched } from '../../kernel/src/task.js';
import { drawShop } from '../kernel/decide/rank/shop.js';
import { writeResults } from '../results.js';
import { cells, expectSound, type Judged, seeds, soundnessColumns, soundnessOf } from './many-samples.js';

/** `FIRST=1001` to tune on seeds that are not reported. */
const first = Number(process.env.FIRST ?? 1);
const size = { users: 250, items: 24, perUser: 12 };
const top = 3;
const level = 0.95;
const rankings = Math.round(seeds / 10);

type Name = `${WayKind} by ${OffPolicyEstimator}` | `increment less ${WayKind}`;

/** Values of the ways to rank of one sample, each beside what it is. */
function judgeSample(seed: number): ReadonlyMap<Name, Judged> {
  const { shop, log, lesson } = drawShop(size, seed);
  const judgement = judge(lesson, new Learner(lesson, unwatched), { top }, unwatched);
  const value = (kind: WayKind, estimator: OffPolicyEstimator): Float64Array =>
    wayValue(lesson, judgement, chosenBy(judgement, kind, top), estimator).parts;
  const truth = (kind: WayKind): number => {
    const chosen = chosenBy(judgement, kind, top);
    const worth = shop.offers.map((offer, row) => chosen[row] * (offer.with - offer.without));
    return worth.reduce((sum, each) => sum + each, 0) / log.users.count;
  };
  const found = (parts: Float64Array): Estimate => perUser(log, parts, level);
  const judged = new Map<Name, Judged>();
  for (const kind of wayKinds) {
    for (const estimator of offPolicyEstimators)
      judged.set(`${kind} by ${estimator}`, { found: found(value(kind, estimator)), truth: truth(kind) });
    if (kind === 'increment') continue;
    const other = value(kind, 'DR');
    const parts = value('increment', 'DR').map((part, row) => part - other[row]);
    judged.set(`increment less ${kind}`, { found: found(parts), truth: truth('increment') - truth(kind) });
  }
  return judged;
}

describe('What showing by a ranking adds', () => {
  const measured: string[][] = [];

  afterAll(() =>
    writeResults('rank-values.md', {
      title: 'What showing by a ranking adds, where the truth is known',
      command: 'npm run test:slow -- rank.test',
      note: `Purchases per user that showing ${top} items adds over showing none, in a generated shop of ${size.users} users who could each be shown ${size.perUser} of ${size.items} items, by a logging rule of known chances that prefers what is bought anyway. 95 % intervals by each estimator.`,
      columns: ['what', 'samples', ...soundnessColumns],
      rows: measured,
    }),
  );

  it('has sound intervals by every estimator', { timeout: 7_200_000 }, () => {
    const found = Array.from({ length: seeds }, (_, i) => judgeSample(first + i));
    const all = [...found[0].keys()].map((name) => {
      const sound = soundnessOf(found.map((judged) => judged.get(name)!));
      measured.push([name, String(seeds), ...cells(sound)]);
      return sound;
    });
    for (const sound of all) expectSound(sound);
  });
});

it('ranking by what showing changes gains more than ranking by what is bought', {
  timeout: 7_200_000,
}, async () => {
  const sizes = [500, 2000];
  const rows: string[][] = [];
  for (const users of sizes) {
    const gains = new Map<string, number[]>();
    for (let seed = first; seed < first + rankings; seed++) {
      for (const [name, gain] of Object.entries(gainsOf(users, seed)))
        gains.set(name, [...(gains.get(name) ?? []), gain]);
    }
    const mean = (name: string): number => {
      const list = gains.get(name) ?? [];
      return list.reduce((sum, gain) => sum + gain, 0) / list.length;
    };
    for (const name of gains.keys()) {
      const lost = mean('knowing every effect') - mean(name);
      rows.push([String(users), name, mean(name).toFixed(3), lost.toFixed(3)]);
    }
    const better = gains
      .get('by what showing adds')!
      .filter((gain, i) => gain > gains.get('by predicted purchase')![i]);
    expect(better.length / rankings).toBeGreaterThan(0.9);
    expect(mean('by what showing adds')).toBeGreaterThan(1.25 * mean('at random'));
  }
  await writeResults('rank-regret.md', {
    title: 'What rankings of the generated shop gain',
    command: 'npm run test:slow -- rank.test',
    note: `Purchases per user that showing 4 of 20 possible items adds, by the true effects; 40 items, ${rankings} samples. "Knowing every effect" knows each user's taste, which a few purchases cannot tell: no ranking reaches it.`,
    columns: ['users', 'ranked', 'gain', 'regret'],
    rows,
  });
});

it('chances that are learned are right where the data hold what moved the showing, and not where tastes did', {
  timeout: 7_200_000,
}, async () => {
  const rows: string[][] = [];
  for (const blind of [true, false]) {
    const judged: Judged[] = [];
    for (let seed = first; seed < first + rankings; seed++) {
      const drawn = drawShop({ users: 600, items: 30, perUser: 15, blind }, seed);
      const log = { ...drawn.log, propensity: undefined };
      const lesson = { ...drawn.lesson, log };
      const judgement = judge(lesson, new Learner(lesson, unwatched), { top }, unwatched);
      const chosen = chosenBy(judgement, 'random', top);
      const worth = drawn.shop.offers.map((offer, row) => chosen[row] * (offer.with - offer.without));
      judged.push({
        found: perUser(log, wayValue(lesson, judgement, chosen, 'DR').parts, level),
        truth: worth.reduce((sum, each) => sum + each, 0) / log.users.count,
      });
    }
    const mean = (of: (one: Judged) => number): number =>
      judged.reduce((sum, one) => sum + of(one), 0) / judged.length;
    const [found, truth] = [mean((one) => one.found.estimate), mean((one) => one.truth)];
    const sound = soundnessOf(judged);
    rows.push([
      blind ? 'what the item is' : "users' tastes, which the data hold little of",
      truth.toFixed(3),
      found.toFixed(3),
      ...cells(sound),
    ]);
    if (blind) expect(Math.abs(found - truth)).toBeLessThan(0.05);
    else expect(found).toBeGreaterThan(truth + 0.1);
  }
  await writeResults('rank-learned.md', {
    title: 'Rankings where chances of being shown are learned',
    command: 'npm run test:slow -- rank.test',
    note: `What showing ${top} items at random adds per user, by doubly robust scores with learned chances; 600 users, 15 of 30 items each, ${rankings} samples. Where the shop shows what it takes users to want, and a few purchases cannot tell what that is, learned chances are confounded: nothing but logged chances helps.`,
    columns: ['what moved the showing', 'truth', 'mean estimate', ...soundnessColumns],
    rows,
  });
});

/** True gains of orders learned from one sample; each pair's place is by fits without its fold. */
function gainsOf(users: number, seed: number): Record<string, number> {
  const k = 4;
  const { shop, log, lesson } = drawShop({ users, items: 40, perUser: 20 }, seed);
  const judgement = judge(lesson, new Learner(lesson, unwatched), { top: k }, unwatched);
  const effect = shop.offers.map((offer) => offer.with - offer.without);
  const gain = (kind: WayKind): number => {
    const chosen = chosenBy(judgement, kind, k);
    return effect.reduce((sum, each, row) => sum + chosen[row] * each, 0) / log.users.count;
  };
  let oracle = 0;
  for (let user = 0; user < users; user++) {
    const own = effect.slice(20 * user, 20 * (user + 1)).sort((a, b) => b - a);
    oracle += own.slice(0, k).reduce((sum, each) => sum + each, 0) / users;
  }
  return {
    'knowing every effect': oracle,
    'by what showing adds': gain('increment'),
    'by predicted purchase': gain('purchase'),
    'by popularity': gain('popularity'),
    'at random': gain('random'),
  };
}
