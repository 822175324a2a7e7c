import { type Task, unwatched } from '../../task.js';
import { ByteReader, ByteWriter } from './bytes.js';
import type { Objective, TreeEnsemble } from './ensemble.js';
import type { FeatureInfo } from './feature-info.js';
import { readBlock, writeBlock } from './packed-block.js';
import { damaged, sealBytes, unsealBytes } from './sealed.js';
import { mostCuts, mostFeatures, type Trees } from './trees.js';

/** Objectives by their number in a file: what comes after must be added at the end. */
const objectives: readonly Objective[] = [
  'squared',
  'huber',
  'quantile',
  'poisson',
  'logistic',
  'softmax',
  'pairwise',
  'lambdamart',
  'cox',
];

/** An ensemble as bytes with magic, version and sha256; see {@link decodeEnsemble}. */
export function encodeEnsemble(ensemble: TreeEnsemble): Uint8Array<ArrayBuffer> {
  return sealBytes('CSforest', packEnsemble(ensemble));
}

/**
 * The ensemble that {@link encodeEnsemble} was given; nodes come level by level. Everything is checked, in time that grows
 * with the bytes, so that whatever they are, what comes back predicts and explains without end or fault; else throws
 * InputError CS5005.
 */
export function decodeEnsemble(bytes: Uint8Array, task: Task = unwatched): TreeEnsemble {
  return unpackEnsemble(unsealBytes('CSforest', bytes, task), task);
}

/** An ensemble as bytes to be stored inside something else, which sees to magic, version and checksum. */
export function packEnsemble(ensemble: TreeEnsemble): Uint8Array<ArrayBuffer> {
  const { objective, outputs, base, features, blocks } = ensemble;
  const writer = new ByteWriter();
  writer.byte(objectives.indexOf(objective));
  writer.whole(outputs);
  for (const value of base) writer.double(value);
  writeFeatures(writer, features);
  writeBlocks(writer, blocks);
  return writer.finish();
}

/** The ensemble of packed bytes that may come from anyone, checked as by {@link decodeEnsemble}. */
export function unpackEnsemble(bytes: Uint8Array, task: Task = unwatched): TreeEnsemble {
  const reader = new ByteReader(bytes, task);
  const objective = objectives[reader.byte()];
  if (objective === undefined) throw damaged('its objective is unknown');
  const outputs = reader.count(64);
  if (outputs < 1 || (outputs > 1 && objective !== 'softmax'))
    throw damaged('it has no such number of outputs');
  const base = Array.from({ length: outputs }, () => reader.double());
  const features = readFeatures(reader);
  const blocks = readBlocks(reader, features);
  reader.end();
  if (blocks.some(({ width }) => width !== 1)) throw damaged('its leaves do not hold one number each');
  return { objective, outputs, base, blocks, features };
}

/** Features and blocks of trees as bytes to be stored inside something else: what the forests have in common. */
export function packBlocks(
  features: readonly FeatureInfo[],
  blocks: readonly Trees[],
): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  writeFeatures(writer, features);
  writeBlocks(writer, blocks);
  return writer.finish();
}

/**
 * Features and blocks of packed bytes that may come from anyone, checked as by {@link decodeEnsemble}. Widths of leaves and
 * what the values mean are for the caller to check.
 */
export function unpackBlocks(
  bytes: Uint8Array,
  task: Task = unwatched,
): { features: FeatureInfo[]; blocks: Trees[] } {
  const reader = new ByteReader(bytes, task);
  const features = readFeatures(reader);
  const blocks = readBlocks(reader, features);
  reader.end();
  return { features, blocks };
}

function writeBlocks(writer: ByteWriter, blocks: readonly Trees[]): void {
  writer.whole(blocks.length);
  for (const trees of blocks) writeBlock(writer, trees);
}

function readBlocks(reader: ByteReader, features: readonly FeatureInfo[]): Trees[] {
  return Array.from({ length: reader.count(32) }, () => readBlock(reader, features));
}

/** Each: name | source | 0 and the cuts | or 1, the levels and their groups. */
function writeFeatures(writer: ByteWriter, features: readonly FeatureInfo[]): void {
  writer.whole(features.length);
  for (const { name, source, kind, cuts, levels = [], groups = [] } of features) {
    writer.text(name);
    writer.text(source);
    writer.byte(kind === 'numeric' ? 0 : 1);
    if (kind === 'numeric') {
      writer.whole(cuts.length);
      for (const cut of cuts) writer.double(cut);
    } else {
      writer.whole(levels.length);
      levels.forEach((level, i) => {
        writer.text(level);
        writer.byte(groups[i] ?? 0);
      });
    }
  }
}

function readFeatures(reader: ByteReader): FeatureInfo[] {
  const count = reader.count(32);
  if (count > mostFeatures) throw damaged('it has too many features');
  const features = Array.from({ length: count }, () => readFeature(reader));
  if (new Set(features.map(({ name }) => name)).size < count) throw damaged('two features have one name');
  return features;
}

function readFeature(reader: ByteReader): FeatureInfo {
  const name = reader.text();
  const source = reader.text();
  const kind = reader.byte();
  if (kind > 1) throw damaged(`the kind of ${name} is unknown`);
  if (kind === 0) return { name, source, kind: 'numeric', cuts: readCuts(reader, name) };
  const levels: string[] = [];
  const groups: number[] = [];
  for (let left = reader.count(16); left > 0; left--) {
    levels.push(reader.text());
    groups.push(reader.byte());
  }
  return { name, source, kind: 'categorical', cuts: new Float64Array(0), levels, groups };
}

function readCuts(reader: ByteReader, name: string): Float64Array {
  const count = reader.count(64);
  if (count > mostCuts) throw damaged(`${name} has too many cuts`);
  const cuts = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    cuts[i] = reader.double();
    if (i > 0 && !(cuts[i - 1] < cuts[i])) throw damaged(`the cuts of ${name} do not ascend`);
  }
  return cuts;
}
