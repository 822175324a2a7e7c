import { inputError } from '../../problem.js';
import type { Task } from '../../task.js';
import { cacheFolder } from '../cache-folder.js';
import type { EncoderPlace } from '../encoder.js';
import { Children } from '../engine/children.js';
import { findGround } from '../engine/ground.js';
import type { Order } from '../engine/source.js';
import { parseModelName } from '../models/name.js';
import { type DescribedTranslator, describeTranslator } from './describe-translator.js';
import { openTranslations } from './open-translations.js';

/** A model that translates, on this machine. */
export interface Translator {
  readonly version: string;
  /** One for each text; a text that is too long for the model is given back as it was. */
  translate(texts: readonly string[], task: Task): Promise<string[]>;
  close(): Promise<void>;
}

/** A second or two of work: translating takes far longer than reading. */
const textsAtOnce = 16;

/**
 * Finds a model that translates by the name a spec gives it. Nothing is fetched; what computes is started by the first texts.
 * @param name `hf:org/model`
 * @throws InputError CS4001 for a name that is none, CS4002 and more where a model is not here or cannot translate
 */
export async function findTranslator(name: string, place: EncoderPlace): Promise<Translator> {
  const { device = 'auto', workspace, cache = cacheFolder(), script, processes = 1 } = place;
  const parsed = name.startsWith('hf:') ? parseModelName(name) : undefined;
  if (!parsed) {
    throw inputError('CS4001', `"${name}" is no model that translates; write "hf:organisation/model".`);
  }
  const model = await describeTranslator(parsed, { workspace, cache });
  const order: Order = { source: { kind: 'translator', model }, device, cache };
  return script === undefined ? here(model, order) : inProcesses(model, order, { script, processes });
}

/** In this very process: for short work, and for whoever has no script of a process at hand. */
function here(model: DescribedTranslator, { device }: Order): Translator {
  return {
    version: model.version,
    translate: async (texts, task) => (await openTranslations(model, await findGround(device)))(texts, task),
    close: async () => undefined,
  };
}

function inProcesses(
  { version }: DescribedTranslator,
  order: Order,
  options: { readonly script: string; readonly processes: number },
): Translator {
  let children: Promise<Children> | undefined;
  return {
    version,
    async translate(texts, task) {
      children ??= Children.start(order, options);
      const translated = [...texts];
      let done = 0;
      await (await children).work(
        texts,
        task,
        async (child, rows) => {
          const answer = await child.ask({ kind: 'translate', texts: Array.from(rows, (row) => texts[row]) });
          if (answer.kind !== 'translated') throw new Error('The translator answered something else.');
          rows.forEach((row, i) => {
            translated[row] = answer.texts[i];
          });
          done += rows.length;
          task.report(done / texts.length, 'Translating texts');
        },
        textsAtOnce,
      );
      return translated;
    },
    async close() {
      await (await children)?.close();
    },
  };
}
