/** Types of the expression language. A duration is the difference of two dates; `days(d)` makes it a number. */
export type ValueType = 'number' | 'text' | 'boolean' | 'date' | 'duration';

export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'and'
  | 'or';

/**
 * A typed expression over the columns of one table. The compiler makes it from a spec, the data engine turns it into SQL;
 * nothing else ever becomes SQL. `column` names a column of the source file or one derived earlier.
 */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** ISO date or date-time, UTC. */
  | { readonly kind: 'date'; readonly value: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'unary'; readonly operator: '-' | 'not'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'in';
      readonly value: Expression;
      readonly options: readonly Expression[];
      readonly negated: boolean;
    }
  | { readonly kind: 'call'; readonly function: FunctionName; readonly arguments: readonly Expression[] }
  | {
      readonly kind: 'case';
      readonly branches: readonly { readonly when: Expression; readonly then: Expression }[];
      readonly otherwise?: Expression;
    };

/** Parameter types of a function (`any`: every type; the last one repeats when `variadic`) and what it yields. */
export interface FunctionSignature {
  readonly parameters: readonly (ValueType | 'any')[];
  readonly variadic?: boolean;
  /** `same`: the type of the first argument. */
  readonly returns: ValueType | 'same';
  /** One sentence for hover and completion. */
  readonly about: string;
}

const f = (
  parameters: FunctionSignature['parameters'],
  returns: FunctionSignature['returns'],
  about: string,
  variadic = false,
): FunctionSignature => ({ parameters, returns, about, variadic });

/** Every function an expression may call: one table for the validator, completion, hover and the SQL writer. */
export const functions = {
  days: f(['duration'], 'number', 'Length of a time span in days, with fractions.'),
  hours: f(['duration'], 'number', 'Length of a time span in hours, with fractions.'),
  year: f(['date'], 'number', 'Calendar year of a date.'),
  month: f(['date'], 'number', 'Month of a date, 1 to 12.'),
  weekday: f(['date'], 'number', 'Day of the week, 1 for Monday to 7 for Sunday.'),
  hour: f(['date'], 'number', 'Hour of the day, 0 to 23.'),
  abs: f(['number'], 'number', 'Absolute value.'),
  log: f(['number'], 'number', 'Natural logarithm; missing where the argument is not positive.'),
  exp: f(['number'], 'number', 'e to the power of the argument.'),
  sqrt: f(['number'], 'number', 'Square root; missing where the argument is negative.'),
  round: f(['number'], 'number', 'Nearest whole number, halves away from zero.'),
  floor: f(['number'], 'number', 'Largest whole number not above the argument.'),
  least: f(['number'], 'number', 'Smallest of the arguments.', true),
  greatest: f(['number'], 'number', 'Largest of the arguments.', true),
  length: f(['text'], 'number', 'Number of characters.'),
  lower: f(['text'], 'text', 'Text in lower case.'),
  upper: f(['text'], 'text', 'Text in upper case.'),
  trim: f(['text'], 'text', 'Text without blanks at its ends.'),
  contains: f(['text', 'text'], 'boolean', 'True where the first text contains the second.'),
  starts: f(['text', 'text'], 'boolean', 'True where the first text starts with the second.'),
  ends: f(['text', 'text'], 'boolean', 'True where the first text ends with the second.'),
  missing: f(['any'], 'boolean', 'True where the argument has no value.'),
  coalesce: f(['any'], 'same', 'First argument that has a value.', true),
  number: f(['any'], 'number', 'The argument as a number; missing where it is none. True is 1, false is 0.'),
} as const satisfies Record<string, FunctionSignature>;

export type FunctionName = keyof typeof functions;

/** Names of the columns an expression reads, in order of first mention. */
export function columnsOf(expression: Expression): string[] {
  const found = new Set<string>();
  const visit = (e: Expression): void => {
    switch (e.kind) {
      case 'column':
        found.add(e.name);
        break;
      case 'unary':
        visit(e.operand);
        break;
      case 'binary':
        visit(e.left);
        visit(e.right);
        break;
      case 'in':
        visit(e.value);
        e.options.forEach(visit);
        break;
      case 'call':
        e.arguments.forEach(visit);
        break;
      case 'case':
        for (const branch of e.branches) {
          visit(branch.when);
          visit(branch.then);
        }
        if (e.otherwise) visit(e.otherwise);
        break;
    }
  };
  visit(expression);
  return [...found];
}
