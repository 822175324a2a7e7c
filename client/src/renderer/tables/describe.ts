import type { Result } from '../../../../kernel/src/result.js';
import { describeAttribution } from './attribution.js';
import { describeComparison } from './comparison.js';
import { describeEffect } from './effect.js';
import { describeGraph } from './graph.js';
import { describeModel } from './model.js';
import { describePolicy } from './policy.js';
import { describePrice } from './price.js';
import { describeRanking } from './ranking.js';
import { describeScore } from './score.js';
import type { Description } from './section.js';
import { describeStock } from './stock.js';

/** The sentences and tables of any result. */
export function describe(result: Result): Description {
  switch (result.kind) {
    case 'effect':
      return describeEffect(result);
    case 'model':
      return describeModel(result);
    case 'policy':
      return describePolicy(result);
    case 'price':
      return describePrice(result);
    case 'stock':
      return describeStock(result);
    case 'ranking':
      return describeRanking(result);
    case 'attribution':
      return describeAttribution(result);
    case 'graph':
      return describeGraph(result);
    case 'score':
      return describeScore(result);
    case 'comparison':
      return describeComparison(result);
  }
}
