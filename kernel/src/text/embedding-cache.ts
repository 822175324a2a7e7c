import { createHash } from 'node:crypto';
import type { Task } from '../task.js';
import type { Encoder } from './encoder-interface.js';

/** Where vectors are kept between runs: whole arrays under a name, written at once or not at all, verified on reading. */
export interface EmbeddingStore {
  /** Undefined where nothing is kept under the key, or where what is kept turned out damaged. */
  read(key: string): Promise<Float32Array | undefined>;
  /** Replaces what is kept under the key. Keys are lower case letters, digits and hyphens. */
  write(key: string, vectors: Float32Array): Promise<void>;
}

export interface Embedded {
  /** `texts.length` x `dimensions`, row-major. */
  readonly vectors: Float32Array;
  /** Texts the encoder had to read. */
  readonly encoded: number;
  /** Texts whose vector was kept from before. */
  readonly reused: number;
}

/** Vectors are kept in so many arrays, by the first bits of the hash: few files, each soon read and rewritten. */
const buckets = 64;
/** A record is the hash of a text, 16 bits a number, which any float keeps exactly, then its vector. */
const hashNumbers = 16;
/** Texts encoded between two writes: what a stop can lose. */
const textsPerWrite = 2048;

/**
 * Vectors of distinct texts, each encoded once ever: kept under sha256 of encoder, version, the numbers its device yields, and
 * text, whatever column, file or step it came with. Two runs at once can at worst encode a text twice.
 */
export async function embedDistinct(
  texts: readonly string[],
  encoder: Encoder,
  store: EmbeddingStore,
  task: Task,
): Promise<Embedded> {
  const { dimensions } = encoder;
  const vectors = new Float32Array(texts.length * dimensions);
  const missing: Bucket[] = [];
  const identity = identityOf(encoder);
  const shelf = createHash('sha256').update(identity).digest('hex').slice(0, 32);
  for (const [index, wanted] of groupByBucket(texts, identity)) {
    task.check();
    const key = `embedding-${shelf}-${index.toString(16).padStart(2, '0')}`;
    const kept = wellFormed(await store.read(key), hashNumbers + dimensions);
    const left = copyKept(wanted, kept, vectors, dimensions);
    if (left.length > 0) missing.push({ key, kept, left });
  }
  const encoded = missing.reduce((sum, { left }) => sum + left.length, 0);
  let done = 0;
  for (const group of groupForWriting(missing)) {
    const wanted = group.flatMap(({ left }) => left);
    const part = task.part(done / encoded, (done + wanted.length) / encoded);
    const fresh = await encoder.encode(
      wanted.map(({ row }) => texts[row]),
      part,
    );
    wanted.forEach(({ row }, i) => {
      vectors.set(fresh.subarray(i * dimensions, (i + 1) * dimensions), row * dimensions);
    });
    for (const { key, kept, left } of group) await store.write(key, append(kept, left, vectors, dimensions));
    done += wanted.length;
  }
  return { vectors, encoded, reused: texts.length - encoded };
}

interface Wanted {
  readonly row: number;
  readonly hash: Buffer;
}

interface Bucket {
  readonly key: string;
  readonly kept: Float32Array;
  readonly left: readonly Wanted[];
}

/** What vectors depend on beside their text. */
function identityOf({ name, version, ground }: Encoder): string {
  return `${name}\0${version}\0${ground.numbers}\0`;
}

function groupByBucket(texts: readonly string[], identity: string): Map<number, Wanted[]> {
  const groups = new Map<number, Wanted[]>();
  texts.forEach((text, row) => {
    const hash = createHash('sha256').update(identity).update(text, 'utf16le').digest();
    const index = hash[0] % buckets;
    const group = groups.get(index);
    if (group) group.push({ row, hash });
    else groups.set(index, [{ row, hash }]);
  });
  return new Map([...groups].sort(([a], [b]) => a - b));
}

/** Records of another shape can only come from a damaged store: they are made anew. */
function wellFormed(records: Float32Array | undefined, length: number): Float32Array {
  return records && records.length % length === 0 ? records : new Float32Array(0);
}

/** Fills in the vectors that are kept; returns what is not. */
function copyKept(
  wanted: readonly Wanted[],
  kept: Float32Array,
  vectors: Float32Array,
  dimensions: number,
): Wanted[] {
  const length = hashNumbers + dimensions;
  const startOf = new Map<string, number>();
  for (let at = 0; at < kept.length; at += length) {
    const hash = Buffer.alloc(2 * hashNumbers);
    for (let i = 0; i < hashNumbers; i++) hash.writeUInt16BE(kept[at + i] & 0xffff, 2 * i);
    startOf.set(hash.toString('hex'), at + hashNumbers);
  }
  return wanted.filter(({ row, hash }) => {
    const start = startOf.get(hash.toString('hex'));
    if (start === undefined) return true;
    vectors.set(kept.subarray(start, start + dimensions), row * dimensions);
    return false;
  });
}

/** Buckets in groups of some thousand missing texts: enough for full batches, few enough to be saved on the way. */
function groupForWriting(missing: readonly Bucket[]): Bucket[][] {
  const groups: Bucket[][] = [];
  let size = textsPerWrite;
  for (const bucket of missing) {
    if (size >= textsPerWrite) {
      groups.push([]);
      size = 0;
    }
    groups[groups.length - 1].push(bucket);
    size += bucket.left.length;
  }
  return groups;
}

function append(
  kept: Float32Array,
  left: readonly Wanted[],
  vectors: Float32Array,
  dimensions: number,
): Float32Array {
  const length = hashNumbers + dimensions;
  const records = new Float32Array(kept.length + left.length * length);
  records.set(kept);
  left.forEach(({ row, hash }, r) => {
    const at = kept.length + r * length;
    for (let i = 0; i < hashNumbers; i++) records[at + i] = hash.readUInt16BE(2 * i);
    records.set(vectors.subarray(row * dimensions, (row + 1) * dimensions), at + hashNumbers);
  });
  return records;
}
