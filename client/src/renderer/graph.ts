import type { GraphResult } from '../../../kernel/src/result.js';
import type { Charts } from './card.js';
import { diagram, scrolling } from './chart.js';
import { arrowHeads, arrowShape, graphLegend, mostVariables, variableShape } from './graph-drawing.js';
import { type GraphLayout, layOut } from './graph-layout.js';

/** A picture of a graph, which the sentence describes. */
export function drawing(
  document: Document,
  sentence: string,
  { variables, arrows, width, height }: GraphLayout,
): SVGElement {
  const { defs, heads } = arrowHeads(document);
  const bySalience = [...arrows].sort((a, b) => Number(a.edge.confounding) - Number(b.edge.confounding));
  return diagram(
    document,
    sentence,
    width,
    height,
    defs,
    ...bySalience.map((each) => arrowShape(document, each, heads)),
    ...variables.map((each) => variableShape(document, each)),
  );
}

/** The chart of a graph: its variables by role, causes above effects, confounding paths emphasised. */
export function graphCharts(result: GraphResult, document: Document): Charts {
  if (result.nodes.length === 0 || result.nodes.length > mostVariables) return new Map();
  return new Map([
    [
      'graph',
      (sentence: string) =>
        scrolling(
          document,
          `Drawing of ${result.name}`,
          graphLegend(document, result),
          drawing(document, sentence, layOut(result)),
        ),
    ],
  ]);
}
