import { describe, expect, it } from 'vitest';
import { showGraph } from '../../../kernel/src/process/show-graph.js';
import { graphStep, planOf } from './plans.js';

const step = graphStep(
  [
    ['age', 'coupon'],
    ['age', 'bought'],
    ['income', 'coupon'],
    ['income', 'bought'],
    ['coupon', 'visits'],
    ['visits', 'bought'],
    ['taste', 'bought'],
    ['visits', 'letters'],
  ],
  ['taste'],
);

describe('a graph that is shown', () => {
  it('has the roles of the plan, in its sentence too', () => {
    const roleOf: Record<string, string> = {
      age: 'confounder',
      income: 'confounder',
      coupon: 'treatment',
      bought: 'outcome',
      visits: 'mediator',
      taste: 'unobserved',
      letters: 'post-treatment',
    };
    const roles = step.parameters.nodes.map(({ name }) => roleOf[name] as 'other');
    const reading = { treatment: 'coupon', outcome: 'bought', roles, confounding: [0, 1, 2, 3] };
    const read = { ...step, parameters: { ...step.parameters, reading } };
    const shown = showGraph(planOf([read]), read);
    expect(Object.fromEntries(shown.nodes.map(({ name, role }) => [name, role]))).toEqual(roleOf);
    expect(shown.edges.map(({ confounding }) => confounding)).toEqual([
      ...[true, true, true, true],
      ...[false, false, false, false],
    ]);
    expect(shown.sentence).toBe(
      '7 variables and 8 arrows. Of the effect of coupon on bought: age, income confound; visits mediates; ' +
        'letters comes after the treatment; nobody measured taste.',
    );
  });

  it('has none where no effect is read off it; what nobody measured is seen all the same', () => {
    const shown = showGraph(planOf([step]), step);
    expect(shown.sentence).toBe('7 variables and 8 arrows; no effect is read off this graph.');
    expect(new Set(shown.nodes.map(({ role }) => role))).toEqual(new Set(['other', 'unobserved']));
    expect(shown.edges.some(({ confounding }) => confounding)).toBe(false);
  });
});
