import { inputError } from '../problem.js';
import type { Encoder, EncoderInfo } from './encoder-interface.js';
import { openUseLite, useLite } from './use-lite.js';

export type { Encoder, EncoderInfo };

const known: readonly { readonly info: EncoderInfo; open(): Promise<Encoder> }[] = [
  { info: useLite, open: openUseLite },
];

/** All encoders that can be named in a spec, for completion and the doctor. */
export const encoders: readonly EncoderInfo[] = known.map(({ info }) => info);

/**
 * Opens an encoder by the name a spec gives it.
 * @throws InputError CS4001 for a name nobody has.
 */
export async function openEncoder(name: string): Promise<Encoder> {
  const entry = known.find(({ info }) => info.name === name);
  if (!entry) {
    const names = encoders.map((info) => `\`${info.name}\``).join(', ');
    throw inputError('CS4001', `There is no encoder \`${name}\`: use one of ${names}.`);
  }
  return entry.open();
}
