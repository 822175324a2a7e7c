import { describe, expect, it } from 'vitest';
import { graphRoles } from '../../../kernel/src/explain/graph-roles.js';
import { graphStep } from '../process/plans.js';

const question = { treatment: 'coupon', outcome: 'bought', modifiers: ['age'] };

function roles(edges: [string, string][], unobserved: string[] = []): Record<string, string> {
  const { nodes } = graphRoles(graphStep(edges, unobserved).parameters, question);
  return Object.fromEntries(nodes.map(({ name, role }) => [name, role]));
}

describe('graphRoles', () => {
  it('tells confounder, mediator, instrument, collider, modifier and the unobserved apart', () => {
    const found = roles(
      [
        ['tenure', 'coupon'],
        ['tenure', 'bought'],
        ['lottery', 'coupon'],
        ['coupon', 'visits'],
        ['visits', 'bought'],
        ['age', 'bought'],
        ['coupon', 'rating'],
        ['bought', 'rating'],
        ['taste', 'coupon'],
        ['taste', 'bought'],
      ],
      ['taste'],
    );
    expect(found).toEqual({
      tenure: 'confounder',
      coupon: 'treatment',
      bought: 'outcome',
      lottery: 'instrument',
      visits: 'mediator',
      age: 'effect modifier',
      rating: 'collider',
      taste: 'unobserved',
    });
  });

  it('takes the observed part of a path from an unobserved common cause for a confounder', () => {
    const edges: [string, string][] = [
      ['taste', 'history'],
      ['history', 'coupon'],
      ['taste', 'bought'],
      ['coupon', 'bought'],
    ];
    expect(roles(edges, ['taste'])).toMatchObject({ history: 'confounder', taste: 'unobserved' });
  });

  it('marks the edges of confounding paths and no others', () => {
    const edges: [string, string][] = [
      ['tenure', 'coupon'],
      ['tenure', 'mood'],
      ['mood', 'bought'],
      ['coupon', 'bought'],
      ['lottery', 'coupon'],
    ];
    const marked = graphRoles(graphStep(edges).parameters, question).edges.filter((edge) => edge.confounding);
    expect(marked.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'tenure coupon',
      'tenure mood',
      'mood bought',
    ]);
  });

  it('has no roles to tell without an effect', () => {
    const { nodes } = graphRoles(graphStep([['a', 'b']], ['a']).parameters, undefined);
    expect(nodes.map(({ role }) => role)).toEqual(['unobserved', 'other']);
  });
});
