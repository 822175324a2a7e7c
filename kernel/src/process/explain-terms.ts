import type { Attributions } from '../explain/attributions.js';
import { screenWords } from '../explain/screen-words.js';
import type { TextInput } from '../plan.js';
import type { TermAttribution } from '../result.js';
import { studentQuantile } from '../statistics/normal.js';
import { createRandom, sampleSorted } from '../statistics/random.js';
import type { Task } from '../task.js';
import type { TextDesign } from '../text/text-design.js';
import { wordsIn } from './text-parts.js';
import { trainerOf } from './training.js';
import { type Subject, type Version, valuesOfVersions } from './versions.js';

/** Rows that words are looked for in, words measured, and rows that each is measured in. */
const [mostRows, mostWords, rowsPerWord] = [400, 12, 8];
/** Longer texts are not read again and again. */
const longestText = 10_000;
const level = 0.95;

/**
 * Words that move what is said of rows most, `[explained][text]`. A regression without any reading picks them; then each is measured
 * in some rows that hold it: the Owen value of the word against the rest of its text, these two being the members of the text's
 * group among the columns, `(w(word) - w(empty) + w(text) - w(rest)) / 2`.
 */
export async function explainTerms(
  subject: Subject,
  explained: readonly Attributions[],
  task: Task,
): Promise<TermAttribution[][]> {
  const { step, fitted, inputs } = subject;
  const texts = inputs.texts
    .map((design, t) => ({ design, input: step.parameters.texts[t] }))
    .filter(({ design }) => explained.some(({ sources }) => sources.includes(design.name)));
  const found: TermAttribution[][] = explained.map(() => []);
  for (const [t, { design, input }] of texts.entries()) {
    const part = task.part(t / texts.length, (t + 1) / texts.length);
    const rows = rowsWithText(design, step.parameters.seed);
    const known = trainerOf(step).explain(step, fitted, inputs, rows, part.part(0, 0.2, 'attributing'));
    for (const [contrast, { sources, values }] of known.entries()) {
      const source = sources.indexOf(design.name);
      if (source < 0) continue;
      const own = Float64Array.from(rows, (_, i) => values[i * sources.length + source]);
      const share = (at: number): number => 0.2 + (0.8 * at) / known.length;
      const measuring = part.part(share(contrast), share(contrast + 1));
      found[contrast].push(await measure(subject, design, input, rows, own, contrast, measuring));
    }
  }
  return found;
}

function rowsWithText({ codes, texts, shares }: TextDesign, seed: number): Int32Array {
  const all = Int32Array.from(codes.keys());
  const short = (code: number): boolean => shares !== undefined || texts[code].length <= longestText;
  const readable = all.filter((row) => codes[row] >= 0 && short(codes[row]));
  return sampleSorted(readable, mostRows, createRandom(seed, 17));
}

async function measure(
  subject: Subject,
  design: TextDesign,
  input: TextInput,
  rows: Int32Array,
  whole: Float64Array,
  contrast: number,
  task: Task,
): Promise<TermAttribution> {
  const read = Array.from(rows, (row) => wordsIn(design, row));
  const words = read.map((own) => own.words);
  const random = createRandom(subject.step.parameters.seed, 18);
  const chosen = screenWords(words, whole, mostWords).map((word) => {
    const holding = Int32Array.from(rows.keys()).filter((i) => words[i].includes(word));
    return { word, n: holding.length, measured: sampleSorted(holding, rowsPerWord, random) };
  });
  if (chosen.length === 0) return { source: design.name, rows: rows.length, words: [] };
  const versions = chosen.flatMap(({ word, measured }) =>
    Array.from(measured, (i): Version[] => [
      { row: rows[i], text: read[i].empty },
      { row: rows[i], text: read[i].alone(word) },
      { row: rows[i], text: read[i].without(word) },
    ]).flat(),
  );
  const said = (await valuesOfVersions(subject, design, input, versions, task))[contrast];
  let at = 0;
  const measured = chosen.map((each) => {
    const values = Array.from(each.measured, (i) => {
      const [empty, alone, rest] = [said[at], said[at + 1], said[at + 2]];
      at += 3;
      return (alone.value - empty.value + whole[i] - rest.value) / 2;
    });
    return { word: each.word, n: each.n, ...summaryOf(values) };
  });
  measured.sort((a, b) => b.meanAbsolute - a.meanAbsolute);
  return { source: design.name, rows: rows.length, words: measured };
}

function summaryOf(values: readonly number[]): Omit<TermAttribution['words'][number], 'word' | 'n'> {
  const n = values.length;
  const mean = (of: (value: number) => number): number =>
    values.reduce((sum, value) => sum + of(value), 0) / n;
  const meanSigned = mean((value) => value);
  const error = Math.sqrt(mean((value) => (value - meanSigned) ** 2) / (n - 1));
  const margin = n > 1 ? studentQuantile(0.5 + level / 2, n - 1) * error : 0;
  return {
    measured: n,
    meanAbsolute: mean(Math.abs),
    meanSigned,
    interval: n > 1 ? [meanSigned - margin, meanSigned + margin] : null,
  };
}
