import type { Plan, TextInput } from '../plan.js';
import { createRandom, sampleSorted } from '../statistics/random.js';
import type { Task } from '../task.js';
import { mixVectors } from '../text/history/mix-rows.js';
import { changedCopies, mostCopies, textsToCopy } from '../text/network/changed-copies.js';
import { networkOptions, wantsCopies } from '../text/network/network-options.js';
import { transformTexts } from '../text/ngrams.js';
import { type SparseMatrix, selectSparseRows } from '../text/sparse-matrix.js';
import { type TextCopies, type TextDesign, termsOf } from '../text/text-design.js';
import { lexiconFile, readLexicon } from './lexicon.js';
import { thereAndBack } from './there-and-back.js';
import type { Workbench } from './workbench.js';

/** A text with the changed copies that its network is to be trained on, too, where the spec asks for some; they are encoded once ever. */
export async function withCopies(
  bench: Workbench,
  plan: Plan,
  folder: string,
  input: TextInput,
  design: TextDesign,
  seed: number,
  task: Task,
): Promise<TextDesign> {
  const options = input.head && networkOptions(input.head);
  if (!options || !wantsCopies(options)) return design;
  const { augment, translation } = options;
  const file = lexiconFile(input, folder);
  const lexicon = file === undefined ? new Map() : await readLexicon(bench, file, task);
  const translated = translation
    ? await thereAndBack(bench, translation, design.texts, textsToCopy(design.texts, seed), task.part(0, 0.7))
    : new Map<number, string>();
  const { texts, of } = changedCopies(design.texts, augment, lexicon, seed, translated);
  if (texts.length === 0) return design;
  const part = task.part(translation ? 0.7 : 0, 1, `encoding changed copies of ${design.name}`);
  if (design.shares) {
    const changed = [...design.texts];
    of.forEach((text, i) => {
      changed[text] = texts[i];
    });
    const vectors = await bench.keptVectors(plan, input, changed, part, design);
    return { ...design, copies: changedHistories(design, design.shares, changed, vectors, seed, task) };
  }
  const embedding = await bench.keptVectors(plan, input, texts, part, design);
  return { ...design, copies: { of, embedding, ngrams: transformTexts(design.vectorizer, texts, task) } };
}

/** Copies of some histories, whose events are the changed texts. */
function changedHistories(
  { distinct, dimensions, vectorizer }: TextDesign,
  shares: SparseMatrix,
  texts: readonly string[],
  vectors: Float32Array,
  seed: number,
  task: Task,
): TextCopies {
  const of = sampleSorted(
    Int32Array.from({ length: distinct }, (_, i) => i),
    mostCopies,
    createRandom(seed, 53),
  );
  const chosen = selectSparseRows(shares, of);
  return {
    of,
    embedding: mixVectors(chosen, vectors, dimensions, task),
    ngrams: termsOf({ texts, shares: chosen }, vectorizer, task),
  };
}
