import { describe, expect, it } from 'vitest';
import { confoundingArrows } from '../../../server/src/identification/confounding-arrows.js';
import { makeDag } from '../../../server/src/identification/dag.js';
import { effectInGraph } from '../../../server/src/identification/effect.js';
import { dagOf, dagsOfFive, name, pairsOf, pathsOf, type SmallDag } from './small-dags.js';

/** Arrows `cause effect` along every simple path without a collider that enters the treatment. */
function byDefinition(small: SmallDag, t: number, y: number): string[] {
  const found = new Set<string>();
  for (const { nodes, directed, colliders } of pathsOf(small, t, y)) {
    if (directed || colliders.length > 0) continue;
    for (const [i, a] of nodes.slice(0, -1).entries()) {
      const b = nodes[i + 1];
      found.add(small.children[a] & (1 << b) ? `${name(a)} ${name(b)}` : `${name(b)} ${name(a)}`);
    }
  }
  return [...found].sort();
}

function told(...[dag, t, y]: [Parameters<typeof effectInGraph>[0], string, string]): string[] {
  const effect = effectInGraph(dag, [t], y, dag.nodes);
  const { names, size } = effect.graph;
  const arrows = [...confoundingArrows(effect)!];
  return arrows.map((arrow) => `${names[Math.floor(arrow / size)]} ${names[arrow % size]}`).sort();
}

describe('arrows that confound', () => {
  it('are those of the paths that the definition names, in graphs of five variables', () => {
    for (const small of dagsOfFive()) {
      for (const [t, y] of pairsOf(5)) {
        const [found, truth] = [told(dagOf(small), name(t), name(y)), byDefinition(small, t, y)];
        if (found.join() !== truth.join()) expect(found).toEqual(truth);
      }
    }
  });

  it('a cause of a confounder is on no path: the nearer cause is common', () => {
    const dag = makeDag([
      ['far', 'near'],
      ['near', 't'],
      ['near', 'y'],
      ['t', 'y'],
    ]);
    expect(told(dag, 't', 'y')).toEqual(['near t', 'near y']);
  });

  it('of a chain of 20,000 variables are not looked for', () => {
    const chain = Array.from({ length: 20_000 }, (_, i): [string, string] => [`v${i}`, `v${i + 1}`]);
    const dag = makeDag(chain);
    expect(confoundingArrows(effectInGraph(dag, ['v5'], 'v9', dag.nodes))).toBeUndefined();
  });
});
