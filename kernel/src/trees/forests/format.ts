import { type Task, unwatched } from '../../task.js';
import { packBlocks, unpackBlocks } from '../model/format.js';
import { damaged, seal, unseal } from '../model/sealed.js';
import type { Forest, NoiseRatio } from './forest.js';
import { type LinearMoment, momentWidth } from './moment.js';

/** Parameters and trees of a group at most: more would make of a few bytes in a file work without end. */
const mostParameters = 64;
const mostInGroup = 1024;

/** A forest as bytes with magic, version and sha256, without the rows of its leaves; see {@link decodeForest}. */
export function encodeForest({ features, blocks, groupSize, moment, noise }: Forest): Uint8Array {
  const { parameters, symmetric } = moment;
  const kept = noise && { mean: [...noise.mean], variance: [...noise.variance] };
  return seal('CScausal', {
    groupSize,
    moment: { parameters, symmetric },
    noise: kept,
    trees: packBlocks(features, blocks),
  });
}

/**
 * The forest that {@link encodeForest} was given. Everything is checked, so that whatever the bytes are, what comes back
 * predicts and explains without end or fault; else throws InputError CS5005.
 */
export const decodeForest = forestDecoder(unwatched);

/** As {@link decodeForest}, with looks at a task. */
export function forestDecoder(task: Task): (bytes: Uint8Array) => Forest {
  return (bytes) => decode(bytes, task);
}

function decode(bytes: Uint8Array, task: Task): Forest {
  const value = unseal('CScausal', bytes, task) as { [Name in keyof Forest | 'trees']?: unknown } | null;
  if (typeof value !== 'object' || value === null || !(value.trees instanceof Uint8Array))
    throw damaged('its trees are missing');
  const { groupSize, moment, noise, trees } = value;
  if (!isWhole(groupSize, mostInGroup)) throw damaged('its groups of trees have no size');
  if (!isMoment(moment)) throw damaged('it does not say what it estimates');
  if (noise !== undefined && noise !== null && !isNoise(noise, moment))
    throw damaged('the noise of its trees is not whole');
  const { features, blocks } = unpackBlocks(trees, task);
  if (blocks.some((block) => block.width !== momentWidth(moment)))
    throw damaged('its leaves do not hold what it estimates');
  if (blocks.some((block) => (block.roots.length - 1) % groupSize !== 0))
    throw damaged('a group of its trees is not whole');
  return { features, blocks, groupSize, moment, noise: noise ?? undefined };
}

function isWhole(value: unknown, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most;
}

function isMoment(value: unknown): value is LinearMoment {
  const moment = value as LinearMoment | null;
  return isWhole(moment?.parameters, mostParameters) && typeof moment?.symmetric === 'boolean';
}

function isNoise(value: unknown, { parameters }: LinearMoment): value is NoiseRatio {
  const noise = value as NoiseRatio;
  return [noise.mean, noise.variance].every(
    (list: unknown) =>
      Array.isArray(list) &&
      list.length === parameters &&
      list.every((number) => Number.isFinite(number) && number >= 0),
  );
}
