import type { Column } from '../../data/table.js';
import { createRandom } from '../../statistics/random.js';
import type { Task } from '../../task.js';
import type { TextDesign } from '../text-design.js';
import type { AdaptOptions } from './adapt-options.js';
import type { Adaptation } from './adaptation.js';
import { type Adapter, adaptVectors } from './adapter.js';
import { adapterInputs } from './adapter-layer.js';
import { trainContrastive } from './contrastive-trainer.js';
import { type Dealt, dealTexts, rowsOf } from './deal-texts.js';
import { type Gain, isClear, isLoss } from './gain.js';
import { type Groups, groupsBy } from './pairs.js';
import { pairsFound } from './pairs-found.js';
import { wordsTold } from './words-told.js';

/** Whatever a spec's seeds are: an adapter depends on texts, and on what they are bought with. */
const ownSeed = 20_210_421;
/** Fewer texts than these teach nothing. */
const fewestTexts = 100;

/**
 * Fits an adapter to the distinct texts of a design, and judges it by texts it did not learn from. It sees neither treatment nor outcome, so it may stand
 * outside of the folds. It is used where held-out pairs are found clearly better and words are not told clearly worse, or, without pairs, where words are
 * told clearly better. The same rows give the same adapter.
 */
export function adaptContrastively(
  design: TextDesign,
  pairs: Column | undefined,
  options: AdaptOptions,
  task: Task,
  seed = ownSeed,
): Adaptation {
  const by = pairs && { pairs: pairs.name };
  const groups = pairs && groupsBy(design.codes, pairs);
  const dealt = dealTexts(design.distinct, groups, createRandom(seed, 1));
  if (dealt.learning.length + dealt.heldOut.length < fewestTexts) return { ...by };
  const inputs = adapterInputs(rowsOf(design, dealt.learning), design.dimensions);
  const within = groups && groupsWithin(groups, dealt.learning);
  const adapter = trainContrastive(inputs, within, options, createRandom(seed, 2), task.part(0, 0.8));
  const found = groups && judgePairs(design, groups, dealt, adapter, seed, task.part(0.8, 0.85));
  const told = wordsTold(design, dealt, adapter, task.part(0.85, 1));
  const gains = groups ? found && isClear(found) && !(told && isLoss(told)) : told && isClear(told);
  return { ...by, ...(found && { found }), ...(told && { told }), ...(gains && { adapter }) };
}

function judgePairs(
  design: TextDesign,
  groups: Groups,
  dealt: Dealt,
  adapter: Adapter,
  seed: number,
  task: Task,
): Gain | undefined {
  const before = rowsOf(design, dealt.heldOut);
  const after = adaptVectors(adapter, before, task);
  return pairsFound(groups, dealt, [before, after], design.dimensions, createRandom(seed, 3), task);
}

/** Groups of some of the texts, by their places among them. */
function groupsWithin(groups: Groups, texts: Int32Array): Groups {
  const placeOf = new Map(Array.from(texts, (text, place) => [text, place]));
  return groups
    .map((group) =>
      Int32Array.from([...group].map((text) => placeOf.get(text) ?? -1)).filter((place) => place >= 0),
    )
    .filter(({ length }) => length > 1);
}
