import type { GraphStep, Plan, Role } from '../plan.js';
import type { GraphResult } from '../result.js';
import { programVersion } from '../version.js';
import { listed } from '../words/phrases.js';

/** A graph with the roles that its variables have by the plan. */
export function showGraph(plan: Plan, step: GraphStep): GraphResult {
  const { nodes, edges, reading } = step.parameters;
  const confounding = new Set(reading?.confounding);
  const shown = nodes.map(({ name, observed }, i) => {
    const role: Role = observed ? 'other' : 'unobserved';
    return { name, observed, role: reading?.roles[i] ?? role };
  });
  const { hash: stepHash, place } = step;
  return {
    kind: 'graph',
    name: step.name,
    sentence: sentence(shown, edges.length, reading),
    nodes: shown,
    edges: edges.map(([from, to], i) => ({ from, to, confounding: confounding.has(i) })),
    warnings: [],
    provenance: {
      stepHash,
      specHash: plan.specHash,
      dataHash: '',
      seed: plan.seed,
      versions: { 'causal-spec': programVersion },
      place,
    },
  };
}

/** What variables of a role do, for one of them and for several. */
const deeds: readonly (readonly [Role, (names: readonly string[]) => string])[] = [
  ['confounder', (names) => `${names.join(', ')} ${names.length > 1 ? 'confound' : 'confounds'}`],
  ['mediator', (names) => `${names.join(', ')} ${names.length > 1 ? 'mediate' : 'mediates'}`],
  ['instrument', (names) => `${names.join(', ')} ${beNoun(names, 'an instrument', 'instruments')}`],
  [
    'effect modifier',
    (names) => `${names.join(', ')} ${beNoun(names, 'an effect modifier', 'effect modifiers')}`,
  ],
  ['collider', (names) => `${names.join(', ')} ${beNoun(names, 'a collider', 'colliders')}`],
  [
    'post-treatment',
    (names) => `${names.join(', ')} ${names.length > 1 ? 'come' : 'comes'} after the treatment`,
  ],
  ['unobserved', (names) => `nobody measured ${listed(names)}`],
];

const beNoun = (names: readonly string[], one: string, several: string): string =>
  names.length > 1 ? `are ${several}` : `is ${one}`;

function sentence(
  nodes: GraphResult['nodes'],
  arrows: number,
  reading: GraphStep['parameters']['reading'],
): string {
  const counts = `${nodes.length} variables and ${arrows} arrows`;
  if (!reading) return `${counts}; no effect is read off this graph.`;
  const told = deeds.flatMap(([role, deed]) => {
    const names = nodes.filter((node) => node.role === role).map((node) => node.name);
    return names.length > 0 ? [deed(names)] : [];
  });
  const confounded = nodes.some(({ role }) => role === 'confounder');
  const parts = confounded ? told : ['nothing observed confounds', ...told];
  return `${counts}. Of the effect of ${reading.treatment} on ${reading.outcome}: ${parts.join('; ')}.`;
}
