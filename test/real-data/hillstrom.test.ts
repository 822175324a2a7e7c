import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sharedData, trainEffects } from './program.js';

const file = join(sharedData, 'hillstrom/hillstrom.csv');
if (!existsSync(file)) console.warn(`Skipped: ${file} is not on this machine.`);

/** MineThatData's e-mail challenge: differences in the share of customers who visited, against no e-mail. */
const published = { 'Mens E-Mail': 0.0766, 'Womens E-Mail': 0.0452 };

/** Customers differ in what is known of them by chance alone, so that an adjusted difference is the plain one but more precise. */
const nearest = 0.001;

test.skipIf(!existsSync(file))(
  'Hillstrom: two e-mails against none, by means, by regression and doubly robust',
  { timeout: 900_000 },
  async () => {
    const names = ['visit_difference', 'visit_lin', 'visit_adjusted'];
    const effects = await trainEffects('hillstrom.causal', file, names);
    const [difference, ...adjusted] = names.map((name) => effects.get(name)!);
    expect(difference.arms).toEqual(['No E-Mail', 'Mens E-Mail', 'Womens E-Mail']);

    for (const [arm, value] of Object.entries(published)) {
      const ofArm = ({ contrasts }: typeof difference) => contrasts.find((contrast) => contrast.arm === arm)!;
      const plain = ofArm(difference);
      expect(Math.abs(plain.estimate - value)).toBeLessThan(0.0002);
      for (const { estimate, stdError } of adjusted.map(ofArm)) {
        expect(Math.abs(estimate - plain.estimate)).toBeLessThan(nearest);
        expect(stdError).toBeLessThan(plain.stdError);
      }
    }
  },
);
