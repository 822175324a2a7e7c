import type { GraphResult } from '../../../../kernel/src/result.js';
import { formatCounted } from '../format.js';
import { provenanceSection } from './provenance.js';
import { type Description, words } from './section.js';

/** A causal graph: its variables and its arrows. */
export function describeGraph(result: GraphResult): Description {
  return {
    kind: 'Graph',
    name: result.name,
    facts: [
      `${formatCounted(result.nodes.length, 'variable')}`,
      `${formatCounted(result.edges.length, 'arrow')}`,
    ],
    sentence: result.sentence,
    warnings: result.warnings,
    sections: [
      {
        id: 'graph',
        title: 'Graph',
        sentence: result.sentence,
        tables: [
          {
            caption: 'Variables',
            columns: [words('Variable'), words('Role'), words('Observed')],
            rows: result.nodes.map((node) => [node.name, node.role, node.observed ? 'yes' : 'no']),
          },
          {
            caption: 'Arrows',
            columns: [words('Cause'), words('Effect'), words('On a confounding path')],
            rows: result.edges.map((edge) => [edge.from, edge.to, edge.confounding ? 'yes' : 'no']),
          },
        ],
      },
      provenanceSection(result.provenance),
    ],
  };
}
