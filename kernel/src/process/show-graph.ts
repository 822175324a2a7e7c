import type { GraphStep, Plan, Role } from '../plan.js';
import type { GraphResult } from '../result.js';
import { programVersion } from '../version.js';
import { graphSentence } from '../words/graph-sentence.js';

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
    sentence: graphSentence(shown, edges.length, reading),
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
