import { beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../kernel/src/result.js';
import { complaints, expectHolds, found, type Opened, openSolution, runFile } from './solution.js';

interface Truth {
  readonly sampleAte: Readonly<Record<string, number>>;
  readonly today: { readonly worth: number; readonly cost: number };
  readonly everyoneSearch: { readonly worth: number; readonly cost: number };
}

describe('Ads', () => {
  let opened: Opened;
  let truth: Truth;
  let results: Result[];

  beforeAll(async () => {
    opened = await openSolution('ads');
    truth = opened.truth as Truth;
    results = await runFile(opened.folder, 'ads.causal');
  }, 240_000);

  it('has a spec and a notebook without problems', async () => {
    expect(await complaints(opened.folder, ['ads.causal', 'ads.causalnb'])).toBe('');
  });

  it('finds what each channel adds, and not what its customers spend', () => {
    const { contrasts, unadjusted, checks, sentence } = found(results, 'effect', 'ads_lift');
    for (const contrast of contrasts) expectHolds(contrast, truth.sampleAte[contrast.arm]);
    // Those whom search reaches spend more anyway.
    expect(unadjusted[0].interval[0]).toBeGreaterThan(truth.sampleAte.search);
    expect(checks.every(({ passed }) => passed)).toBe(true);
    expect(sentence).toMatch(
      /channel "search" raised spend by .*; channel "social" raised .*; channel "video" raised/,
    );
  });

  it('splits the budget, and says what each unit of it brings back', () => {
    const { policies, spending, sentence } = found(results, 'policy', 'ads');
    const [own, ...others] = policies;
    expect(own.cost).toBeLessThanOrEqual(6000);
    const gained = ({ worth, cost }: { worth: number; cost: number }): number => worth - cost;
    const of = (name: string) => others.find((way) => way.name === name);
    expectHolds(of("today's rule")?.gain, gained(truth.today));
    expectHolds(of('everyone gets search')?.gain, gained(truth.everyoneSearch));
    expect(of("today's rule")?.difference?.interval[0]).toBeGreaterThan(0);
    const whole = spending?.arms.at(-1);
    expect(whole?.cost).toBeCloseTo(own.cost, 6);
    expect(whole?.returned?.interval[0]).toBeGreaterThan(1);
    expect(spending?.arms.map(({ arm }) => arm)).toEqual(['search', 'social', 'video', null]);
    expect(sentence).toMatch(
      /^Treating \d\d\.\d% of 12,000 rows \(search to .*, social to .* and video to .*\) by ads_lift is worth .* of the budget of 6,000 is spent; each 1 that is spent brings back 1\.\d+ \[/,
    );
    expect(spending?.sentence).toMatch(/^6,000 is spent, .*% of it on .* Each 1 that is spent brings back /);
  });
});
