import { inputError } from '../problem.js';
import type { Encoder, EncoderInfo, Pool } from './encoder-interface.js';
import { openUseLite, useLite } from './use-lite.js';

export type { Encoder, EncoderInfo, Pool };

const known: readonly { readonly info: EncoderInfo; open(): Promise<Encoder> }[] = [
  { info: useLite, open: openUseLite },
];

/** All encoders that can be named in a spec, for completion and the doctor. */
export const encoders: readonly EncoderInfo[] = known.map(({ info }) => info);

/**
 * Opens an encoder by the name a spec gives it.
 * @throws InputError CS4001 for a name nobody has, CS4002 for a pool the encoder does not offer.
 */
export async function openEncoder(name: string, pool: Pool = 'mean'): Promise<Encoder> {
  const entry = known.find(({ info }) => info.name === name);
  if (!entry) {
    const names = encoders.map((info) => `\`${info.name}\``).join(', ');
    throw inputError('CS4001', `There is no encoder \`${name}\`: use one of ${names}.`);
  }
  if (!entry.info.pools.includes(pool)) {
    const offered = entry.info.pools.map((p) => `\`${p}\``).join(', ');
    throw inputError('CS4002', `Encoder \`${name}\` cannot pool by \`${pool}\`: use ${offered}.`);
  }
  return entry.open();
}
