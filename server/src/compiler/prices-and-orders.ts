import type { PriceStep, StockStep } from '../../../kernel/src/plan.js';
import { amountOf, clauseOf, effectOf } from '../language/declarations.js';
import {
  type Amount,
  isPriceClause,
  isSalvageClause,
  isSegmentClause,
  isUnitCostClause,
  type Policy,
} from '../language/generated/ast.js';
import { placeOf } from './places.js';
import { type Compiled, stepHash } from './steps.js';

/** The step of a valid policy that prices. */
export function compilePrice(policy: Policy, compiled: Compiled): PriceStep {
  const parameters: PriceStep['parameters'] = {
    effect: effectId(policy),
    unitCost: finished(clauseOf(policy, isUnitCostClause)?.amount),
    by: segmentsOf(policy),
  };
  return { kind: 'price', ...stepOf('price', policy, parameters, compiled), parameters };
}

/** The step of a valid policy that orders; what is left over is worth nothing where it does not say. */
export function compileStock(policy: Policy, compiled: Compiled): StockStep {
  const salvage = clauseOf(policy, isSalvageClause)?.amount;
  const parameters: StockStep['parameters'] = {
    effect: effectId(policy),
    price: finished(clauseOf(policy, isPriceClause)?.amount),
    unitCost: finished(clauseOf(policy, isUnitCostClause)?.amount),
    salvage: salvage ? amountOf(salvage) : 0,
    by: segmentsOf(policy),
  };
  return { kind: 'stock', ...stepOf('stock', policy, parameters, compiled), parameters };
}

function stepOf(
  kind: 'price' | 'stock',
  policy: Policy,
  parameters: PriceStep['parameters'] | StockStep['parameters'],
  compiled: Compiled,
): Pick<PriceStep, 'id' | 'name' | 'hash' | 'inputs' | 'place'> {
  const inputs = [parameters.effect];
  return {
    id: `${kind}:${policy.name}`,
    name: policy.name,
    hash: stepHash(kind, { name: policy.name, ...parameters }, inputs, compiled),
    inputs,
    place: placeOf(policy),
  };
}

function effectId(policy: Policy): string {
  const effect = effectOf(policy);
  if (!effect) throw new Error('An unfinished declaration has no plan.');
  return `effect:${effect.name}`;
}

function finished(amount: Amount | undefined): number {
  if (!amount) throw new Error('An unfinished declaration has no plan.');
  return amountOf(amount);
}

function segmentsOf(policy: Policy): string[] {
  return (clauseOf(policy, isSegmentClause)?.variables ?? []).map(({ name }) => name);
}
