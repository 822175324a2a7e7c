import { createHash } from 'node:crypto';
import { decodeValue, encodeValue } from '../../artifacts/codec.js';
import { type InputError, inputError } from '../../problem.js';
import { type Task, unwatched } from '../../task.js';

/** What a sealed value holds, as 8 ASCII characters at its beginning. */
export type Magic = 'CSforest' | 'CScausal' | 'CSmodel ';

const formatVersion = 2;
const headerBytes = 8 + 4 + 32;

/** A plain value as bytes: a body of {@link encodeValue} as {@link sealBytes} closes it. */
export function seal(magic: Magic, value: unknown): Uint8Array<ArrayBuffer> {
  return sealBytes(magic, encodeValue(value));
}

/** The value that was sealed; its shape is not checked yet. Throws InputError CS5005 for anything else. */
export function unseal(magic: Magic, bytes: Uint8Array, task: Task = unwatched): unknown {
  const body = unsealBytes(magic, bytes, task);
  try {
    return decodeValue(body);
  } catch {
    throw damaged('its body cannot be read');
  }
}

/** A body with what proves it whole: magic (8) | version (4, little endian) | sha256 of the body (32) | body. */
export function sealBytes(magic: Magic, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(headerBytes + body.length);
  bytes.set(Buffer.from(magic, 'latin1'), 0);
  new DataView(bytes.buffer).setUint32(8, formatVersion, true);
  bytes.set(digest(body, unwatched), 12);
  bytes.set(body, headerBytes);
  return bytes;
}

/** The body that was sealed. Throws InputError CS5005 for anything else. */
export function unsealBytes(magic: Magic, bytes: Uint8Array, task: Task = unwatched): Uint8Array {
  if (bytes.length < headerBytes) throw damaged('it is cut off');
  if (Buffer.from(bytes.subarray(0, 8)).toString('latin1') !== magic)
    throw damaged(`it is no ${magic.trim()} file`);
  const version = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
  if (version !== formatVersion)
    throw damaged(`it has version ${version} and this program reads ${formatVersion}`);
  const body = bytes.subarray(headerBytes);
  if (!digest(body, task).equals(bytes.subarray(12, headerBytes))) throw damaged('its sha256 does not match');
  return body;
}

/** The error for a stored model that is not what we wrote. */
export function damaged(why: string): InputError {
  return inputError('CS5005', `The stored model cannot be used: ${why}; train it again.`);
}

/** Bytes that are hashed between two looks at whether to stop. */
const portion = 2 ** 24;

function digest(body: Uint8Array, task: Task): Buffer {
  const hash = createHash('sha256');
  for (let from = 0; from < body.length; from += portion) {
    task.check();
    hash.update(body.subarray(from, from + portion));
  }
  return hash.digest();
}
