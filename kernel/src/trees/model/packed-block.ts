import type { ByteReader, ByteWriter } from './bytes.js';
import type { FeatureInfo } from './feature-info.js';
import { damaged } from './sealed.js';
import {
  type Covers,
  cutOf,
  featureOf,
  isLeaf,
  leafCount,
  leafMark,
  leafNumber,
  leanCovers,
  leftChild,
  missingGoesLeft,
  setWords,
  splitsGroups,
  type Trees,
  treeCount,
} from './trees.js';

type Floats = Float64Array | Float32Array;

/**
 * Writes a block tree by tree, each level by level: where the inner nodes are says where the children are, so that there is
 * no number that could lead astray.
 *
 *     trees | leaves | width | 1 for values and 2 for covers of single precision + 4 for covers that are whole numbers
 *     a bit for each node: 1 for inner
 *     each node: an inner one as writeSplit has it, a leaf its number less that of the leaf before less 1
 *     covers and values, by leaf number
 */
export function writeBlock(writer: ByteWriter, trees: Trees): void {
  const order = inLevels(trees);
  const wholeCovers = trees.cover.every(Number.isSafeInteger);
  writer.whole(treeCount(trees));
  writer.whole(leafCount(trees));
  writer.whole(trees.width);
  writer.byte(flagsOf(trees.values, trees.cover, wholeCovers));
  writeShape(writer, trees, order);
  let leaf = -1;
  for (let tree = 0; tree < treeCount(trees); tree++) {
    for (let i = trees.roots[tree]; i < trees.roots[tree + 1]; i++) {
      const node = order[i];
      if (!isLeaf(trees, node)) {
        writeSplit(writer, trees, tree, node);
        continue;
      }
      writer.signed(leafNumber(trees, node) - leaf - 1);
      leaf = leafNumber(trees, node);
    }
  }
  if (wholeCovers || trees.cover instanceof Uint8Array) for (const cover of trees.cover) writer.whole(cover);
  else writeFloats(writer, trees.cover);
  writeFloats(writer, trees.values);
}

function flagsOf(values: Floats, cover: Covers, wholeCovers: boolean): number {
  const single = (array: Covers): boolean => array instanceof Float32Array;
  return (single(values) ? 1 : 0) + (single(cover) ? 2 : 0) + (wholeCovers ? 4 : 0);
}

function writeFloats(writer: ByteWriter, list: Floats): void {
  const single = list instanceof Float32Array;
  for (const value of list) {
    if (single) writer.single(value);
    else writer.double(value);
  }
}

/** All nodes, those of a tree level by level from its root. */
function inLevels(trees: Trees): Uint32Array {
  const order = new Uint32Array(trees.nodes.length / 2);
  for (let tree = 0; tree < treeCount(trees); tree++) {
    let next = trees.roots[tree];
    order[next] = next++;
    for (let i = trees.roots[tree]; i < trees.roots[tree + 1]; i++) {
      if (isLeaf(trees, order[i])) continue;
      const left = leftChild(trees, order[i]);
      order[next++] = left;
      order[next++] = left + 1;
    }
  }
  return order;
}

function writeShape(writer: ByteWriter, trees: Trees, order: Uint32Array): void {
  for (let from = 0; from < order.length; from += 8) {
    let bits = 0;
    for (let i = from; i < Math.min(from + 8, order.length); i++)
      if (!isLeaf(trees, order[i])) bits |= 1 << (i - from);
    writer.byte(bits);
  }
}

/** 4 x feature + 2 for missing values left + 1 for a set; then the cut, or the bytes of the set up to the last that is not 0. */
function writeSplit(writer: ByteWriter, trees: Trees, tree: number, node: number): void {
  const groups = splitsGroups(trees, node);
  writer.whole(4 * featureOf(trees, node) + (missingGoesLeft(trees, node) ? 2 : 0) + (groups ? 1 : 0));
  if (!groups) {
    writer.whole(cutOf(trees, node));
    return;
  }
  const from = (trees.setRoots[tree] + cutOf(trees, node)) * setWords;
  const bytes = Uint8Array.from(
    { length: 4 * setWords },
    (_, i) => trees.sets[from + (i >>> 2)] >>> (8 * (i & 3)),
  );
  writer.block(bytes.subarray(0, 1 + bytes.findLastIndex((byte) => byte !== 0)));
}

/**
 * Reads a block that may come from anyone; its nodes come level by level and its sets in the order of the nodes. Every tree
 * ends, features and cuts exist, leaf numbers are a permutation, values are finite and covers above 0; else throws
 * InputError CS5005. Takes time and memory in proportion to the bytes.
 */
export function readBlock(reader: ByteReader, features: readonly FeatureInfo[]): Trees {
  const count = reader.count(9);
  const leaves = reader.count(8);
  const width = reader.whole();
  const flags = reader.byte();
  if (flags > 7) throw damaged('its numbers are of an unknown kind');
  const values = { length: leaves * width, single: (flags & 1) !== 0 };
  if (leaves < count || values.length * (values.single ? 4 : 8) > reader.left) throw damaged('it is cut off');
  const nodes = readNodes(reader, features, count, leaves);
  const cover = leanCovers(readFloats(reader, leaves, (flags & 2) !== 0, (flags & 4) !== 0));
  checkCovers(cover);
  return { ...nodes, width, values: readFloats(reader, values.length, values.single, false), cover };
}

/** The sum is what the root of a tree can have at most. */
function checkCovers(cover: Covers): void {
  let sum = 0;
  for (const rows of cover) {
    if (!(rows > 0)) throw damaged('a leaf has no rows');
    sum += rows;
  }
  if (!Number.isFinite(sum)) throw damaged('its leaves have too many rows');
}

function readFloats(reader: ByteReader, length: number, single: boolean, whole: boolean): Floats {
  const list = single ? new Float32Array(length) : new Float64Array(length);
  for (let i = 0; i < length; i++) {
    reader.look();
    if (whole) list[i] = reader.whole();
    else list[i] = single ? reader.single() : reader.double();
  }
  return list;
}

function readNodes(
  reader: ByteReader,
  features: readonly FeatureInfo[],
  count: number,
  leaves: number,
): Pick<Trees, 'roots' | 'nodes' | 'setRoots' | 'sets'> {
  const size = 2 * leaves - count;
  const shape = reader.bytes(Math.ceil(size / 8));
  const nodes = new Uint32Array(2 * size);
  const roots = new Uint32Array(count + 1);
  const setRoots = new Uint32Array(count + 1);
  const sets = new SetReader(reader);
  const takeLeaf = leafTaker(reader, leaves);
  let node = 0;
  for (let tree = 0; tree < count; tree++) {
    roots[tree] = node;
    setRoots[tree] = sets.count;
    // Nodes that have a parent; each inner one is the parent of the next two.
    let known = node + 1;
    for (; node < known; node++) {
      reader.look();
      if (known > size) throw damaged('a tree has more nodes than there are');
      if ((shape[node >>> 3] >>> (node & 7)) & 1) {
        nodes[2 * node] = readSplit(reader, features, sets, setRoots[tree]);
        nodes[2 * node + 1] = known;
        known += 2;
      } else {
        nodes[2 * node] = (leafMark << 16) >>> 0;
        nodes[2 * node + 1] = takeLeaf();
      }
    }
  }
  if (node !== size) throw damaged('its trees have fewer nodes than there are');
  roots[count] = node;
  setRoots[count] = sets.count;
  return { roots, nodes, setRoots, sets: sets.finish() };
}

/** Reads leaf numbers one after another and refuses any that there is not, or that was there before. */
function leafTaker(reader: ByteReader, leaves: number): () => number {
  const seen = new Uint8Array(leaves);
  let leaf = -1;
  return () => {
    leaf += reader.signed() + 1;
    if (seen[leaf] !== 0) throw damaged('its leaves are not numbered one by one');
    seen[leaf] = 1;
    return leaf;
  };
}

/** The first word of an inner node. */
function readSplit(
  reader: ByteReader,
  features: readonly FeatureInfo[],
  sets: SetReader,
  firstSet: number,
): number {
  const key = reader.whole();
  const feature = Math.floor(key / 4);
  if (feature >= features.length) throw damaged('a split asks about a feature that does not exist');
  const groups = (key & 1) === 1;
  if (groups !== (features[feature].kind === 'categorical'))
    throw damaged('a split is not of the kind of its feature');
  const cut = groups ? sets.read() - firstSet : reader.whole();
  if (cut > (groups ? 0xffff : features[feature].cuts.length))
    throw damaged('a split has a cut that does not exist');
  return (((groups ? 1 : 0) << 31) | (((key >>> 1) & 1) << 30) | (feature << 16) | cut) >>> 0;
}

/** Reads sets of groups into one array. */
class SetReader {
  private words = new Uint32Array(64 * setWords);
  count = 0;

  constructor(private readonly reader: ByteReader) {}

  /** Reads the next set; returns its number. */
  read(): number {
    const bytes = this.reader.block();
    if (bytes.length > 4 * setWords) throw damaged('a set has more than 255 groups');
    const from = this.count * setWords;
    if (from === this.words.length) {
      const larger = new Uint32Array(2 * from);
      larger.set(this.words);
      this.words = larger;
    }
    bytes.forEach((byte, i) => {
      this.words[from + (i >>> 2)] |= byte << (8 * (i & 3));
    });
    return this.count++;
  }

  finish(): Uint32Array {
    return this.words.slice(0, this.count * setWords);
  }
}
