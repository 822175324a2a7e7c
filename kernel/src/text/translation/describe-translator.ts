import { createHash } from 'node:crypto';
import { inputError } from '../../problem.js';
import { findFolder, type ModelPlaces } from '../models/describe-model.js';
import { inspectFile } from '../models/inspect-file.js';
import type { ModelFolder } from '../models/model-folder.js';
import type { ModelName } from '../models/name.js';
import { translatorFiles } from '../models/translator-files.js';

/** A model that translates and can be opened: plain data. */
export interface DescribedTranslator {
  readonly name: string;
  /** Changes whenever its translations may. */
  readonly version: string;
  readonly folder: string;
  /** ONNX files, in the folder. */
  readonly encoder: string;
  readonly decoder: string;
  /** Goes on from what an earlier step computed, instead of from the beginning. */
  readonly decoderWithPast?: string;
  /** Tokens that a text may have, marks of the ends included. */
  readonly window: number;
  /** Ids of tokens: what a translation begins with, what ends it, and what stands in none. */
  readonly start: number;
  readonly end: number;
  readonly never: readonly number[];
}

/** Tokens of a text where the model says nothing else. */
const usualWindow = 512;

/**
 * Looks a model of an encoder and a decoder up on this machine (Marian and its like: one pair of languages a model), and at all of its
 * files, before a runtime sees any.
 * @throws InputError CS4002 where the model is not here, CS4005 to CS4008 where it cannot be used
 */
export async function describeTranslator(
  parsed: ModelName,
  places: ModelPlaces,
): Promise<DescribedTranslator> {
  const folder = await findFolder(parsed, places);
  const config = await folder.readJson('config.json');
  const { encoder, decoder, decoderWithPast } = translatorFiles;
  for (const file of [encoder, decoder]) {
    if (!(await folder.has(file))) throw notUsable(folder, `it has no file ${file}`);
  }
  const files = [encoder, decoder, ...((await folder.has(decoderWithPast)) ? [decoderWithPast] : [])];
  const graphs = await Promise.all(files.map((file) => inspectFile(folder, file)));
  if (!graphs[0].outputs.includes('last_hidden_state') || !graphs[1].outputs.includes('logits')) {
    throw notUsable(folder, 'its encoder yields no last_hidden_state, or its decoder no logits');
  }
  const token = (name: string): number => {
    const id = config[name];
    if (typeof id === 'number' && Number.isSafeInteger(id) && id >= 0) return id;
    throw notUsable(folder, `its config.json names no ${name}`);
  };
  const start = token('decoder_start_token_id');
  const end = token('eos_token_id');
  const { pad_token_id: pad, max_position_embeddings: positions } = config;
  return {
    name: folder.model,
    version: await versionOf(folder, [...files, 'config.json', 'tokenizer.json']),
    folder: folder.path,
    encoder,
    decoder,
    ...(files.includes(decoderWithPast) && { decoderWithPast }),
    window: typeof positions === 'number' && positions >= 1 ? positions : usualWindow,
    start,
    end,
    never: [...new Set([start, typeof pad === 'number' ? pad : start])].filter((id) => id !== end),
  };
}

async function versionOf(folder: ModelFolder, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0${await folder.hash(file)}\0`);
  return hash.digest('hex').slice(0, 32);
}

function notUsable({ model }: ModelFolder, why: string): Error {
  return inputError('CS4008', `The model ${model} cannot be used to translate: ${why}.`);
}
