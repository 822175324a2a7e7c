import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sharedData, trainEffects } from './program.js';

const file = join(sharedData, 'lalonde/smith_todd.csv');
if (!existsSync(file)) console.warn(`Skipped: ${file} is not on this machine.`);

/** LaLonde (1986), Dehejia and Wahba's sample: the randomised difference in 1978 earnings is 1794 dollars. */
test.skipIf(!existsSync(file))(
  'LaLonde: the experiment, and its treated men against survey controls',
  async () => {
    const effects = await trainEffects('lalonde.causal', file, ['randomised', 'observed']);

    const randomised = effects.get('randomised')!;
    expect(randomised.n).toBe(445);
    expect(Math.abs(randomised.contrasts[0].estimate - 1794.34)).toBeLessThan(1);

    const observed = effects.get('observed')!;
    expect(observed.n).toBe(185 + 2490);
    expect(observed.contrasts[0].estimate).toBeGreaterThan(0);
    expect(observed.contrasts[0].estimate).toBeLessThan(3500);
    expect(observed.checks.find(({ name }) => name === 'overlap')?.passed).toBe(false);
  },
);
