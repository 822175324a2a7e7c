import type { Attributions } from '../explain/attributions.js';
import { type Coalitions, planCoalitions, setsOf } from '../explain/coalitions.js';
import { localSurrogate, strongestOf } from '../explain/local-surrogate.js';
import { owenValues } from '../explain/owen-values.js';
import type { TextInput } from '../plan.js';
import type { TextAttribution } from '../result.js';
import type { Task } from '../task.js';
import { mostPhrases } from '../text/cut-phrases.js';
import type { TextDesign } from '../text/text-design.js';
import { partsOf } from './text-parts.js';
import { type Said, type Subject, type Version, valuesOfVersions } from './versions.js';

/** Rows whose phrases are explained at most. */
export const mostRowsInWords = 100;
/** Rows whose versions are read at once. */
const rowsAtOnce = 16;
/** Characters of all versions of one text together: their n-grams are counted in some seconds. */
const mostCharacters = 16_000_000;
/** Longest phrase that is told, in characters. */
const longestPhrase = 2_000;

/**
 * What the phrases of texts do to what is said of rows, for every one of `explained` (one per arm, or one) and every row.
 * A phrase left out is left out of the text: what is left of it goes through encoder and heads again, and the trees as a whole
 * say what the text then does among the columns. All versions of all rows are encoded together, once for all arms.
 *
 * @returns `[explained][row]`: the texts among the sources that the row has and that say anything
 */
export async function explainWords(
  subject: Subject,
  explained: readonly Attributions[],
  rows: Int32Array,
  task: Task,
): Promise<TextAttribution[][][]> {
  const found = explained.map(() => Array.from(rows, (): TextAttribution[] => []));
  const { step, inputs } = subject;
  const texts = inputs.texts
    .map((design, t) => ({ design, input: step.parameters.texts[t] }))
    .filter(({ design }) => explained.some(({ sources }) => sources.includes(design.name)));
  const told = rows.subarray(0, mostRowsInWords);
  for (const [t, { design, input }] of texts.entries()) {
    for (let from = 0; from < told.length; from += rowsAtOnce) {
      const some = told.subarray(from, from + rowsAtOnce);
      const share = (at: number): number => (t + at / told.length) / texts.length;
      const part = task.part(share(from), share(from + some.length));
      const games = await play(subject, design, input, some, part);
      games.forEach((game, i) => {
        if (!game) return;
        explained.forEach((attributions, contrast) => {
          const source = attributions.sources.indexOf(design.name);
          const row = from + i;
          if (source >= 0)
            found[contrast][row].push(tell(game, contrast, attributions, row, source, step.parameters.seed));
        });
      });
    }
  }
  return found;
}

/** The phrases of a row's text, and what is said of the row with only some of them there. */
interface Game {
  readonly source: string;
  readonly phrases: readonly string[];
  readonly plan: Coalitions;
  /** By arm, then by set of phrases. */
  readonly said: readonly ReadonlyMap<number, Said>[];
}

/** One game per row; none where the row has no text or one that says nothing. */
async function play(
  subject: Subject,
  design: TextDesign,
  input: TextInput,
  rows: Int32Array,
  task: Task,
): Promise<(Game | undefined)[]> {
  const started = Array.from(rows, (row) => {
    const { phrases, only } = partsOf(design, row, phrasesWithin);
    const plan = planCoalitions(phrases.length, subject.step.parameters.seed);
    return { row, phrases, only, plan, sets: phrases.length > 0 ? [0, ...setsOf(plan)] : [] };
  });
  const versions = started.flatMap(({ row, only, sets }) =>
    sets.map((set): Version => ({ row, text: only(set) })),
  );
  if (versions.length === 0) return started.map(() => undefined);
  const said = await valuesOfVersions(subject, design, input, versions, task);
  let at = 0;
  return started.map(({ phrases, plan, sets }) => {
    const first = at;
    at += sets.length;
    if (phrases.length === 0) return undefined;
    const bySet = said.map((arm) => new Map(sets.map((set, i) => [set, arm[first + i]])));
    return { source: design.name, phrases, plan, said: bySet };
  });
}

function tell(
  { source, phrases, plan, said }: Game,
  contrast: number,
  { sources, values, predictions }: Attributions,
  row: number,
  place: number,
  seed: number,
): TextAttribution {
  const known = said[contrast];
  const whole = values[row * sources.length + place];
  const worth = (set: number): number => known.get(set)?.value ?? Number.NaN;
  const owen = owenValues(plan, worth, whole, worth(0));
  const predicted = new Map([...known].map(([set, { prediction }]) => [set, prediction]));
  predicted.set(2 ** phrases.length - 1, predictions[row]);
  const second =
    phrases.length > 1
      ? localSurrogate(phrases.length, predicted, strongestOf(owen.values), seed)
      : undefined;
  return {
    source,
    empty: worth(0),
    phrases: phrases.map((text, i) => ({
      text: text.length > longestPhrase ? `${text.slice(0, longestPhrase)}…` : text,
      value: owen.values[i],
      error: owen.errors[i],
      ...(second && { surrogate: { weight: second.weights[i], spread: second.spreads[i] } }),
    })),
    versions: setsOf(plan).length,
    exact: plan.exact,
    ...(second && { surrogate: { repetitions: second.repetitions, agreement: second.agreement } }),
  };
}

/** How finely a text of so many characters can be cut: fewer versions are read of a very long one. */
function phrasesWithin(length: number): number {
  for (let most = mostPhrases; most > 2; most--) {
    if (setsOf(planCoalitions(most, 0)).length * (length / 2) <= mostCharacters) return most;
  }
  return 2;
}
