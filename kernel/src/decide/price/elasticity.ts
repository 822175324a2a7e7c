import { withInterval } from '../../effects/inference/interval.js';
import { meanError } from '../../effects/inference/mean-error.js';
import type { BestPrice } from '../../result.js';
import type { Market } from './market.js';

/**
 * Percent by which demand changes with one percent more on a price: the difference of the logarithms of demand half a bandwidth above and below it,
 * over that of the prices, within the support.
 */
export function elasticityAt(market: Market, price: number, level: number): BestPrice['elasticity'] {
  const { support = [price, price], bandwidth, demandAt, clusters } = market;
  const at = Math.min(support[1], Math.max(support[0], price));
  const below = Math.max(support[0], at - bandwidth / 2);
  const above = Math.min(support[1], at + bandwidth / 2);
  const [low, high] = [demandAt(below), demandAt(above)];
  if (!(below > 0 && above > below && low.estimate > 0 && high.estimate > 0)) return null;
  const width = Math.log(above / below);
  const value = Math.log(high.estimate / low.estimate) / width;
  const parts = high.influence.map(
    (influence, row) => value + (influence / high.estimate - low.influence[row] / low.estimate) / width,
  );
  const { stdError, freedom } = meanError(parts, level, clusters);
  return { price: at, ...withInterval(value, stdError, level, freedom) };
}
