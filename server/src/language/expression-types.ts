import { type FunctionName, functions, type ValueType } from '../../../kernel/src/data/expression.js';
import type { ColumnType } from '../../../kernel/src/data/table.js';
import type { Expression, Operation } from './generated/ast.js';

/** Type of an expression; `any` where it cannot be known: a missing value, a column of a file that was not read, an error. */
export type InferredType = ValueType | 'any';

/** Type of a column in an expression, by name. */
export type ColumnTypes = (name: string) => InferredType;

const values: Readonly<Record<ColumnType, ValueType>> = {
  numeric: 'number',
  categorical: 'text',
  ordinal: 'text',
  text: 'text',
  boolean: 'boolean',
  date: 'date',
};

/** What a column of a type yields in an expression. */
export function valueTypeOf(type: ColumnType | undefined): InferredType {
  return type === undefined ? 'any' : values[type];
}

/** The type of the column that an expression of a type derives; undefined where nothing can be said. */
export function columnTypeOf(type: InferredType): ColumnType | undefined {
  switch (type) {
    case 'any':
      return undefined;
    case 'text':
      return 'categorical';
    case 'boolean':
      return 'boolean';
    case 'date':
      return 'date';
    default:
      return 'numeric';
  }
}

export function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(functions, name);
}

/** Whether a value of one type may stand where another is asked for. */
export function fits(given: InferredType, wanted: InferredType): boolean {
  return given === 'any' || wanted === 'any' || given === wanted;
}

/** What an arithmetic operation on two types yields; undefined where it makes no sense. */
export function arithmetic(
  operator: string,
  left: InferredType,
  right: InferredType,
): InferredType | undefined {
  if (left === 'any' || right === 'any') return 'any';
  const operation = `${left} ${operator} ${right}`;
  if (/^number [-+*/%] number$/.test(operation)) return 'number';
  if (operation === 'date - date' || /^duration [-+] duration$/.test(operation)) return 'duration';
  if (/^date [-+] duration$/.test(operation) || operation === 'duration + date') return 'date';
  if (/^duration [*/] number$/.test(operation) || operation === 'number * duration') return 'duration';
  return undefined;
}

const comparisons = new Set<Operation['operator']>(['==', '!=', '<', '<=', '>', '>=']);

export function isComparison(operator: Operation['operator']): boolean {
  return comparisons.has(operator);
}

/** The first type that says something. */
function firstKnown(types: readonly InferredType[]): InferredType {
  return types.find((type) => type !== 'any') ?? 'any';
}

/**
 * Type of an expression as far as its parts tell, without complaint: what is wrong inside is `any` here and is reported once,
 * by the rule for that part.
 */
export function inferType(expression: Expression | undefined, columns: ColumnTypes): InferredType {
  switch (expression?.$type) {
    case 'NumberValue':
      return 'number';
    case 'TextValue':
      return 'text';
    case 'BooleanValue':
    case 'Logical':
    case 'Membership':
      return 'boolean';
    case 'DateValue':
      return 'date';
    case 'Variable':
      return columns(expression.name);
    case 'Unary':
      return expression.operator === 'not' ? 'boolean' : inferType(expression.operand, columns);
    case 'Operation':
      if (isComparison(expression.operator)) return 'boolean';
      return (
        arithmetic(
          expression.operator,
          inferType(expression.left, columns),
          inferType(expression.right, columns),
        ) ?? 'any'
      );
    case 'Call': {
      if (!isFunction(expression.function)) return 'any';
      const { returns } = functions[expression.function];
      return returns === 'same'
        ? firstKnown(expression.arguments.map((argument) => inferType(argument, columns)))
        : returns;
    }
    case 'Case':
      return firstKnown([
        ...expression.branches.map((branch) => inferType(branch.value, columns)),
        inferType(expression.otherwise, columns),
      ]);
    default:
      return 'any';
  }
}
