import { matchingRows } from '../data/load.js';
import { outputColumn } from '../data/output-column.js';
import type { Table } from '../data/table.js';
import type { Attributions } from '../explain/attributions.js';
import type { Action } from '../plan.js';
import { inputError } from '../problem.js';
import type { AttributionResult, Provenance, TermAttribution, TextAttribution } from '../result.js';
import type { Task } from '../task.js';
import { counted, figure, signed } from '../words/phrases.js';
import { explainTerms } from './explain-terms.js';
import { explainWords, mostRowsInWords } from './explain-words.js';
import type { Run } from './run.js';
import { partsOf } from './text-parts.js';
import type { Inputs } from './trainer.js';
import { trainerOf } from './training.js';
import type { Subject } from './versions.js';
import { loadStepOf, type TrainableStep } from './workbench.js';

/** Longest piece of a text shown beside its attribution, in characters. */
const shownCharacters = 200;

/** Attributions of the first rows a condition picks; one result per arm but the baseline, or one for a model. */
export async function explainStep(
  run: Run,
  step: TrainableStep,
  action: Extract<Action, { verb: 'explain' }>,
  task: Task,
): Promise<void> {
  const { bench, plan, folder, training } = run;
  const { fitted, bases, adapters } = await training.fitted(step, task.part(0, 0.5));
  const inputs = await training.inputs(step, task.part(0.5, 0.6), { bases, adapters });
  const load = loadStepOf(plan, step);
  const { table } = inputs;
  const [matched] = action.where
    ? await matchingRows(bench.engine, load, folder, table, [action.where], task)
    : [Int32Array.from(table.sourceRow.keys())];
  if (matched.length === 0) {
    throw inputError(
      'CS1138',
      `No row of "${load.parameters.path}" fulfils the \`where\` of this \`explain\`.`,
    );
  }
  const rows = matched.slice(0, action.limit);
  const explained = trainerOf(step).explain(step, fitted, inputs, rows, task.part(0.6, 0.7, 'attributing'));
  const words = await inWords({ run, step, fitted, inputs }, explained, rows, task.part(0.7, 1));
  const provenance = { ...(await training.provenance(step, task)), place: action.place };
  const unit = load.parameters.unit;
  const shown = shownValues(step, inputs);
  const left = matched.length - rows.length;
  for (const [contrast, attributions] of explained.entries()) {
    const result = attributionResult(step.name, attributions, table, rows, unit, shown, provenance);
    const texts = words.texts[contrast]!;
    const terms = words.terms[contrast]!;
    const told = terms.length > 0;
    const warnings = [
      ...(left > 0 ? [`The condition is true of ${counted(left, 'more row')}, not shown.`] : []),
      ...(told && rows.length > mostRowsInWords
        ? [`Texts are explained in words for the first ${mostRowsInWords} rows.`]
        : []),
    ];
    const inWords = told && {
      rows: result.rows.map((row, i) => (texts[i]!.length > 0 ? { ...row, texts: texts[i]! } : row)),
      terms,
    };
    run.emit({ ...result, ...inWords, warnings }, false, action.place);
  }
}

/** What is said of texts in words, by arm: phrases of each row, and words over many rows. */
interface InWords {
  readonly texts: readonly (readonly (readonly TextAttribution[])[])[];
  readonly terms: readonly (readonly TermAttribution[])[];
}

/** Reads versions of the rows' texts, or takes up what was found before: a second run reads none. */
async function inWords(
  subject: Subject,
  explained: readonly Attributions[],
  rows: Int32Array,
  task: Task,
): Promise<InWords> {
  const { run, step } = subject;
  const named = step.parameters.texts.map(({ name }) => name);
  if (!explained.some(({ sources }) => sources.some((source) => named.includes(source)))) {
    const none = explained.map(() => []);
    return { texts: none.map(() => Array.from(rows, () => [])), terms: none };
  }
  const { training } = run;
  const words = task.part(0, 0.7);
  const texts = await training.derived(step, ['phrases', rows.join()], words, () =>
    explainWords(subject, explained, rows, words),
  );
  const many = task.part(0.7, 1);
  const terms = await training.derived(step, ['terms'], many, () => explainTerms(subject, explained, many));
  return { texts, terms };
}

function attributionResult(
  name: string,
  attributions: Attributions,
  table: Table,
  rows: Int32Array,
  unit: string | undefined,
  show: (source: string) => (row: number) => string,
  provenance: Provenance,
): AttributionResult {
  const { of, base, sources, predictions, values, global } = attributions;
  const shown = [...sources].map(show);
  const unitOf = unit === undefined ? undefined : showColumn(table, unit);
  const width = sources.length;
  const explained = Array.from(rows, (row, i) => ({
    row: table.sourceRow[row]!,
    unit: unitOf?.(row),
    prediction: predictions[i]!,
    values: Array.from(values.subarray(i * width, (i + 1) * width)),
    shown: shown.map((show) => show(row)),
  }));
  const sentence = sentenceOf(of, sources, explained);
  return {
    kind: 'attribution',
    name,
    sentence,
    provenance,
    warnings: [],
    of,
    base,
    sources,
    rows: explained,
    global,
  };
}

/** How the values of a source are shown: of a text the text itself, of a history its events. */
function shownValues(step: TrainableStep, { table, texts }: Inputs) {
  return (source: string): ((row: number) => string) => {
    const place = step.parameters.texts.findIndex(({ name }) => name === source);
    const design = texts[place];
    if (design?.shares) {
      return (row) => {
        const events = partsOf(design, row, () => 1).phrases.map((phrase) => phrase.trim());
        return events.join(', ').slice(0, shownCharacters) || 'none';
      };
    }
    return showColumn(table, step.parameters.texts[place]?.column ?? source);
  };
}

function showColumn(table: Table, name: string): (row: number) => string {
  const column = table.columns.get(name);
  if (!column) return () => '';
  const { at } = outputColumn(column);
  return (row) => {
    const value = at(row);
    return value === null ? 'missing' : String(value).slice(0, shownCharacters);
  };
}

function sentenceOf(of: string, sources: readonly string[], rows: AttributionResult['rows']): string {
  const first = rows[0]!;
  const strongest = first.values.reduce(
    (best, value, i) => (Math.abs(value) > Math.abs(first.values[best]!) ? i : best),
    0,
  );
  const value = first.values[strongest];
  const start = `In row ${first.row} the ${of} is ${figure(first.prediction)}`;
  if (value === undefined) return `${start}, as in every row: it was taken to be the same for everyone.`;
  return `${start}; ${sources[strongest]} (${first.shown[strongest]}) moves it most, by ${signed(value)}.`;
}
