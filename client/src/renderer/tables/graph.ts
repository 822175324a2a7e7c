import type { GraphResult } from '../../../../kernel/src/result.js';
import { formatCounted } from '../format.js';
import { provenanceSection } from './provenance.js';
import { type Description, type Table, words } from './section.js';

/** The variables of a graph and its arrows. */
export function graphTables({ nodes, edges }: Pick<GraphResult, 'nodes' | 'edges'>): Table[] {
  return [
    {
      caption: 'Variables',
      columns: [words('Variable'), words('Role'), words('Observed')],
      rows: nodes.map((node) => [node.name, node.role, node.observed ? 'yes' : 'no']),
    },
    {
      caption: 'Arrows',
      columns: [words('Cause'), words('Effect'), words('On a confounding path')],
      rows: edges.map((edge) => [edge.from, edge.to, edge.confounding ? 'yes' : 'no']),
    },
  ];
}

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
        tables: graphTables(result),
      },
      provenanceSection(result.provenance),
    ],
  };
}
