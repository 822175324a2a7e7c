import { parseArgs } from 'node:util';
import { estimators } from '../../kernel/src/effects/estimators/estimators.js';
import type { CheckKind, Estimand, EstimatorKind } from '../../kernel/src/plan.js';
import { allChecks, type Extent } from './measure.js';

/** What a command line asks for. */
export interface Request {
  readonly kinds: readonly EstimatorKind[];
  readonly extent: Extent;
  /** Part of the name of the designs to look at; all where absent. */
  readonly design?: string;
  /** Whether tables are written to `docs/results/`. */
  readonly write: boolean;
}

/** A command line that cannot be followed, with what can be. */
export class UsageError extends Error {}

const names = Object.keys(estimators) as EstimatorKind[];
/** Those that estimate an average in a way of their own: learners of conditional effects share one. */
const different = names.filter(
  (name, i) => names.findIndex((other) => estimators[other] === estimators[name]) === i,
);
const estimands: readonly Estimand[] = ['ate', 'att', 'atc', 'overlap'];

/** Use: `ESTIMATOR|all [--seeds N] [--rows N] [--estimand E] [--checks all|none|A,B] [--design PART_OF_NAME] [--write]`. Throws {@link UsageError}. */
export function readRequest(words: readonly string[]): Request {
  const { positionals, values } = parsed(words);
  const asked = positionals.join(' ');
  const kinds = asked === 'all' ? different : names.filter((name) => name === asked);
  if (kinds.length === 0) {
    const problem = asked ? `No estimator named ${asked}` : 'Name an estimator';
    throw new UsageError(`${problem}; there are: all, ${names.join(', ')}.`);
  }
  return {
    kinds,
    extent: {
      seeds: wholeNumber('seeds', values.seeds, 1),
      rows: wholeNumber('rows', values.rows, 100),
      estimand: oneOf('estimand', values.estimand, estimands),
      checks: checksOf(values.checks),
    },
    design: values.design,
    write: values.write,
  };
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        seeds: { type: 'string', default: '200' },
        rows: { type: 'string', default: '1000' },
        estimand: { type: 'string', default: 'ate' },
        checks: { type: 'string', default: 'all' },
        design: { type: 'string' },
        write: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new UsageError(`--${option} is a whole number of at least ${least}, not ${text}.`);
}

function oneOf<Name extends string>(option: string, text: string, allowed: readonly Name[]): Name {
  const found = allowed.find((name) => name === text);
  if (found !== undefined) return found;
  throw new UsageError(`--${option} is one of ${allowed.join(', ')}, not ${text}.`);
}

function checksOf(text: string): readonly CheckKind[] {
  if (text === 'all') return allChecks;
  if (text === 'none') return [];
  return text.split(',').map((name) => oneOf('checks', name.trim(), allChecks));
}
