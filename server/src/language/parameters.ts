import type { AstNode } from 'langium';
import { contextOf } from './context.js';
import { columnTypeOf, inferType } from './expression-types.js';
import {
  type Expression,
  isExpression,
  type OptionValue,
  type Parameter,
  type Variable,
} from './generated/ast.js';
import type { VariableInfo } from './variable-info.js';

/** The parameter of a name that can be seen at a node. */
export function parameterNamed(name: string, node: AstNode): Parameter | undefined {
  return contextOf(node).parameters.get(name);
}

/** The parameter that a use in an expression may mean: where a clause names a column, none is meant. */
export function parameterAt(use: Variable): VariableInfo | undefined {
  const parameter = standsInExpression(use) ? parameterNamed(use.name, use) : undefined;
  if (!parameter) return undefined;
  const { name } = use;
  return { name, kind: 'parameter', type: typeOfParameter(name, use), declaredAt: parameter };
}

function standsInExpression({ $container, $containerProperty }: Variable): boolean {
  return $containerProperty === 'condition' || $containerProperty === 'value' || isExpression($container);
}

/** Type of the column that would hold the values of a parameter; undefined where there is none of the name. */
export function typeOfParameter(name: string, node: AstNode): VariableInfo['type'] {
  const parameter = parameterNamed(name, node);
  return parameter && columnTypeOf(inferType(parameter.value, () => 'any'));
}

/** The value written in the place of an option, or that of the parameter named there. */
export function literalBehind(value: OptionValue): Expression | undefined {
  return value.$type === 'ParameterUse' ? value.parameter?.ref?.value : value;
}

/** What a value as parameters and options have them stands for; a date as it is written. Undefined of one half written. */
export function plainValue(value: Expression | undefined): number | string | boolean | undefined {
  switch (value?.$type) {
    case 'NumberValue':
    case 'TextValue':
    case 'DateValue':
      return value.value;
    case 'BooleanValue':
      return value.value === 'true';
    case 'Unary': {
      const positive = plainValue(value.operand);
      return typeof positive === 'number' ? -positive : undefined;
    }
    default:
      return undefined;
  }
}
