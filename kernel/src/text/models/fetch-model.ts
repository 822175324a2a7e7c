import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileError } from '../../files/file-error.js';
import { type InputError, inputError } from '../../problem.js';
import type { Task } from '../../task.js';
import { say } from '../../words/say.js';
import { cachedFolder } from './describe-model.js';
import type { ModelName } from './name.js';
import { translatorFiles } from './translator-files.js';

/** Where models come from unless the variable HF_ENDPOINT names another place. */
export const defaultHub = 'https://huggingface.co';

/** What a model is made of; of the ONNX files the first that is there, or those that translate, with the numbers beside them. */
const wanted = [
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'modules.json',
  'sentence_bert_config.json',
  '1_Pooling/config.json',
];
const graphs = ['onnx/model.onnx', 'model.onnx'];

/** How often a broken connection is taken up again. */
const attempts = 3;

interface RemoteFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256?: string;
  /** Of a git blob. */
  readonly sha1?: string;
}

/** What would be fetched: for the person to agree to. */
export interface FetchPlan {
  readonly name: ModelName;
  readonly hub: string;
  /** The commit that the files belong to. */
  readonly revision: string;
  readonly files: readonly RemoteFile[];
  readonly bytes: number;
}

/**
 * Asks the hub what a model is made of; fetches no file of it.
 * @throws InputError CS4009 where the hub does not answer or has no such model, CS4008 where there is no ONNX file
 */
export async function planFetch(
  name: ModelName,
  hub = process.env.HF_ENDPOINT ?? defaultHub,
): Promise<FetchPlan> {
  const shown = `${name.organisation}/${name.model}`;
  const address = `${hub}/api/models/${shown}/revision/${name.revision ?? 'main'}?blobs=true`;
  const response = await request(address, {}, shown);
  const answer = (await response.json().catch(() => undefined)) as Answer | undefined;
  if (
    typeof answer?.sha !== 'string' ||
    !/^[0-9a-f]{40}$/.test(answer.sha) ||
    !Array.isArray(answer.siblings)
  ) {
    throw inputError('CS4009', say`${hub} does not say what ${shown} is made of; is it a model hub?`);
  }
  const known = new Map(answer.siblings.map((file) => [file.rfilename, file]));
  const graph = graphs.find((path) => known.has(path));
  const { encoder, decoder } = translatorFiles;
  const translates = graph === undefined && known.has(encoder) && known.has(decoder);
  if ((graph === undefined && !translates) || !known.has('tokenizer.json')) {
    const lack = graph === undefined && !translates ? graphs.join(say` or `) : 'tokenizer.json';
    throw inputError('CS4008', say`The model ${shown} cannot be used as an encoder: it has no ${lack}.`);
  }
  const onnx = (graph === undefined ? Object.values(translatorFiles) : [graph]).flatMap((path) => [
    path,
    `${path}_data`,
    `${path}.data`,
  ]);
  const paths = [...wanted, ...onnx].filter((path) => known.has(path));
  const files = paths.map((path): RemoteFile => {
    const { size, blobId, lfs } = known.get(path) ?? {};
    return { path, bytes: lfs?.size ?? size ?? 0, sha256: lfs?.sha256, sha1: lfs ? undefined : blobId };
  });
  const unsigned = files.find(({ sha256, sha1 }) => sha256 === undefined && sha1 === undefined);
  if (unsigned)
    throw inputError('CS4009', say`${hub} names no checksum of ${unsigned.path}; nothing was fetched.`);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { name, hub, revision: answer.sha, files, bytes };
}

interface Answer {
  readonly sha?: unknown;
  readonly siblings?: readonly {
    readonly rfilename: string;
    readonly size?: number;
    readonly blobId?: string;
    readonly lfs?: { readonly sha256?: string; readonly size?: number };
  }[];
}

/**
 * Fetches a model into the cache; what has arrived before is not fetched again. The model is there once all of it is, and checked.
 * @throws InputError CS4009, CS4010, CS1142: what has arrived is kept for the next time
 */
export async function fetchModel(plan: FetchPlan, cache: string, task: Task): Promise<string> {
  const { name, revision, files } = plan;
  const folder = cachedFolder(cache, name);
  const partial = `${folder}.${revision}.partial`;
  let done = 0;
  try {
    for (const file of files) {
      await fetchFile(plan, file, join(partial, file.path), (bytes) =>
        task.report((done + bytes) / Math.max(1, plan.bytes), say`fetching ${file.path}`),
      );
      done += file.bytes;
    }
    await writeFile(
      join(partial, 'manifest.json'),
      `${JSON.stringify({ revision, hub: plan.hub, files }, null, 2)}\n`,
    );
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
  } catch (error) {
    throw fileError(error, `models/${name.organisation}/${name.model}`, 'write to');
  }
  return folder;
}

async function fetchFile(
  plan: FetchPlan,
  file: RemoteFile,
  path: string,
  arrived: (bytes: number) => void,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  for (let attempt = 1; ; attempt++) {
    try {
      await fetchRest(plan, file, path, arrived);
      break;
    } catch (error) {
      if (!(error instanceof Broken) || attempt === attempts)
        throw error instanceof Broken ? error.told(file.path) : error;
    }
  }
  if (await isWhole(file, path)) return;
  await rm(path, { force: true });
  throw inputError(
    'CS4010',
    say`File ${file.path} arrived with other bytes than the hub describes; it was thrown away, run again.`,
  );
}

/** The connection broke on the way. */
class Broken extends Error {
  told(path: string): InputError {
    return inputError(
      'CS4009',
      say`The connection broke while ${path} was fetched (${this.message}); run again, it goes on where it stopped.`,
    );
  }
}

/** Appends what a file still lacks. */
async function fetchRest(
  { hub, name, revision }: FetchPlan,
  file: RemoteFile,
  path: string,
  arrived: (bytes: number) => void,
): Promise<void> {
  let have = await stat(path).then(
    ({ size }) => size,
    () => 0,
  );
  if (have > file.bytes) have = 0;
  arrived(have);
  if (have === file.bytes && have > 0) return;
  const shown = `${name.organisation}/${name.model}`;
  const headers: Record<string, string> = have > 0 ? { Range: `bytes=${have}-` } : {};
  const response = await request(`${hub}/${shown}/resolve/${revision}/${file.path}`, headers, shown);
  // A server that knows no ranges sends the whole file again.
  const append = have > 0 && response.status === 206;
  if (!append) have = 0;
  const into = await open(path, append ? 'a' : 'w');
  try {
    for await (const part of partsOf(response.body as AsyncIterable<Uint8Array> | null)) {
      await into.writeFile(part);
      have += part.length;
      if (have > file.bytes)
        throw inputError('CS4010', say`File ${file.path} is longer than the hub says; run again.`);
      arrived(have);
    }
    await into.sync();
  } finally {
    await into.close();
  }
  if (have < file.bytes) throw new Broken(say`${have} of ${file.bytes} bytes`);
}

/** The parts of a body; trouble on the way is told apart from trouble with what is done with them. */
async function* partsOf(body: AsyncIterable<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  const iterator = body?.[Symbol.asyncIterator]();
  if (!iterator) return;
  try {
    for (;;) {
      let next: IteratorResult<Uint8Array>;
      try {
        next = await iterator.next();
      } catch (error) {
        throw new Broken(causeOf(error));
      }
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.().catch(() => undefined);
  }
}

async function request(address: string, headers: Record<string, string>, model: string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, { headers });
  } catch (error) {
    const { host } = new URL(address);
    throw inputError(
      'CS4009',
      say`${host} cannot be reached (${causeOf(error)}): ${model} was not fetched. Without a network, copy its files into models/${model}.`,
    );
  }
  if (response.ok) return response;
  await response.body?.cancel();
  const why =
    response.status === 404
      ? say`there is no such model or revision`
      : response.status === 401 || response.status === 403
        ? say`it is not public`
        : say`the hub answers ${response.status}`;
  throw inputError('CS4009', say`The model ${model} was not fetched: ${why}.`);
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}

async function isWhole(file: RemoteFile, path: string): Promise<boolean> {
  const hash: Hash =
    file.sha256 !== undefined
      ? createHash('sha256')
      : // Small files are checked as git names them.
        createHash('sha1').update(`blob ${file.bytes}\0`);
  for await (const part of createReadStream(path)) hash.update(part as Buffer);
  return hash.digest('hex') === (file.sha256 ?? file.sha1);
}
