import { createHash } from 'node:crypto';
import { decodeValue, encodeValue } from '../artifacts/codec.js';
import type { Made } from '../artifacts/container.js';
import { keyOf, type Store } from '../artifacts/store.js';
import { InputError } from '../problem.js';
import type { Task } from '../task.js';
import type { NetworkOptions } from '../text/network/network-options.js';
import type { Translator } from '../text/translation/translator.js';
import type { Workbench } from './workbench.js';

/** Translations depend on texts and models alone. */
const made: Made = { stepHash: '', specHash: '', dataHash: '', seed: 0, versions: {} };

/**
 * Some of the texts in other words, by their places: translated to another language and back (Sennrich, Haddow and Birch 2016). Translating takes
 * seconds for a hundred texts, so what was translated is kept, text by text of one order.
 * @throws InputError CS4001 and more where a model is not on this machine or cannot translate
 */
export async function thereAndBack(
  bench: Workbench,
  { there, back }: NonNullable<NetworkOptions['translation']>,
  texts: readonly string[],
  chosen: Int32Array,
  task: Task,
): Promise<ReadonlyMap<number, string>> {
  const own = Array.from(chosen, (i) => texts[i]);
  const [to, from] = await Promise.all([there, back].map((name) => bench.translator(name)));
  const hash = createHash('sha256').update(JSON.stringify(own)).digest('hex');
  const key = keyOf('translated', to.version, from.version, hash);
  const kept = await readKept(bench.store, key, own.length);
  const said = kept ?? (await translate(to, from, own, task));
  if (!kept) await keep(bench.store, key, said);
  return new Map(said.map((text, i) => [chosen[i], text]));
}

async function translate(
  to: Translator,
  from: Translator,
  texts: readonly string[],
  task: Task,
): Promise<string[]> {
  try {
    const between = await to.translate(texts, task.part(0, 0.5, 'translating texts'));
    return await from.translate(between, task.part(0.5, 1, 'translating texts back'));
  } finally {
    await Promise.all([to.close(), from.close()]);
  }
}

async function readKept(store: Store, key: string, count: number): Promise<string[] | undefined> {
  const bytes = await store.read(key, 'texts');
  if (!bytes) return undefined;
  try {
    const texts = decodeValue(bytes);
    const whole = Array.isArray(texts) && texts.length === count && texts.every((t) => typeof t === 'string');
    return whole ? texts : undefined;
  } catch {
    return undefined;
  }
}

/** What cannot be kept is translated again by the next run. */
async function keep(store: Store, key: string, texts: readonly string[]): Promise<void> {
  try {
    await store.write(key, made, new Map([['texts', encodeValue(texts)]]));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
}
