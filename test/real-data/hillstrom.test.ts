import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sharedData, trainEffects } from './program.js';

const file = join(sharedData, 'hillstrom/hillstrom.csv');
if (!existsSync(file)) console.warn(`Skipped: ${file} is not on this machine.`);

/** MineThatData's e-mail challenge: differences in the share of customers who visited, against no e-mail. */
const published = { 'Mens E-Mail': 0.0766, 'Womens E-Mail': 0.0452 };

test.skipIf(!existsSync(file))(
  'Hillstrom: two e-mails against none, by means and doubly robust',
  { timeout: 600_000 },
  async () => {
    const effects = await trainEffects('hillstrom.causal', file, ['visit_difference', 'visit_adjusted']);
    const difference = effects.get('visit_difference')!;
    const adjusted = effects.get('visit_adjusted')!;
    expect(difference.arms).toEqual(['No E-Mail', 'Mens E-Mail', 'Womens E-Mail']);

    for (const [arm, value] of Object.entries(published)) {
      const plain = difference.contrasts.find((contrast) => contrast.arm === arm)!;
      const robust = adjusted.contrasts.find((contrast) => contrast.arm === arm)!;
      expect(Math.abs(plain.estimate - value)).toBeLessThan(0.0002);
      expect(Math.abs(robust.estimate - value)).toBeLessThan(plain.stdError);
      expect(robust.stdError).toBeLessThanOrEqual(plain.stdError);
    }
  },
);
