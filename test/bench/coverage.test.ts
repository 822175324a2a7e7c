import { describe, expect, it } from 'vitest';
import { measure } from '../../bench/coverage/measure.js';
import { readRequest } from '../../bench/coverage/request.js';
import { linesOf, wilson } from '../../bench/coverage/table.js';
import { trialsOf } from '../kernel/effects/designs/designs.js';

describe('npm run coverage', () => {
  it('reads what is asked for, names of several words unquoted', () => {
    const request = readRequest([
      'difference',
      'in',
      'means',
      '--seeds',
      '5',
      '--estimand',
      'att',
      '--checks',
      'overlap,placebo',
    ]);
    expect(request.kinds).toEqual(['difference in means']);
    expect(request.extent).toEqual({ seeds: 5, rows: 1000, estimand: 'att', checks: ['overlap', 'placebo'] });
    expect(request.write).toBe(false);
    expect(readRequest(['all']).kinds.length).toBeGreaterThan(5);
  });

  it('says what there is where it is asked for something else', () => {
    expect(() => readRequest(['magic'])).toThrow(
      /No estimator named magic; there are: all, difference in means/,
    );
    expect(() => readRequest([])).toThrow(/Name an estimator/);
    expect(() => readRequest(['aipw', '--seeds', 'few'])).toThrow(
      /--seeds is a whole number of at least 1, not few/,
    );
    expect(() => readRequest(['aipw', '--estimand', 'all'])).toThrow(/--estimand is one of ate, att/);
    expect(() => readRequest(['aipw', '--checks', 'luck'])).toThrow(/--checks is one of/);
    expect(() => readRequest(['aipw', '--sedes', '3'])).toThrow(/sedes/);
  });

  it('finds a sound estimator sound, and sees confounding', () => {
    const extent = { seeds: 60, rows: 300, estimand: 'ate', checks: [] } as const;
    const of = (name: string) => {
      const trial = trialsOf('difference in means', 'ate').find(({ design }) => design.name.startsWith(name));
      if (!trial) throw new Error(`There is no design ${name}.`);
      const measured = measure(trial, extent, () => {});
      return { trial, measured, reach: measured.reaches[0] };
    };
    const sound = of('randomised, 30 %');
    expect(sound.trial.broken).toBeUndefined();
    // Of 60 at 95 %, fewer than 52 would happen in 1 of 100 runs; the mean error has an error of .13.
    expect(sound.reach.covered).toBeGreaterThanOrEqual(52);
    expect(Math.abs(sound.reach.bias)).toBeLessThan(0.4);
    const confounded = of('linear');
    expect(confounded.trial.broken).toBe('arms are drawn by chance');
    expect(confounded.reach.covered).toBeLessThan(52);
    expect(confounded.reach.bias).toBeGreaterThan(1);
    expect(linesOf(confounded.trial, confounded.measured)[0].slice(0, 4)).toEqual([
      'linear confounding',
      'arms are drawn by chance',
      'mail',
      '1.000',
    ]);
  });

  it('counts what is refused, with its reason', () => {
    const trial = trialsOf('dml', 'att')[0];
    const measured = measure(trial, { seeds: 2, rows: 100, estimand: 'att', checks: [] }, () => {});
    expect(measured.made).toBe(0);
    const [line] = linesOf(trial, measured);
    expect(line).toContain('refused 2 of 2');
    expect(line.at(-1)).toContain('dml has no ATT');
  });

  it('gives the interval of a share', () => {
    // Wilson's, of 190 in 200.
    const [low, high] = wilson(190, 200);
    expect(low).toBeCloseTo(0.9104, 4);
    expect(high).toBeCloseTo(0.9726, 4);
  });
});
