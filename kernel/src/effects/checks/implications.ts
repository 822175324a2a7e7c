import type { Feature, Table } from '../../data/table.js';
import type { Check } from '../../result.js';
import { rowsWhere } from '../../statistics/folds.js';
import { createRandom, sampleSorted } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import { counted, figure, listed } from '../../words/phrases.js';
import { foldInputs } from '../nuisances/covariates.js';
import { crossFitStack } from '../nuisances/stack.js';
import { narrowSample } from '../sample/narrow-sample.js';
import type { Study } from '../study.js';
import type { Finding } from './check.js';
import { columnValues, type Indicator } from './column-values.js';
import { holm } from './holm.js';
import { type MissingArrow, missingArrow } from './missing-arrow.js';
import { type Residual, residualProduct } from './residual-product.js';

/** How often a sound graph fails this check. */
const falseAlarms = 0.05;
/** Rows that the tests look at, and rows below which there is nothing to see. */
const mostRows = 10_000;
const fewestRows = 50;

type Implication = Study['parameters']['implications'][number];

/**
 * Implications of the graph: each says that two columns are independent given others, and is tested by a generalised covariance measure
 * (Shah and Peters 2020) on residuals of cross-fitted means; a category is looked at level by level.
 *
 * Null hypothesis: all independences hold. The check fails where one does not, by Holm's procedure over all tests together: in at most 1 of
 * 20 sound graphs; then it says which one addition to the graph would explain most of what failed. Independences that show in no covariance of residuals are not seen. Free text is not looked at.
 */
export function implicationsCheck({ study }: Pick<Finding, 'study'>, task: Task): Check {
  const { table } = study.request;
  const { implications } = study.parameters;
  const places = [...implications.keys()].filter((place) => {
    const { a, b, given } = implications[place];
    return [a, b, ...given].every((name) => isTestable(table, name));
  });
  const tested = places.map((place) => implications[place]);
  const residuals = residualsOf(study);
  const pValues = tested.map(({ a, b, given }, i) => {
    const part = task.part(i / tested.length, (i + 1) / tested.length, `Testing ${a} and ${b}`);
    const [ofA, ofB] = [residuals(a, given, part.part(0, 0.5)), residuals(b, given, part.part(0.5, 1))];
    return smallest(ofA, ofB, study);
  });
  return judge(implications, places, pValues);
}

/** @param places of the implications that were tested, as their p-values are */
function judge(
  implications: readonly Implication[],
  places: readonly number[],
  pValues: readonly number[],
): Check {
  const name = 'implications';
  if (places.length === 0) {
    const sentence = 'The graph was not tested: it says of no columns that they are independent.';
    return { name, passed: true, value: 1, threshold: falseAlarms, sentence };
  }
  const adjusted = holm(pValues);
  const value = Math.min(...adjusted);
  const failed = places.filter((_, i) => adjusted[i] < falseAlarms);
  const held = places.filter((_, i) => !(adjusted[i] < falseAlarms));
  const passed = failed.length === 0;
  const verdict = passed
    ? 'so the data do not speak against it.'
    : `so the graph is wrong: ${failures(implications, failed)}${advice(missingArrow(implications, failed, held), failed.length)}.`;
  return {
    name,
    passed,
    value,
    threshold: falseAlarms,
    sentence: `The graph implies ${counted(places.length, 'independence')} of columns: the smallest p-value, adjusted for their number (Holm), is ${figure(value)}, below ${falseAlarms} for 1 of 20 right graphs, ${verdict}`,
  };
}

/** Failures that are named. */
const mostNamed = 3;

function failures(implications: readonly Implication[], failed: readonly number[]): string {
  const named = failed.slice(0, mostNamed).map((place) => {
    const { a, b, given } = implications[place];
    return `${a} and ${b} are not independent${given.length > 0 ? ` given ${listed(given)}` : ''}`;
  });
  const more = failed.length - named.length;
  return [
    ...named,
    ...(more > 0 ? [`nor ${more === 1 ? 'is' : 'are'} ${counted(more, 'other pair')}`] : []),
  ].join('; ');
}

/** What would explain the failures. */
function advice(missing: MissingArrow | undefined, failed: number): string {
  if (!missing) return '';
  const { additions, explains, unsays } = missing;
  const arrows = additions
    .filter((each) => each.missing === 'arrow')
    .map(({ between }) => between.join(' -> '));
  const hasCommon = arrows.length < additions.length;
  const common =
    arrows.length > 0 ? 'a common cause of both' : `a common cause of ${listed(additions[0].between)}`;
  const what = [
    ...(arrows.length > 0 ? [`an arrow ${arrows.join(' or ')}`] : []),
    ...(hasCommon ? [common] : []),
  ].join(', or ');
  const share = failed === 1 ? 'it' : `${explains} of the ${failed} that fail`;
  const cost = unsays > 0 ? `, and take back ${unsays} that the data do not speak against` : '';
  return `; ${what}${hasCommon && arrows.length > 0 ? ',' : ''} would explain ${share}${cost}`;
}

/** The smallest p-value of the pairs of indicators, times their number (Bonferroni); 1 where nothing can be told. */
function smallest(ofA: readonly Residual[], ofB: readonly Residual[], study: Study): number {
  const { clusters } = study.sample;
  const tests = ofA.flatMap((a) => ofB.map((b) => residualProduct(a, b, clusters)));
  const told = tests.filter(({ rows }) => rows >= fewestRows);
  return Math.min(1, told.length * told.reduce((least, { p }) => Math.min(least, p), 1));
}

/** Residuals of a column given others over the rows of a study, one for each of its indicators; kept, since tests share them. */
function residualsOf(study: Study): (column: string, given: readonly string[], task: Task) => Residual[] {
  const { request, sample, parameters } = study;
  const all = Int32Array.from(sample.rows.keys());
  const places = sampleSorted(all, mostRows, createRandom(parameters.seed, 9));
  const rows = narrowSample(sample, places).rows;
  const foldOf = Int8Array.from(places, (place) => study.folds.foldOf[place]);
  const kept = new Map<string, Residual[]>();
  return (column, given, task) => {
    const key = JSON.stringify([column, [...given].sort()]);
    const known = kept.get(key);
    if (known) return known;
    const { indicators } = columnValues(request.table, column, rows);
    const inputs = given.map((name) => columnValues(request.table, name, rows).feature);
    const folds = { ...study.folds, foldOf };
    const found = indicators.map((indicator, i) => {
      const part = task.part(i / indicators.length, (i + 1) / indicators.length);
      const residual = new Float64Array(sample.rows.length).fill(Number.NaN);
      residualOf(indicator, inputs, folds, part).forEach((value, row) => {
        residual[places[row]] = value;
      });
      return residual;
    });
    kept.set(key, found);
    return found;
  };
}

/** An indicator less its cross-fitted mean given the inputs; less its plain mean where there are none. */
function residualOf(
  { values }: Indicator,
  inputs: readonly Feature[],
  folds: Study['folds'],
  task: Task,
): Residual {
  const known = rowsWhere(
    Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1)),
    (one) => one === 1,
  );
  const mean = known.reduce((sum, row) => sum + values[row], 0) / known.length;
  const varies = known.some((row) => values[row] !== values[known[0]]);
  if (inputs.length === 0 || !varies || known.length < fewestRows) return values.map((value) => value - mean);
  const family = known.every((row) => values[row] === 0 || values[row] === 1) ? 'binomial' : 'gaussian';
  const input = foldInputs({ rows: values.length, list: inputs });
  const use = Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1));
  const fitted = crossFitStack({ ...folds, inputs: () => input, y: values, use, family }, task);
  return values.map((value, row) => value - fitted[row]);
}

function isTestable(table: Table, name: string): boolean {
  const kind = table.columns.get(name)?.kind;
  return kind === 'numeric' || kind === 'category';
}
