import type { Task } from '../../task.js';

/** Ids of the tokens of one window, the marks of its ends included. */
type Ids = readonly number[];

/** A model that has been opened: texts become tokens, tokens become vectors. */
export interface Reader {
  readonly dimensions: number;
  /** Tokens that are read at once, marks of the ends included. */
  readonly window: number;
  /** Tokens of a window that only mark its ends. */
  readonly marks: number;
  /** Windows of a text that are read at most. */
  readonly windows: number;
  /** How the vectors of a long text's windows become one: their mean, each weighing as much as it has tokens, or the largest numbers. */
  readonly joining: 'mean' | 'max';
  /** Which vectors are brought to length 1 here: all, or those of several windows, since `run` yields no others; or none. */
  readonly unit: 'all' | 'joined' | 'none';
  /** Ids of the text's tokens without marks, the first `limit` of them; none for a text that says nothing. */
  tokenize(text: string, limit: number): Ids;
  /** The ids of a window, with marks at its ends. */
  mark(ids: Ids): Ids;
  /** Vectors of windows of one length, `windows.length` x `dimensions`. */
  run(windows: readonly Ids[]): Promise<Float32Array>;
}

/**
 * Tokens of a batch: few enough that what a layer computes stays in the processor's cache, enough that multiplying pays.
 * Measured on the built-in encoder: 80 tokens cost 1.4 times as much a token, 2,560 cost 1.5 times as much.
 */
const tokensPerBatch = 384;

/** `texts.length` x `dimensions`; a text without any token has a vector of zeros. */
export async function readTexts(reader: Reader, texts: readonly string[], task: Task): Promise<Float32Array> {
  const cut = texts.map((text) => {
    task.check();
    return cutIntoWindows(reader, text);
  });
  return readWindows(reader, cut, task);
}

/** Windows one after another, each but the last one full. */
function cutIntoWindows(reader: Reader, text: string): Ids[] {
  const room = roomOf(reader);
  const ids = reader.tokenize(text, room * reader.windows);
  return Array.from({ length: Math.ceil(ids.length / room) }, (_, i) =>
    reader.mark(ids.slice(i * room, (i + 1) * room)),
  );
}

/**
 * `texts.length` x `dimensions`, of texts cut into windows. Those of one length share a batch: nothing is padded, and a vector has the same
 * bits whatever its company.
 */
export async function readWindows(
  reader: Reader,
  texts: readonly (readonly Ids[])[],
  task: Task,
): Promise<Float32Array> {
  const { dimensions, unit } = reader;
  const vectors = new Float32Array(texts.length * dimensions);
  const vectorOf = (row: number) => vectors.subarray(row * dimensions, (row + 1) * dimensions);
  const tokensOf = texts.map((own) => own.reduce((sum, ids) => sum + ids.length, 0));
  const begun = new Uint8Array(texts.length);
  const windows = texts.flatMap((own, row) => own.map((ids) => ({ row, ids })));
  // Stable: windows of a text meet in the same order whatever else is read.
  windows.sort((a, b) => a.ids.length - b.ids.length);
  const total = tokensOf.reduce((sum, tokens) => sum + tokens, 0);
  let done = 0;
  for (let from = 0; from < windows.length; ) {
    const batch = nextBatch(windows, from);
    const output = await reader.run(batch.map(({ ids }) => ids));
    batch.forEach(({ row, ids }, i) => {
      const vector = output.subarray(i * dimensions, (i + 1) * dimensions);
      const share = ids.length / tokensOf[row];
      join(vectorOf(row), vector, reader.joining, share, begun[row] === 0);
      begun[row] = 1;
      done += ids.length;
    });
    from += batch.length;
    task.report(done / total, 'Reading texts');
  }
  texts.forEach((own, row) => {
    if (unit === 'all' || (unit === 'joined' && own.length > 1)) toLengthOne(vectorOf(row));
  });
  return vectors;
}

/** How many of the texts are longer than all windows together. */
export function countCut(reader: Reader, texts: readonly string[], task: Task): number {
  const room = roomOf(reader) * reader.windows;
  return texts.filter((text) => {
    task.check();
    return reader.tokenize(text, room + 1).length > room;
  }).length;
}

/** Tokens of a text that a window holds. */
function roomOf({ window, marks }: Reader): number {
  return Math.max(1, window - marks);
}

type Window = { readonly row: number; readonly ids: Ids };

/** The next windows of one length that fit a batch. */
function nextBatch(windows: readonly Window[], from: number): readonly Window[] {
  const { length } = windows[from].ids;
  let to = from + 1;
  while (windows[to]?.ids.length === length && (to + 1 - from) * length <= tokensPerBatch) to += 1;
  return windows.slice(from, to);
}

/** Adds the vector of a window to that of its text; a text of one window keeps its bits. */
function join(
  into: Float32Array,
  vector: Float32Array,
  joining: Reader['joining'],
  share: number,
  first: boolean,
): void {
  for (let j = 0; j < into.length; j++) {
    if (joining === 'max') into[j] = first ? vector[j] : Math.max(into[j], vector[j]);
    else into[j] = first ? share * vector[j] : into[j] + share * vector[j];
  }
}

function toLengthOne(vector: Float32Array): void {
  const norm = Math.hypot(...vector) || 1;
  for (let j = 0; j < vector.length; j++) vector[j] /= norm;
}
