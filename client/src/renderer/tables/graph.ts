import type { GraphResult } from '../../../../kernel/src/result.js';
import { roleWords } from '../../../../kernel/src/words/role-words.js';
import { say } from '../../../../kernel/src/words/say.js';
import { formatCounted } from '../format.js';
import { provenanceSection } from './provenance.js';
import { type Description, type Table, words } from './section.js';

/** The variables of a graph and its arrows. */
export function graphTables({ nodes, edges }: Pick<GraphResult, 'nodes' | 'edges'>): Table[] {
  return [
    {
      caption: say`Variables`,
      columns: [words(say`Variable`), words(say`Role`), words(say`Observed`)],
      rows: nodes.map((node) => [node.name, roleWords(node.role), node.observed ? say`yes` : say`no`]),
    },
    {
      caption: say`Arrows`,
      columns: [words(say`Cause`), words(say`Effect`), words(say`On a confounding path`)],
      rows: edges.map((edge) => [edge.from, edge.to, edge.confounding ? say`yes` : say`no`]),
    },
  ];
}

/** A causal graph: its variables and its arrows. */
export function describeGraph(result: GraphResult): Description {
  return {
    kind: say`Graph`,
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
        title: say`Graph`,
        sentence: result.sentence,
        tables: graphTables(result),
      },
      provenanceSection(result.provenance),
    ],
  };
}
