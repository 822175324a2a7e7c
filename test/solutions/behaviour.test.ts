import { beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../kernel/src/result.js';
import { complaints, expectHolds, found, type Opened, openSolution, runFile } from './solution.js';

interface Truth {
  readonly sample: { readonly total: number; readonly direct: number; readonly indirect: number };
}

describe('Behaviour', () => {
  let opened: Opened;
  let truth: Truth;
  let results: Result[];

  beforeAll(async () => {
    opened = await openSolution('behaviour');
    truth = opened.truth as Truth;
    results = await runFile(opened.folder, 'behaviour.causal');
  }, 300_000);

  it('has a spec and a notebook without problems', async () => {
    expect(await complaints(opened.folder, ['behaviour.causal', 'behaviour.causalnb'])).toBe('');
  });

  it('parts what late costs do into what goes by way of the time, and what does not', () => {
    const { contrasts, mediation, unadjusted, textModes, sentence } = found(results, 'effect', 'late_costs');
    const [parts] = mediation ?? [];
    expectHolds(contrasts[0], truth.sample.total);
    expectHolds(parts.direct, truth.sample.direct);
    expectHolds(parts.indirect, truth.sample.indirect);
    // Those who know what they want see late costs more often and leave less: without the text, they seem to do half as much.
    expect(unadjusted[0].interval[1]).toBeLessThan(truth.sample.total);
    const [modes] = textModes ?? [];
    const bare = modes.modes.find(({ mode }) => mode === 'without text');
    expect(bare?.interval[1]).toBeLessThan(truth.sample.total);
    expect(sentence).toMatch(
      /^Adjusted for basket, device, returning and looked, late_shipping raised abandoned by 0\.1\d+ \(95% interval /,
    );
  });

  it('says in words what goes along with leaving', () => {
    const { terms, rows } = found(results, 'attribution', 'who_leaves');
    const [looked] = terms ?? [];
    const mean = (word: string): number =>
      looked.words.find((own) => own.word === word)?.meanSigned ?? Number.NaN;
    // Whoever is just looking leaves; whoever asks about the delivery stays.
    expect(mean('looking')).toBeGreaterThan(0);
    expect(mean('delivery')).toBeLessThan(0);
    expect(rows).toHaveLength(3);
    expect(rows.every(({ texts }) => (texts?.[0].phrases.length ?? 0) > 0)).toBe(true);
  });
});
