import type { EffectStep } from '../../../plan.js';
import { InputError, type Problem } from '../../../problem.js';
import { closest } from '../../../words/closest.js';
import { quoted } from '../../../words/phrases.js';
import type { Metric } from './space.js';

/** How rows are matched. */
export interface MatchingSettings {
  /** What matches are near in. */
  readonly on: 'covariates' | 'propensity';
  readonly metric: Metric;
  /** Matches of every row. */
  readonly neighbours: number;
  /** Largest distance of a match, in standard deviations: of the log odds, or along every covariate. */
  readonly caliper: number;
  /** Columns in which a match is equal. */
  readonly exact: readonly string[];
  /** Whether a row may be a match of several others. */
  readonly replacement: boolean;
  /** Whether a regression takes out what matches still differ in. */
  readonly biasCorrection: boolean;
}

type Options = EffectStep['parameters']['estimator']['options'];

/** Reads the options of an effect by matching; throws InputError (CS6051, CS6052) with all that is wrong with them. */
export function matchingSettings(parameters: EffectStep['parameters']): MatchingSettings {
  const { adjustment, texts, estimand, estimator } = parameters;
  const { options } = estimator;
  const problems: Problem[] = [];
  const report = (message: string): void => {
    problems.push({ code: 'CS6051', severity: 'error', message });
  };
  const settings: MatchingSettings = {
    on: wordOf(options, 'on', ['covariates', 'propensity'] as const, report),
    metric: wordOf(options, 'metric', ['mahalanobis', 'standardised'] as const, report),
    neighbours: numberOf(options, 'neighbours', 1, report),
    caliper: numberOf(options, 'caliper', Number.POSITIVE_INFINITY, report),
    exact: String(options.exact ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    replacement: flagOf(options, 'replacement', report),
    biasCorrection: flagOf(options, 'biasCorrection', report),
  };
  if (adjustment.length + texts.length === 0) {
    report(
      'Matching has nothing to match on: adjust for columns, or compare the arms by `difference in means`.',
    );
  }
  if (!Number.isInteger(settings.neighbours))
    report(`\`neighbours\` is a whole number, not ${settings.neighbours}.`);
  if (!settings.replacement && estimand === 'ate') {
    report(
      'Without replacement the matches of one arm are used up before everyone has one: ask for the ATT or the ATC, or match with replacement.',
    );
  }
  for (const name of settings.exact.filter((name) => !adjustment.includes(name))) {
    const meant = closest(name, adjustment);
    const hint = meant ? `did you mean "${meant}"?` : `columns adjusted for are ${quoted(adjustment)}.`;
    problems.push({
      code: 'CS6052',
      severity: 'error',
      message: `Matches cannot be exact in "${name}", which is not adjusted for; ${hint}`,
      place: { column: name },
    });
  }
  if (problems.length > 0) throw new InputError(problems);
  return settings;
}

type Report = (message: string) => void;

/** The first of the words is the default. */
function wordOf<Word extends string>(
  options: Options,
  name: string,
  words: readonly [Word, ...Word[]],
  report: Report,
): Word {
  const given = options[name];
  const known = given === undefined ? words[0] : words.find((word) => word === given);
  if (known === undefined) report(`\`${name}\` is one of ${quoted(words)}, not "${given}".`);
  return known ?? words[0];
}

function numberOf(options: Options, name: string, usual: number, report: Report): number {
  const given = options[name] ?? usual;
  if (typeof given === 'number' && given > 0) return given;
  report(`\`${name}\` is a number above 0, not ${given}.`);
  return usual;
}

/** On where it is not said. */
function flagOf(options: Options, name: string, report: Report): boolean {
  const given = options[name] ?? true;
  if (typeof given === 'boolean') return given;
  report(`\`${name}\` is true or false, not "${given}".`);
  return true;
}
