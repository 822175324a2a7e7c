/**
 * Entry of an encoder's process, bundled to `dist/encoder.mjs`. Started with `fork` by a kernel, and ends when the channel closes: none is
 * ever orphaned. The model is opened by the first question that needs it.
 */
import { InputError } from '../../problem.js';
import { unwatched } from '../../task.js';
import type { Ground } from '../encoder-interface.js';
import { openTranslations, type Translations } from '../translation/open-translations.js';
import { findGround } from './ground.js';
import type { FromEncoder, ToEncoder } from './messages.js';
import { countCut, type Reader, readTexts } from './reader.js';
import { type Order, openReader } from './source.js';

if (process.send === undefined) {
  process.stderr.write('This is an encoder of Causal Spec: it is started by a kernel.\n');
  process.exit(2);
}

let order: Order | undefined;
let ground: Ground | undefined;
let reader: Promise<Reader> | undefined;
let translations: Promise<Translations> | undefined;
let turn: Promise<unknown> = Promise.resolve();

function ordered(): { order: Order; ground: Ground } {
  if (!order || !ground) throw new Error('The first message must be the order.');
  return { order, ground };
}

function openedReader(): Promise<Reader> {
  const { order, ground } = ordered();
  const { source, cache } = order;
  if (source.kind === 'translator') throw new Error('A translator reads no vectors.');
  reader ??= openReader({ source, cache }, ground);
  return reader;
}

function openedTranslations(): Promise<Translations> {
  const { order, ground } = ordered();
  if (order.source.kind !== 'translator') throw new Error('An encoder translates nothing.');
  translations ??= openTranslations(order.source.model, ground);
  return translations;
}

async function answer(message: ToEncoder): Promise<FromEncoder> {
  switch (message.kind) {
    case 'order':
      order = message.order;
      ground = await findGround(order.device);
      return { kind: 'ready', ground };
    case 'encode': {
      const vectors = await readTexts(await openedReader(), message.texts, unwatched);
      return { kind: 'vectors', vectors, residentMb: process.memoryUsage.rss() / 2 ** 20 };
    }
    case 'count':
      return { kind: 'cut', count: countCut(await openedReader(), message.texts, unwatched) };
    case 'translate': {
      const translate = await openedTranslations();
      const texts = await translate(message.texts, unwatched);
      return { kind: 'translated', texts, residentMb: process.memoryUsage.rss() / 2 ** 20 };
    }
  }
}

async function respond(message: ToEncoder): Promise<void> {
  const said = await answer(message).catch((error: unknown): FromEncoder => {
    if (error instanceof InputError) return { kind: 'refused', problems: error.problems };
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  });
  process.send?.(said);
}

process.on('message', (message: ToEncoder) => {
  turn = turn.then(() => respond(message));
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C in a terminal reaches the whole process group; the kernel decides what it means.
process.on('SIGINT', () => undefined);
