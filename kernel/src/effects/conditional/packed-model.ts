import { checkLinear } from '../../models/fitted-model.js';
import type { LinearModel } from '../../models/linear.js';
import { decodeForest, encodeForest } from '../../trees/forests/format.js';
import { packEnsemble, unpackEnsemble } from '../../trees/model/format.js';
import { damaged } from '../../trees/model/sealed.js';
import type { Knots } from '../nuisances/splines.js';
import type { AdditiveModel, Part } from './additive-model.js';
import type { EffectModel, FittedLearner } from './effect-model.js';

type PackedPart =
  | { readonly kind: 'linear'; readonly weight: number; readonly model: LinearModel }
  | { readonly kind: 'trees' | 'forest'; readonly weight: number; readonly bytes: Uint8Array };

interface PackedSum {
  readonly constant: number;
  readonly parts: readonly PackedPart[];
}

type PackedLearner = Omit<FittedLearner, 'effect' | 'halves'> & {
  readonly effect: PackedSum;
  readonly halves: readonly PackedSum[];
};

/** An effect model whose trees are bytes. */
export interface PackedModel {
  readonly knots: readonly Knots[];
  readonly learners: readonly PackedLearner[];
}

export function packModel({ knots, learners }: EffectModel): PackedModel {
  const packed = learners.map(
    (learner): PackedLearner => ({
      ...learner,
      effect: packSum(learner.effect),
      halves: learner.halves.map(packSum),
    }),
  );
  return { knots, learners: packed };
}

/** The model that {@link packModel} was given, checked in all its parts; throws InputError CS5005 for a value that is none of its making. */
export function unpackModel(value: unknown): EffectModel {
  if (!isObject(value) || !Array.isArray(value.learners) || value.learners.length === 0)
    throw damaged('it has no learners');
  if (!Array.isArray(value.knots) || !value.knots.every(areKnots)) throw damaged('its curves have no knots');
  const { knots } = value;
  return { knots, learners: value.learners.map(unpackLearner) };
}

function packSum({ constant, parts }: AdditiveModel): PackedSum {
  return { constant, parts: parts.map(packPart) };
}

function packPart(part: Part): PackedPart {
  const { weight } = part;
  switch (part.kind) {
    case 'linear':
      return part;
    case 'trees':
      return { kind: 'trees', weight, bytes: packEnsemble(part.ensemble) };
    case 'forest':
      return { kind: 'forest', weight, bytes: encodeForest(part.forest) };
  }
}

function unpackLearner(value: unknown): FittedLearner {
  if (!isObject(value) || !Array.isArray(value.halves)) throw damaged('a learner of it is not whole');
  const { learner, share, doubt, stdError } = value;
  const numbers = [share, doubt, stdError];
  if (typeof learner !== 'string' || !numbers.every((number) => isNumber(number) && number >= 0))
    throw damaged('a learner of it has no share');
  const [effect, halves] = [unpackSum(value.effect), value.halves.map(unpackSum)];
  return { learner, share: Number(share), doubt: Number(doubt), stdError: Number(stdError), effect, halves };
}

function unpackSum(value: unknown): AdditiveModel {
  if (!isObject(value) || !isNumber(value.constant) || !Array.isArray(value.parts))
    throw damaged('a sum of it is not whole');
  return { constant: value.constant, parts: value.parts.map(unpackPart) };
}

function unpackPart(value: unknown): Part {
  if (!isObject(value) || !isNumber(value.weight)) throw damaged('a part of it has no weight');
  const { kind, weight, bytes } = value;
  if (kind === 'linear') return { kind, weight, model: checkLinear(value.model) };
  if (!(bytes instanceof Uint8Array)) throw damaged('its trees are missing');
  if (kind === 'trees') return { kind, weight, ensemble: oneOutput(bytes) };
  if (kind === 'forest') return { kind, weight, forest: oneEffect(bytes) };
  throw damaged('the kind of a part is unknown');
}

function oneOutput(bytes: Uint8Array) {
  const ensemble = unpackEnsemble(bytes);
  if (ensemble.objective !== 'squared') throw damaged('its trees are of another kind');
  return ensemble;
}

function oneEffect(bytes: Uint8Array) {
  const forest = decodeForest(bytes);
  if (forest.moment.parameters !== 1) throw damaged('its forest tells more than one effect');
  return forest;
}

function areKnots(value: unknown): value is Knots {
  return (
    isObject(value) &&
    typeof value.feature === 'string' &&
    Array.isArray(value.at) &&
    value.at.length > 2 &&
    value.at.every((knot, k, all) => isNumber(knot) && (k === 0 || knot > all[k - 1])) &&
    isMix(value.mix, value.at.length)
  );
}

/** One curve fewer than there are terms: the number itself, and one for each knot but the last two. */
function isMix(value: unknown, knots: number): boolean {
  const terms = knots - 1;
  return (
    Array.isArray(value) &&
    value.length === terms - 1 &&
    value.every((parts) => Array.isArray(parts) && parts.length === terms && parts.every(isNumber))
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
