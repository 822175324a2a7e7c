import { featuresOf, selectRows } from '../../data/features.js';
import { inputError } from '../../problem.js';
import type { InstrumentStrength } from '../../result.js';
import { counted, figure, listed, percent } from '../../words/phrases.js';
import { ratioEstimate } from '../inference/ratio-estimate.js';
import {
  andersonRubin,
  firstStage,
  type Instrumented,
  orthonormal,
  overIdentification,
} from '../inference/weak-instruments.js';
import { designColumns } from '../nuisances/linear-residuals.js';
import type { Study } from '../study.js';
import type { Estimated } from './estimator.js';
import { partialledScores } from './partialled.js';
import type { Scores } from './scores.js';

/** Share of sound sets of instruments whose test of one against the other fails. */
const falseAlarms = 0.05;

/** What instruments say: an estimate per contrast, and how far to trust it. */
export interface InstrumentalFit {
  readonly estimated: readonly Estimated[];
  readonly strength: InstrumentStrength;
}

/** Instruments of a study as columns of numbers: a category has one per level, the last among them redundant. */
export function instrumentColumns({ request, sample }: Study): Float64Array[] {
  const { table, parameters } = request;
  return designColumns(selectRows(featuresOf(table, parameters.instruments), sample.rows));
}

/**
 * Two stage least squares on residuals: the treatments are projected on the instruments, and the outcome regressed on the projections,
 * with errors robust to unequal variances and the strength of the instruments beside it.
 *
 * @throws InputError CS6023 where the instruments are fewer than the treatments, or do not vary given what is adjusted for
 */
export function fitInstrumented(study: Study, residuals: Omit<Instrumented, 'clusters'>): InstrumentalFit {
  const { parameters, sample } = study;
  const { clusters } = sample;
  const instruments = orthonormal(residuals.instruments);
  const data = { ...residuals, instruments, clusters };
  const { outcome, treatments, fitted } = data;
  if (instruments.length < treatments.length) {
    throw inputError(
      'CS6023',
      `${counted(treatments.length, 'effect')} of ${parameters.treatment} cannot be told apart by ${listed(parameters.instruments)}: given what is adjusted for, ${counted(instruments.length, 'column')} of instruments ${instruments.length === 1 ? 'varies' : 'vary'}. Name more instruments, or fewer arms.`,
      { column: parameters.instruments[0] },
    );
  }
  const driven = treatments.map((treatment) => projected(treatment, instruments));
  const n = outcome.length;
  const inflation = Math.sqrt(n / (n - fitted - treatments.length));
  const { coefficients, scores } = partialledScores(outcome, treatments, { driven, inflation });
  return {
    estimated: scores.map((own) => ({ scores: own })),
    strength: strengthOf(study, data, coefficients, scores),
  };
}

function projected(values: Float64Array, instruments: readonly Float64Array[]): Float64Array {
  const n = values.length;
  const part = new Float64Array(n);
  for (const instrument of instruments) {
    let slope = 0;
    for (let row = 0; row < n; row++) slope += (instrument[row] * values[row]) / n;
    for (let row = 0; row < n; row++) part[row] += slope * instrument[row];
  }
  return part;
}

/** First stages, the interval that does not need them to be strong, and the test of surplus instruments. */
export function strengthOf(
  { parameters, sample }: Study,
  data: Instrumented,
  coefficients: readonly number[],
  scores: readonly Scores[],
): InstrumentStrength {
  const { level, instruments: columns } = parameters;
  const first = sample.arms.slice(1).map((arm, i) => ({ arm, ...firstStage(data, i + 1) }));
  const single = data.treatments.length === 1;
  const { estimate, stdError } = ratioEstimate(
    scores[0].effect,
    scores[0].population,
    level,
    undefined,
    sample.clusters,
  );
  const robust = single ? andersonRubin(data, estimate, stdError, level) : undefined;
  const over = overIdentification(data, coefficients);
  const found = {
    columns,
    firstStage: first,
    ...(robust && { robust }),
    ...(over && { overIdentification: over }),
  };
  return { ...found, sentence: strengthSentence(found, level, single) };
}

function strengthSentence(
  { columns, firstStage: first, robust, overIdentification: over }: Omit<InstrumentStrength, 'sentence'>,
  level: number,
  single: boolean,
): string {
  const worst = first.reduce((a, b) => (b.value / b.threshold < a.value / a.threshold ? b : a));
  const weak = isWeak(worst);
  const strength = `The ${worst.statistic} of ${listed(columns)} is ${figure(worst.value)}, ${weak ? 'below' : 'above'} the ${figure(worst.threshold)} from which instruments count as strong`;
  const interval = !single
    ? ''
    : robust
      ? `; the ${percent(level)} interval that holds however weak they are is ${rangeOf(robust)}`
      : '; no effect at all agrees with every instrument';
  const verdict =
    over && over.pValue < falseAlarms
      ? 'they contradict each other: one of them touches the outcome by another way'
      : 'they agree with each other';
  const tested = over
    ? `. There are more of them than needed, and ${verdict} (Hansen J ${figure(over.statistic)}, p ${figure(over.pValue)})`
    : '';
  return `${strength}${interval}${tested}.`;
}

/** `1.2 to 3.4`, `1.2 to any height`. */
function rangeOf([low, high]: NonNullable<InstrumentStrength['robust']>): string {
  if (low === null && high === null) return 'any effect at all';
  return `${low === null ? 'any depth' : figure(low)} to ${high === null ? 'any height' : figure(high)}`;
}

export function isWeak({ value, threshold }: InstrumentStrength['firstStage'][number]): boolean {
  return value < threshold;
}

/** What a reader must know before reading the estimate. */
export function strengthWarnings({
  columns,
  firstStage: first,
  robust,
  overIdentification: over,
}: InstrumentStrength): string[] {
  const weak = first.filter(isWeak);
  const names = listed(columns);
  return [
    ...weak.map(
      ({ arm, statistic, value, threshold }) =>
        `${names} ${columns.length === 1 ? 'is a weak instrument' : 'are weak instruments'} for "${arm}": the ${statistic} is ${figure(value)}, below ${figure(threshold)}. The estimate leans towards the unadjusted one and its interval is too narrow; ${robust ? `read ${rangeOf(robust)} instead` : 'doubt both'}.`,
    ),
    ...(over && over.pValue < falseAlarms
      ? [
          `The instruments contradict each other (Hansen J ${figure(over.statistic)}, p ${figure(over.pValue)}): not all of them act through the treatment alone.`,
        ]
      : []),
  ];
}

/** The estimand in words. */
export function lateSentence({ sample, parameters }: Study): string {
  const { treatment, outcome, instruments } = parameters;
  const what = sample.dose
    ? `Change of ${outcome} per unit more of ${treatment}`
    : `Difference of ${outcome} had they had ${treatment} = ${sample.arms.slice(1).join(' or ')}, less had they had ${treatment} = ${sample.arms[0]}`;
  return `${what}, averaged over those whose ${treatment} ${listed(instruments)} moved, among ${counted(sample.rows.length, 'row')} (LATE).`;
}
