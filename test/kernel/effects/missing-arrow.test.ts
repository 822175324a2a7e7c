import { describe, expect, it } from 'vitest';
import { missingArrow } from '../../../kernel/src/effects/checks/missing-arrow.js';
import type { EffectStep, GraphAddition } from '../../../kernel/src/plan.js';

type Implications = EffectStep['parameters']['implications'];

const arrow = (from: string, to: string, takesBack: number[]): GraphAddition => ({
  missing: 'arrow',
  between: [from, to],
  takesBack,
});
const common = (a: string, b: string, takesBack: number[]): GraphAddition => ({
  missing: 'common cause',
  between: [a, b],
  takesBack,
});

const implications: Implications = [
  { a: 'a', b: 'c', given: ['b'], additions: [arrow('a', 'c', [0, 1]), common('a', 'c', [0, 1, 3])] },
  { a: 'a', b: 'd', given: ['b'], additions: [arrow('a', 'd', [1, 2]), common('a', 'd', [1, 2])] },
  { a: 'b', b: 'd', given: ['c'], additions: [arrow('b', 'd', [1, 2]), common('b', 'd', [1, 2])] },
  { a: 'a', b: 'e', given: [] },
];

describe('what a graph lacks by its tests', () => {
  it('explains most of what failed', () => {
    const found = missingArrow(implications, [0, 1], [2, 3])!;
    expect(found).toMatchObject({ explains: 2, unsays: 0, additions: [{ between: ['a', 'c'] }] });
    expect(found.additions.map(({ missing }) => missing)).toEqual(['arrow']);
  });

  it('takes back the fewest that held among equals; one that was not tested counts for nothing', () => {
    const [cheap, untested] = [[2, 3], [2]].map((held) => missingArrow(implications, [0, 1], held)!);
    expect([cheap.unsays, cheap.additions.length]).toEqual([0, 1]);
    expect(untested.additions.map(({ missing }) => missing)).toEqual(['arrow', 'common cause']);
  });

  it('says all that are equally good between two variables, none between others', () => {
    const found = missingArrow(implications, [1, 2], [0, 3])!;
    expect(found.explains).toBe(2);
    expect(found.additions.map(({ between }) => between.join())).toEqual(['a,d', 'a,d']);
  });

  it('is nothing where nothing failed, or nothing is known', () => {
    expect(missingArrow(implications, [], [0, 1, 2, 3])).toBeUndefined();
    expect(missingArrow(implications, [3], [0])).toBeUndefined();
  });
});
