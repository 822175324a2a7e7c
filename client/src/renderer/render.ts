import type { Result } from '../../../kernel/src/result.js';
import { attributionCharts } from './attribution.js';
import { type Charts, card } from './card.js';
import { comparisonCharts } from './comparison.js';
import { html } from './dom.js';
import { effectCharts } from './effect.js';
import { graphCharts } from './graph.js';
import { modelCharts } from './model.js';
import { policyCharts } from './policy.js';
import { priceCharts } from './price.js';
import { rankingCharts } from './ranking.js';
import { readResult } from './shape.js';
import { stockCharts } from './stock.js';
import { adoptStyle } from './style.js';
import { describe } from './tables/describe.js';

function chartsOf(result: Result, document: Document): Charts {
  switch (result.kind) {
    case 'effect':
      return effectCharts(result, document);
    case 'model':
      return modelCharts(result, document);
    case 'policy':
      return policyCharts(result, document);
    case 'price':
      return priceCharts(result, document);
    case 'stock':
      return stockCharts(result, document);
    case 'ranking':
      return rankingCharts(result, document);
    case 'attribution':
      return attributionCharts(result, document);
    case 'graph':
      return graphCharts(result, document);
    case 'comparison':
      return comparisonCharts(result, document);
    case 'score':
      // A scored table is its own picture.
      return new Map();
  }
}

/** The result as an element: heading, sentence, charts and tables. What is no result yields a plain message; never throws. */
export function renderResult(result: Result, document: Document): HTMLElement {
  adoptStyle(document);
  const reading = readResult(result);
  if (!reading.ok) {
    return html(
      document,
      'article',
      { class: 'cs-result' },
      html(document, 'p', { role: 'alert' }, reading.message),
    );
  }
  return card(describe(reading.result), chartsOf(reading.result, document), document);
}
