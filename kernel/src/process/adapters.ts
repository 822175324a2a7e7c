import { createHash } from 'node:crypto';
import { decodeValue, encodeValue } from '../artifacts/codec.js';
import type { Made } from '../artifacts/container.js';
import { keyOf, type Store } from '../artifacts/store.js';
import type { Table } from '../data/table.js';
import type { EncodeStep } from '../plan.js';
import { InputError, inputError } from '../problem.js';
import type { Task } from '../task.js';
import { adaptOptions } from '../text/adapter/adapt-options.js';
import type { Adaptation } from '../text/adapter/adaptation.js';
import { type Adapter, isAdapter } from '../text/adapter/adapter.js';
import { adaptContrastively } from '../text/adapter/contrastive.js';
import { openTensors } from '../text/network/tensors.js';
import type { TextDesign } from '../text/text-design.js';
import { damaged } from '../trees/model/sealed.js';

/** What the embeddings of texts go through behind their encoders, by name of the text; none where adapting gained nothing. */
export type Adapters = ReadonlyMap<string, Adapter>;

/** An adapter depends on vectors, texts and pairs alone: on no spec, no data file and no seed. */
const made: Made = { stepHash: '', specHash: '', dataHash: '', seed: 0, versions: {} };
/** Changes whenever the same texts give another adapter. */
const version = '1';

/**
 * Adapters that may come from anyone.
 * @param allowed texts that may have one
 * @throws InputError CS5005
 */
export function checkAdapters(value: unknown, allowed: readonly string[]): Adapters {
  const whole =
    value instanceof Map &&
    [...value].every(([name, adapter]) => allowed.includes(name) && isAdapter(adapter));
  if (!whole) throw damaged('what its texts were adapted by is not whole');
  return value as Adapters;
}

/**
 * How the embedding of a design is adapted to its own texts, as its step asks: learnt now, or before from the same vectors and pairs.
 * @throws InputError CS1136 where the table has no column of pairs
 */
export async function adaptationOf(
  store: Store,
  { parameters }: EncodeStep,
  design: TextDesign,
  table: Table,
  task: Task,
): Promise<Adaptation | undefined> {
  const { adapt } = parameters;
  if (!adapt) return undefined;
  const pairs = adapt.pairs === undefined ? undefined : table.columns.get(adapt.pairs);
  if (adapt.pairs !== undefined && !pairs) {
    const why = `Column "${adapt.pairs}", whose values are to pair the texts of "${design.name}", is not in the data.`;
    throw inputError('CS1136', why, { column: adapt.pairs });
  }
  const hash = createHash('sha256').update(design.vectorizer.id);
  for (const array of [design.embedding, design.codes, pairs && valuesOf(pairs)]) {
    if (array) hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }
  const key = keyOf('adaptation', version, JSON.stringify(adapt), hash.digest('hex'));
  const kept = await store.read(key, 'adaptation');
  const known = kept && asAdaptation(kept);
  if (known) return known;
  await openTensors();
  const found = adaptContrastively(design, pairs, adaptOptions(adapt), task);
  await keep(store, key, found);
  return found;
}

function valuesOf(column: NonNullable<ReturnType<Table['columns']['get']>>): Float64Array | Int32Array {
  return column.kind === 'numeric' ? column.values : column.codes;
}

/** One that cannot be kept is learnt again by the next run, and is the same. */
async function keep(store: Store, key: string, adaptation: Adaptation): Promise<void> {
  try {
    await store.write(key, made, new Map([['adaptation', encodeValue(adaptation)]]));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
}

function asAdaptation(bytes: Uint8Array): Adaptation | undefined {
  try {
    const value = decodeValue(bytes) as Adaptation | null;
    const whole = typeof value === 'object' && value !== null;
    return whole && (value.adapter === undefined || isAdapter(value.adapter)) ? value : undefined;
  } catch {
    return undefined;
  }
}
