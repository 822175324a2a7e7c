import { graphRoles } from '../explain/graph-roles.js';
import type { EffectStep, GraphStep, Plan } from '../plan.js';
import type { GraphResult } from '../result.js';
import { programVersion } from '../version.js';

/** A graph with the roles its variables have for the first effect that is read off it. */
export function showGraph(plan: Plan, step: GraphStep): GraphResult {
  const effects = plan.steps.filter((each): each is EffectStep => each.kind === 'effect');
  const names = new Set(step.parameters.nodes.map(({ name }) => name));
  const effect =
    effects.find(({ inputs }) => inputs.includes(step.id)) ??
    effects.find(({ parameters: { treatment, outcome } }) => names.has(treatment) && names.has(outcome));
  const { nodes, edges } = graphRoles(step.parameters, effect?.parameters);
  const { hash: stepHash, place } = step;
  return {
    kind: 'graph',
    name: step.name,
    sentence: sentence(nodes, edges.length, effect),
    nodes,
    edges,
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

function sentence(nodes: GraphResult['nodes'], arrows: number, effect: EffectStep | undefined): string {
  const counts = `${nodes.length} variables and ${arrows} arrows`;
  if (!effect) return `${counts}; no effect is read off this graph.`;
  const { treatment, outcome } = effect.parameters;
  const named = (role: string) => nodes.filter((node) => node.role === role).map((node) => node.name);
  const confounders = named('confounder');
  const unobserved = named('unobserved');
  const confounded =
    confounders.length === 0
      ? 'nothing observed confounds'
      : `${confounders.join(', ')} confound${confounders.length > 1 ? '' : 's'}`;
  const unseen = unobserved.length === 0 ? '' : `; nobody measured ${unobserved.join(', ')}`;
  return `${counts}: ${confounded} the effect of ${treatment} on ${outcome}${unseen}.`;
}
