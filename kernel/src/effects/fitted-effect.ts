import { isNamedHead } from '../text/check-head.js';
import type { NamedHead } from '../text/score-feature.js';
import { damaged } from '../trees/model/sealed.js';
import type { EffectModel } from './conditional/effect-model.js';
import { type PackedModel, packModel, unpackModel } from './conditional/packed-model.js';

/** Heads of one text, fitted on all rows: they turn a text into the scores that models know it by. */
export interface FittedText {
  /** Name of the `text` declaration. */
  readonly name: string;
  /** One per score, in the order the models were given them. */
  readonly scores: readonly NamedHead[];
}

/** What stays of an effect once it is estimated: enough to score and explain rows it has never seen. */
export interface FittedEffect {
  readonly version: 2;
  readonly treatment: string;
  readonly outcome: string;
  /** Baseline first. */
  readonly arms: readonly string[];
  readonly level: number;
  /** Average effect of each arm but the baseline. */
  readonly averages: readonly { readonly estimate: number; readonly stdError: number }[];
  /** Columns the models read, texts not among them. */
  readonly columns: readonly string[];
  readonly texts: readonly FittedText[];
  /** One per arm but the baseline; none where the effect was taken to be the same for everyone. */
  readonly models: readonly EffectModel[];
}

/** A fitted effect whose trees are bytes, checked when they are read again. */
export type PackedEffect = Omit<FittedEffect, 'models'> & { readonly models: readonly PackedModel[] };

export function packEffect(fitted: FittedEffect): PackedEffect {
  return { ...fitted, models: fitted.models.map(packModel) };
}

/** The effect that {@link packEffect} was given; throws InputError CS5005 for a value that is none of its making. */
export function unpackEffect(value: unknown): FittedEffect {
  const packed = value as PackedEffect | null;
  const whole =
    typeof packed === 'object' &&
    packed !== null &&
    packed.version === 2 &&
    typeof packed.treatment === 'string' &&
    typeof packed.outcome === 'string' &&
    packed.level > 0 &&
    packed.level < 1 &&
    areStrings(packed.arms) &&
    areStrings(packed.columns) &&
    Array.isArray(packed.averages) &&
    packed.averages.length === packed.arms.length - 1 &&
    packed.averages.every(({ estimate, stdError }) => Number.isFinite(estimate) && stdError >= 0) &&
    Array.isArray(packed.texts) &&
    packed.texts.every(isText) &&
    Array.isArray(packed.models) &&
    [0, packed.arms.length - 1].includes(packed.models.length);
  if (!whole) throw damaged('it does not describe an effect');
  return { ...packed, models: packed.models.map(unpackModel) };
}

function areStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function isText(value: unknown): value is FittedText {
  const text = value as FittedText | null;
  return typeof text?.name === 'string' && Array.isArray(text.scores) && text.scores.every(isNamedHead);
}
