import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../kernel/src/result.js';
import { gainOfCalls, generateMembers } from '../../samples/generate/solutions/churn.js';
import { complaints, expectHolds, found, type Opened, openSolution, readCsv, runFile } from './solution.js';

interface Truth {
  readonly ate: number;
  readonly sampleAte: number;
  readonly riskiest: { readonly calls: number; readonly gain: number };
}

describe('Churn', () => {
  let opened: Opened;
  let truth: Truth;
  let results: Result[];

  beforeAll(async () => {
    opened = await openSolution('churn');
    truth = opened.truth as Truth;
    results = await runFile(opened.folder, 'churn.causal');
  }, 240_000);

  it('has a spec and a notebook without problems', async () => {
    expect(await complaints(opened.folder, ['churn.causal', 'churn.causalnb'])).toBe('');
  });

  it('finds what a call does to leaving within the horizon', () => {
    const { contrasts, sentence, checks, notes } = found(results, 'effect', 'call_keeps');
    expectHolds(contrasts[0], truth.sampleAte);
    // Far from what an analysis would say that takes those who are still watched for stayers.
    expect(contrasts[0].interval[1]).toBeLessThan(-0.03);
    expect(sentence).toMatch(/, called lowered left within 90 days by 0\.\d+ \(95% interval /);
    expect(checks.map(({ passed }) => passed)).toEqual([true, true, true]);
    expect(notes?.[0]).toMatch(/^2,046 rows of 8,000 were observed for less than 90 days and without left/);
  });

  it('calls those who can be kept, which is worth more than calling those who are likeliest to leave', () => {
    const { policies, sentence, n } = found(results, 'policy', 'calls');
    const [own, ...others] = policies;
    const today = others.find(({ kind }) => kind === 'today');
    expect(n).toBe(8000);
    expect(own.treated[0]).toBeLessThanOrEqual(1500);
    // The rule of today is about all rows, and judged by those that others stand for.
    expectHolds(today?.gain, truth.riskiest.gain);
    expect(today?.difference?.interval[0]).toBeGreaterThan(0);
    expect(sentence).toMatch(
      /^Treating 18\.\d% of 8,000 rows by call_keeps, mostly those with complaints > 0, is worth .* more than today's rule and /,
    );
  });

  it('says whom to call among the members of today', async () => {
    const scored = await readCsv(join(opened.folder, 'data/whom-to-call.csv'));
    const members = generateMembers(1000, 7 + 1_000_003);
    const called = members.filter((_, row) => scored[row].calls === '1');
    const riskiest = [...members].sort((a, b) => b.risk - a.risk).slice(0, called.length);
    expect(called.length).toBeGreaterThan(150);
    expect(gainOfCalls(called)).toBeGreaterThan(3 * Math.max(0, gainOfCalls(riskiest)));
  });
});
