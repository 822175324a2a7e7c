import type { AstNode } from 'langium';
import { type FunctionSignature, functions } from '../../../kernel/src/data/expression.js';
import { counted } from '../../../kernel/src/words/phrases.js';
import { say, told, toTell } from '../../../kernel/src/words/say.js';
import { isDate } from '../language/dates.js';
import {
  arithmetic,
  fits,
  type InferredType,
  inferType,
  isComparison,
  isFunction,
} from '../language/expression-types.js';
import {
  type Branch,
  type Call,
  type Case,
  type DateValue,
  type EligibleClause,
  type ExplainAction,
  type Expression,
  type GroupClause,
  isNumberValue,
  isTextValue,
  type KeepClause,
  type Logical,
  type Membership,
  type NumberValue,
  type Operation,
  type Unary,
  type WhereClause,
} from '../language/generated/ast.js';
import { columnTypesAt } from '../language/variables.js';
import { type Report, type Rule, suggestion } from './rule.js';

const wordsOfTypes: Readonly<Record<InferredType, string>> = {
  number: toTell`a number`,
  text: toTell`a text`,
  boolean: toTell`true or false`,
  date: toTell`a date`,
  duration: toTell`a time span`,
  any: toTell`unknown`,
};

const words = (type: InferredType): string => told(wordsOfTypes[type]);

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A part of an expression in a few words. */
function shown(node: AstNode | undefined): string {
  const text = node?.$cstNode?.text.replace(/\s+/g, ' ') ?? '';
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}

const typeOf = (node: Expression | undefined): InferredType =>
  node ? inferType(node, columnTypesAt(node)) : 'any';

/** What to write instead, where one side is a date and the other a text or where words and numbers meet. */
function remedy(left: Expression, right: Expression): string {
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (typeOf(one) === 'date' && isTextValue(other)) return say`; write \`date ${other.$cstNode?.text}\`.`;
    if (typeOf(one) === 'text' && isNumberValue(other))
      return say`; write "${other.$cstNode?.text}" in quotes.`;
    if (typeOf(one) === 'text' && typeOf(other) === 'number') return say`; convert it with \`number(...)\`.`;
    if (typeOf(one) === 'duration' && typeOf(other) === 'number')
      return say`; write \`days(...)\` around it.`;
  }
  return say`; make both sides the same.`;
}

/** CS2001 */
export const operandTypes: Rule<Operation> = (operation, report) => {
  const { operator } = operation;
  const left = typeOf(operation.left);
  const right = typeOf(operation.right);
  if (isComparison(operator)) {
    const ordered = !['==', '!='].includes(operator);
    const bare = ordered
      ? [operation.left, operation.right].find((side) => typeOf(side) === 'boolean')
      : undefined;
    if (!fits(left, right)) {
      const message = say`${shown(operation.left)} is ${words(left)} and ${shown(operation.right)} is ${words(right)}${remedy(operation.left, operation.right)}`;
      report({ node: operation, message });
    } else if (bare) {
      report({
        node: bare,
        message: say`${shown(bare)} is true or false and has no order; compare with == or !=.`,
      });
    }
  } else if (arithmetic(operator, left, right) === undefined) {
    const sides = `${shown(operation.left)} ${operator} ${shown(operation.right)}`;
    const message = say`${capital(words(left))} ${operator} ${words(right)} makes no sense in ${sides}${remedy(operation.left, operation.right)}`;
    report({ node: operation, message });
  }
};

function expectType(
  node: Expression | undefined,
  wanted: InferredType,
  report: Report,
  why: () => string,
): void {
  const given = typeOf(node);
  if (!node || fits(given, wanted)) return;
  report({ node, message: say`${shown(node)} is ${words(given)}, and ${why()}.` });
}

/** CS2001 */
export const unaryType: Rule<Unary> = ({ operator, operand }, report) => {
  if (operator === 'not') {
    expectType(
      operand,
      'boolean',
      report,
      () => say`\`not\` asks for a condition; compare it with something`,
    );
  } else if (typeOf(operand) !== 'duration') {
    expectType(operand, 'number', report, () => say`\`-\` asks for a number`);
  }
};

/** CS2001 */
export const logicalTypes: Rule<Logical> = ({ operator, left, right }, report) => {
  const why = () => say`\`${operator}\` asks for conditions on both sides; compare it with something`;
  expectType(left, 'boolean', report, why);
  expectType(right, 'boolean', report, why);
};

/** CS2001 */
export const optionTypes: Rule<Membership> = ({ value, options }, report) => {
  const wanted = typeOf(value);
  for (const option of options) {
    expectType(
      option,
      wanted,
      report,
      () => say`${shown(value)} is ${words(wanted)}${remedy(value, option).replace(/[.。]$/, '')}`,
    );
  }
};

/** CS2001 */
export const caseTypes: Rule<Case> = (cases, report) => {
  const values = [...cases.branches.map((branch) => branch.value), cases.otherwise];
  const wanted = values.map(typeOf).find((type) => type !== 'any') ?? 'any';
  for (const value of values) {
    expectType(
      value,
      wanted,
      report,
      () => say`another branch is ${words(wanted)}; make all branches the same`,
    );
  }
};

/** CS2001 */
export const argumentTypes: Rule<Call> = (call, report) => {
  if (!isFunction(call.function)) return;
  const { parameters, returns }: FunctionSignature = functions[call.function];
  const first = typeOf(call.arguments[0]);
  call.arguments.forEach((argument, i) => {
    const wanted =
      returns === 'same' && i > 0 ? first : (parameters[i] ?? parameters[parameters.length - 1] ?? 'any');
    expectType(argument, wanted, report, () => say`\`${call.function}\` asks for ${words(wanted)} here`);
  });
};

/** CS2002 */
export const conditionIsOne: Rule<
  KeepClause | WhereClause | GroupClause | EligibleClause | Branch | ExplainAction
> = (clause, report) => {
  const { condition } = clause;
  const message = condition && conditionFault(condition);
  if (condition && message) report({ node: condition, message });
};

/** Why an expression is no condition; undefined where it is one. */
export function conditionFault(condition: Expression): string | undefined {
  const given = typeOf(condition);
  if (fits(given, 'boolean')) return undefined;
  return say`${shown(condition)} is ${words(given)} and no condition; compare it with something.`;
}

/** CS2003 */
export const unknownFunction: Rule<Call> = (call, report) => {
  if (!call.function || isFunction(call.function)) return;
  const { hint, fix } = suggestion(call.function, Object.keys(functions), say`there are`);
  report({
    node: call,
    property: 'function',
    message: say`There is no function "${call.function}"${hint}`,
    fix,
  });
};

/** CS2004 */
export const argumentCount: Rule<Call> = (call, report) => {
  if (!isFunction(call.function)) return;
  const { parameters, variadic }: FunctionSignature = functions[call.function];
  const given = call.arguments.length;
  if (variadic ? given >= parameters.length : given === parameters.length) return;
  const counts = counted(parameters.length, 'argument');
  const takes = variadic ? say`at least ${counts}` : counts;
  report({ node: call, message: say`\`${call.function}\` takes ${takes}, not ${given}.` });
};

/** CS2005 */
export const dateIsOne: Rule<DateValue> = (date, report) => {
  if (date.value === undefined || isDate(date.value)) return;
  report({ node: date, message: say`"${date.value}" is no date; write it as in \`date "2026-01-31"\`.` });
};

/** CS2006 */
export const exactNumber: Rule<NumberValue> = (number, report) => {
  if (!(number.value > Number.MAX_SAFE_INTEGER)) return;
  const text = number.$cstNode?.text ?? '';
  if (!/^\d+$/.test(text)) return;
  report({
    node: number,
    message: say`${text} is rounded to ${Number(text)}; compare it as a text: "${text}".`,
  });
};
