import type { GraphResult } from '../../../kernel/src/result.js';
import type { Charts } from './card.js';
import { diagram, figure } from './chart.js';
import { chartFrame } from './frame.js';
import { graphLegend, mostVariables, shapesOf } from './graph-drawing.js';
import { layOut } from './graph-layout.js';

/** The chart of a graph: its variables by role, causes above effects, confounding paths emphasised. */
export function graphCharts(result: GraphResult, document: Document): Charts {
  if (result.nodes.length === 0 || result.nodes.length > mostVariables) return new Map();
  return new Map([
    [
      'graph',
      (sentence: string) => {
        const layout = layOut(result);
        const { width, height } = layout;
        const drawing = diagram(document, sentence, width, height, ...shapesOf(document, layout));
        return figure(document, graphLegend(document, result), chartFrame(document, drawing, { rows: true }));
      },
    ],
  ]);
}
