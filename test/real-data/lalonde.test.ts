import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sharedData, trainEffects } from './program.js';

const file = join(sharedData, 'lalonde/smith_todd.csv');
if (!existsSync(file)) console.warn(`Skipped: ${file} is not on this machine.`);

/** LaLonde (1986), Dehejia and Wahba's sample: the randomised difference in 1978 earnings is 1794 dollars. */
test.skipIf(!existsSync(file))(
  'LaLonde: the experiment, and its treated men against survey controls, all and those alike',
  { timeout: 600_000 },
  async () => {
    const effects = await trainEffects('lalonde.causal', file, ['randomised', 'observed', 'trimmed']);

    const randomised = effects.get('randomised')!;
    expect(randomised.n).toBe(445);
    expect(Math.abs(randomised.contrasts[0].estimate - 1794.34)).toBeLessThan(1);

    const observed = effects.get('observed')!;
    expect(observed.n).toBe(185 + 2490);
    expect(observed.contrasts[0].estimate).toBeGreaterThan(0);
    expect(observed.contrasts[0].estimate).toBeLessThan(3500);
    const overlap = observed.checks.find(({ name }) => name === 'overlap')!;
    expect(overlap.passed).toBe(false);
    expect(overlap.sentence).toContain('`trim "optimal"`');

    const trimmed = effects.get('trimmed')!;
    expect(trimmed.n).toBeLessThan(observed.n);
    expect(trimmed.warnings.join(' ')).toContain('trimmed for want of overlap');
    const [{ estimate, stdError }] = trimmed.contrasts;
    expect(Math.abs(estimate - 1794)).toBeLessThan(stdError);
  },
);
