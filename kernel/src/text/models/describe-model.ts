import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Pooling } from '../../plan.js';
import { inputError } from '../../problem.js';
import type { EncoderInfo } from '../encoder-interface.js';
import { mostWindows } from '../encoder-list.js';
import { inspectFile } from './inspect-file.js';
import type { OnnxFile } from './inspect-onnx.js';
import { ModelFolder } from './model-folder.js';
import type { ModelName } from './name.js';

/** What a spec may choose of a model; the model's own settings where absent. */
export interface ModelOptions {
  readonly pooling?: Pooling;
  /** Hidden layer whose vectors are pooled: 0 is the embeddings, 1 the first layer; the last where absent. */
  readonly layer?: number;
}

/** A model that can be opened: plain data. */
export interface DescribedModel {
  readonly info: EncoderInfo;
  readonly folder: string;
  /** The ONNX file, in the folder. */
  readonly file: string;
  readonly pooling: Pooling;
  /** Vectors are brought to length 1. */
  readonly normalize: boolean;
  /** The value of the graph that holds a vector for every token. */
  readonly output: string;
  readonly inputs: readonly string[];
  /** The model rounds a batch as a whole: a text must be read alone to have the same bits in any company. */
  readonly alone: boolean;
  /** Numbers lie beside the ONNX file. */
  readonly external: boolean;
}

/** Where a model may lie: the workspace first, so that a project can bring its own. */
export interface ModelPlaces {
  readonly workspace?: string;
  readonly cache: string;
}

const files = ['onnx/model.onnx', 'model.onnx'];
const knownInputs = new Set(['input_ids', 'attention_mask', 'token_type_ids', 'position_ids']);
/** Positions a RoBERTa keeps for padding. */
const paddingPositions = 2;

export function cachedFolder(cache: string, { organisation, model }: ModelName): string {
  return join(cache, 'models', organisation, model);
}

/**
 * Looks a model up on this machine, and at all of its files, before a runtime sees any.
 * @throws InputError CS4002 where the model is not here, CS4005 to CS4008 where it cannot be used
 */
export async function describeModel(
  name: string,
  parsed: ModelName,
  places: ModelPlaces,
  options: ModelOptions,
): Promise<DescribedModel> {
  const folder = await findFolder(parsed, places);
  const [config, pooler, modules] = await Promise.all([
    folder.readJson('config.json'),
    optionalJson(folder, '1_Pooling/config.json'),
    optionalJson(folder, 'modules.json'),
  ]);
  const file = await firstFile(folder);
  const onnx = await inspectFile(folder, file);
  const pooling =
    options.pooling ??
    (pooler.pooling_mode_cls_token === true
      ? 'cls'
      : pooler.pooling_mode_max_tokens === true
        ? 'max'
        : 'mean');
  const output = outputOf(onnx, options.layer, config, folder.model);
  const unknown = onnx.inputs.filter((input) => !knownInputs.has(input));
  if (unknown.length > 0 || !onnx.inputs.includes('input_ids')) {
    throw notUsable(
      folder.model,
      `it reads ${onnx.inputs.join(', ')} where a BERT reads input_ids and attention_mask`,
    );
  }
  const dimensions = whole(config.hidden_size ?? config.dim);
  if (dimensions === undefined) throw notUsable(folder.model, 'its config.json names no hidden_size');
  const normalize = Object.values(modules).some((each) =>
    /Normalize$/.test(String((each as { type?: unknown })?.type)),
  );
  const version = await versionOf(folder, file, onnx, { pooling, output, normalize, mostWindows });
  return {
    info: {
      name,
      version,
      dimensions,
      window: await windowOf(folder, config),
      windows: mostWindows,
      languages: [],
      licence: `see the model ${folder.model}`,
    },
    folder: folder.path,
    file,
    pooling,
    normalize,
    output,
    inputs: onnx.inputs,
    alone: onnx.nodes.some(({ type }) => type === 'DynamicQuantizeLinear'),
    external: onnx.external.length > 0,
  };
}

/** The folder of a model on this machine. @throws InputError CS4002 where it is not here */
export async function findFolder(parsed: ModelName, { workspace, cache }: ModelPlaces): Promise<ModelFolder> {
  const { organisation, model, revision } = parsed;
  const shown = `${organisation}/${model}`;
  if (workspace !== undefined) {
    const own = new ModelFolder(join(workspace, 'models', organisation, model), shown);
    if (await own.has('config.json')) {
      // A link there must not lead out of the workspace.
      await new ModelFolder(workspace, shown).locate(join('models', organisation, model, 'config.json'));
      return own;
    }
  }
  const folder = new ModelFolder(cachedFolder(cache, parsed), shown);
  const fetch = `run \`causal fetch-model ${shown}${revision === undefined ? '' : `@${revision}`}\``;
  if (!(await folder.has('manifest.json'))) {
    throw inputError(
      'CS4002',
      `The model ${shown} is not on this machine: ${fetch}, or put its files into models/${shown}.`,
    );
  }
  const kept = (await folder.readJson('manifest.json')).revision;
  if (revision !== undefined && kept !== revision) {
    throw inputError(
      'CS4002',
      `The model ${shown} is here at revision ${String(kept)}, not ${revision}: ${fetch}.`,
    );
  }
  return folder;
}

async function firstFile(folder: ModelFolder): Promise<string> {
  for (const file of files) if (await folder.has(file)) return file;
  throw inputError(
    'CS4005',
    `The model ${folder.model} has no file ${files.join(' or ')}: export it to ONNX, or use another.`,
  );
}

/** The value that holds the tokens' vectors, after the layer that is asked for. */
function outputOf(
  onnx: OnnxFile,
  layer: number | undefined,
  config: Readonly<Record<string, unknown>>,
  model: string,
): string {
  const layers = whole(config.num_hidden_layers ?? config.n_layers, 0);
  const last = ['last_hidden_state', 'token_embeddings'].find((name) => onnx.outputs.includes(name));
  if (layer === undefined || layer === layers) {
    if (last !== undefined) return last;
    throw notUsable(model, `it yields ${onnx.outputs.join(', ')} and no last_hidden_state`);
  }
  if (layers !== undefined && (layer < 0 || layer > layers)) {
    throw notUsable(model, `it has hidden layers 0 to ${layers} and no layer ${layer}`);
  }
  const own = [`hidden_states.${layer}`, `hidden_states_${layer}`].find((name) =>
    onnx.outputs.includes(name),
  );
  if (own !== undefined) return own;
  if (onnx.external.length > 0)
    throw notUsable(model, 'hidden layers are read only where one file holds the whole model');
  // Exporters name operators after the modules of the network: the last one of a layer yields what the layer yields.
  const scope = layer === 0 ? /(^|\/)embeddings\// : new RegExp(`(^|/)(layer|layers)[./]${layer - 1}/`);
  const node = onnx.nodes.findLast(({ name }) => scope.test(name));
  if (!node) throw notUsable(model, `no operator of it is named after its layer ${layer}`);
  return node.outputs[0];
}

async function windowOf(folder: ModelFolder, config: Readonly<Record<string, unknown>>): Promise<number> {
  const [tokenizer, sentences] = await Promise.all([
    optionalJson(folder, 'tokenizer_config.json'),
    optionalJson(folder, 'sentence_bert_config.json'),
  ]);
  const positions = whole(config.max_position_embeddings);
  const shift = /roberta|camembert/.test(String(config.model_type)) ? paddingPositions : 0;
  const limits = [
    positions === undefined ? undefined : positions - shift,
    whole(tokenizer.model_max_length),
    whole(sentences.max_seq_length),
  ].filter((limit) => limit !== undefined);
  return limits.length > 0 ? Math.min(...limits) : 512;
}

/** Of everything the vectors depend on. */
async function versionOf(folder: ModelFolder, file: string, onnx: OnnxFile, how: object): Promise<string> {
  const beside = onnx.external.map(({ path }) => (file.includes('/') ? `onnx/${path}` : path));
  const names = [file, 'config.json', 'tokenizer.json', 'tokenizer_config.json', ...new Set(beside)].sort();
  const present = [];
  for (const name of names)
    if (name !== 'tokenizer_config.json' || (await folder.has(name))) present.push(name);
  const hash = createHash('sha256').update(JSON.stringify(how));
  for (const name of present) hash.update(`${name}\0${await folder.hash(name)}\0`);
  return hash.digest('hex').slice(0, 32);
}

async function optionalJson(folder: ModelFolder, file: string): Promise<Readonly<Record<string, unknown>>> {
  return (await folder.has(file)) ? folder.readJson(file) : {};
}

function whole(value: unknown, least = 1): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least ? value : undefined;
}

function notUsable(model: string, why: string): Error {
  return inputError('CS4008', `The model ${model} cannot be used as an encoder: ${why}.`);
}
