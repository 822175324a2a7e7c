import type { CausalForest, CausalTree, Effects } from './causal-trees.js';
import type { TreeEnsemble } from './ensemble.js';
import { checkFeatures, flatten, unflatten } from './flat-trees.js';
import { damaged, seal, unseal } from './sealed.js';

/** An ensemble as bytes with magic, version and sha256; see {@link decodeEnsemble}. */
export function encodeEnsemble(ensemble: TreeEnsemble): Uint8Array {
  return seal('CSforest', packEnsemble(ensemble));
}

/**
 * The ensemble that {@link encodeEnsemble} was given. Everything is checked, so that whatever the bytes are, what comes
 * back predicts and explains without end or fault; else InputError CS5005.
 */
export function decodeEnsemble(bytes: Uint8Array): TreeEnsemble {
  return unpackEnsemble(unseal('CSforest', bytes));
}

/** A causal forest as bytes with magic, version and sha256; see {@link decodeCausalForest}. */
export function encodeCausalForest(forest: CausalForest): Uint8Array {
  return seal('CScausal', packCausalForest(forest));
}

/** The forest that {@link encodeCausalForest} was given, checked as by {@link decodeEnsemble}. */
export function decodeCausalForest(bytes: Uint8Array): CausalForest {
  return unpackCausalForest(unseal('CScausal', bytes));
}

/** An ensemble as a small plain value, to be stored inside another. */
export function packEnsemble(ensemble: TreeEnsemble): unknown {
  const { objective, base, features, trees } = ensemble;
  return { objective, base, features, trees: flatten(trees) };
}

/** The ensemble of a plain value that may come from anyone; throws InputError CS5005. */
export function unpackEnsemble(value: unknown): TreeEnsemble {
  const { objective, base, features: infos, trees } = asRecord(value);
  if (objective !== 'squared' && objective !== 'logistic') throw damaged('its objective is unknown');
  if (typeof base !== 'number' || !Number.isFinite(base)) throw damaged('its base is no number');
  const features = checkFeatures(infos);
  return { objective, base, features, trees: unflatten(trees, features) };
}

/** A causal forest as a small plain value, to be stored inside another. */
export function packCausalForest(forest: CausalForest): unknown {
  const { features, trees, groupSize, outOfBag } = forest;
  const information = new Float64Array(trees.reduce((sum, tree) => sum + tree.information.length, 0));
  let at = 0;
  for (const tree of trees) {
    information.set(tree.information, at);
    at += tree.information.length;
  }
  return { features, trees: flatten(trees), information, groupSize, outOfBag };
}

/** The causal forest of a plain value that may come from anyone; throws InputError CS5005. */
export function unpackCausalForest(value: unknown): CausalForest {
  const { features: infos, trees: flat, information, groupSize, outOfBag } = asRecord(value);
  const features = checkFeatures(infos);
  const plain = unflatten(flat, features);
  if (
    typeof groupSize !== 'number' ||
    !Number.isInteger(groupSize) ||
    groupSize < 1 ||
    plain.length % groupSize !== 0
  ) {
    throw damaged('its groups of trees are not whole');
  }
  if (!(information instanceof Float64Array) || !information.every((h) => h >= 0 && Number.isFinite(h))) {
    throw damaged('its treatment variation is not whole');
  }
  let at = 0;
  const trees = plain.map((tree): CausalTree => {
    const from = at;
    at += tree.feature.length;
    return { ...tree, information: information.slice(from, at) };
  });
  if (at !== information.length) throw damaged('its treatment variation is not whole');
  return { features, trees, groupSize, outOfBag: checkEffects(outOfBag) };
}

function checkEffects(value: unknown): Effects {
  const { effect, variance } = asRecord(value);
  const whole =
    effect instanceof Float64Array &&
    variance instanceof Float64Array &&
    effect.length === variance.length &&
    effect.every(Number.isFinite) &&
    variance.every((v) => Number.isNaN(v) || (v >= 0 && Number.isFinite(v)));
  if (!whole) throw damaged('its effects are not whole');
  return { effect, variance };
}

function asRecord(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw damaged('it is empty');
  return value as Record<string, unknown>;
}
