import type { Plan, TextInput } from '../plan.js';
import type { Task } from '../task.js';
import { changedCopies } from '../text/network/changed-copies.js';
import { networkOptions } from '../text/network/network-options.js';
import { transformTexts } from '../text/ngrams.js';
import type { TextDesign } from '../text/text-design.js';
import { lexiconFile, readLexicon } from './lexicon.js';
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
  const { augment } = input.head ? networkOptions(input.head) : { augment: 0 };
  if (augment === 0) return design;
  const file = lexiconFile(input, folder);
  const lexicon = file === undefined ? new Map() : await readLexicon(bench, file, task);
  const { texts, of } = changedCopies(design.texts, augment, lexicon, seed);
  if (texts.length === 0) return design;
  const part = task.part(0, 1, `encoding changed copies of ${design.name}`);
  const embedding = await bench.keptVectors(plan, input, texts, part, design);
  return { ...design, copies: { of, embedding, ngrams: transformTexts(design.vectorizer, texts, task) } };
}
