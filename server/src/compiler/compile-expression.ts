import type { BinaryOperator, Expression, FunctionName } from '../../../kernel/src/data/expression.js';
import type * as ast from '../language/generated/ast.js';
import { isParameter } from '../language/generated/ast.js';
import { resolveVariable } from '../language/variables.js';

/**
 * An expression of a spec as the kernel computes it: the tree without its brackets, parameters replaced by their values.
 * Asks for a valid expression; the validator has seen it.
 */
export function compileExpression(expression: ast.Expression): Expression {
  switch (expression.$type) {
    case 'NumberValue':
      return { kind: 'number', value: expression.value };
    case 'TextValue':
      return { kind: 'text', value: expression.value };
    case 'BooleanValue':
      return { kind: 'boolean', value: expression.value === 'true' };
    case 'DateValue':
      return { kind: 'date', value: expression.value };
    case 'MissingValue':
      return { kind: 'missing' };
    case 'Variable': {
      const { kind, declaredAt } = resolveVariable(expression) ?? {};
      if (kind === 'parameter' && isParameter(declaredAt)) return compileExpression(declaredAt.value);
      return { kind: 'column', name: expression.name };
    }
    case 'Unary':
      return { kind: 'unary', operator: expression.operator, operand: compileExpression(expression.operand) };
    case 'Logical':
    case 'Operation':
      return {
        kind: 'binary',
        operator: expression.operator satisfies BinaryOperator,
        left: compileExpression(expression.left),
        right: compileExpression(expression.right),
      };
    case 'Membership':
      return {
        kind: 'in',
        value: compileExpression(expression.value),
        options: expression.options.map(compileExpression),
        negated: expression.negated,
      };
    case 'Call':
      return {
        kind: 'call',
        function: expression.function as FunctionName,
        arguments: expression.arguments.map(compileExpression),
      };
    case 'Case':
      return {
        kind: 'case',
        branches: expression.branches.map(({ condition, value }) => {
          const [when, then] = [compileExpression(condition), compileExpression(value)];
          return { when, then };
        }),
        ...(expression.otherwise && { otherwise: compileExpression(expression.otherwise) }),
      };
  }
}
