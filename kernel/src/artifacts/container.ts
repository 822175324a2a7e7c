import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { Provenance } from '../result.js';

/** What an artifact was made from. */
export type Made = Pick<Provenance, 'stepHash' | 'specHash' | 'dataHash' | 'seed' | 'versions'>;

/**
 * The file of one artifact. Two lines of ASCII, then the blobs one after another:
 *
 *     causal-artifact 1 <sha256 of the manifest> <bytes of the manifest, 10 digits>
 *     {"key": ..., "made": {"specHash": ..., "dataHash": ..., "seed": ..., "versions": ...}, "blobs": [...]}
 *
 * The manifest gives every blob's name, length and sha256, so one blob can be read and verified without the others, and the
 * file's length follows from it.
 */
export interface Blob {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Header {
  readonly key: string;
  readonly made: Made;
  /** `start` is the blob's place in the file. */
  readonly blobs: readonly (Blob & { readonly start: number })[];
}

const magic = 'causal-artifact 1 ';
const firstLineBytes = magic.length + 64 + 1 + 10 + 1;
const maxManifestBytes = 1 << 20;

/** The two lines before the blobs. */
export function headerOf(key: string, made: Made, blobs: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const described = [...blobs].map(
    ([name, bytes]): Blob => ({ name, bytes: bytes.length, sha256: sha256(bytes) }),
  );
  const manifest = Buffer.from(`${JSON.stringify({ key, made, blobs: described })}\n`);
  const first = `${magic}${sha256(manifest)} ${String(manifest.length).padStart(10, '0')}\n`;
  return Buffer.concat([Buffer.from(first), manifest]);
}

/** Reads and verifies the manifest of an open file. Throws an Error that says what is wrong. */
export async function parseHeader(file: FileHandle, key: string): Promise<Header> {
  const first = (await readExactly(file, 0, firstLineBytes)).toString('latin1');
  const [hash = '', length = ''] = first.startsWith(magic)
    ? first.slice(magic.length).trimEnd().split(' ')
    : [];
  const bytes = Number(length);
  if (!Number.isInteger(bytes) || bytes < 2 || bytes > maxManifestBytes)
    throw new Error('its first line is not ours');
  const text = await readExactly(file, firstLineBytes, bytes);
  if (sha256(text) !== hash) throw new Error('its manifest does not match its sha256');
  const manifest = JSON.parse(text.toString('utf8')) as { key: string; made: Made; blobs: Blob[] };
  if (manifest.key !== key) throw new Error('it is the artifact of another key');
  let start = firstLineBytes + bytes;
  const blobs = manifest.blobs.map((blob) => {
    const placed = { ...blob, start };
    start += blob.bytes;
    return placed;
  });
  if ((await file.stat()).size !== start) throw new Error('its length does not match its manifest');
  return { key, made: manifest.made, blobs };
}

async function readExactly(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, at);
  if (bytesRead !== length) throw new Error('it is cut off');
  return buffer;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
