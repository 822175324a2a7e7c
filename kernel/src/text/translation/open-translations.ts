import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { inputError } from '../../problem.js';
import type { Task } from '../../task.js';
import type { Ground } from '../encoder-interface.js';
import { loadRuntime, type Runtime } from '../engine/runtime.js';
import { ModelFolder } from '../models/model-folder.js';
import { openTokenizer } from '../models/open-tokenizer.js';
import type { DescribedTranslator } from './describe-translator.js';

/** Translates texts; one that is too long for the model, or comes out empty, is given back as it was. */
export type Translations = (texts: readonly string[], task: Task) => Promise<string[]>;

/** A translation may be so many times as long as its text, and some tokens more: beyond, the model repeats itself. */
const [mostTimes, andMore] = [2, 10];
/** Numbers that the decoder may yield at once, for the vocabulary of all texts of a batch. */
const numbersAtOnce = 2 ** 22;

/** Values by the name a graph has for them. */
type Values = Readonly<Record<string, Tensor>>;

/** Opens a model whose files have been looked at. Translations are greedy: the likeliest token, one after another. */
export async function openTranslations(
  model: DescribedTranslator,
  { device }: Ground,
): Promise<Translations> {
  const folder = new ModelFolder(model.folder, model.name);
  const [{ tokenize, before, after, decode }, runtime] = await Promise.all([
    openTokenizer(folder),
    loadRuntime(),
  ]);
  const open = async (file: string) => runtime.open((await folder.locate(file)).path, device);
  const sessions: Sessions = {
    encoder: await open(model.encoder),
    decoder: await open(model.decoder),
    ...(model.decoderWithPast !== undefined && { withPast: await open(model.decoderWithPast) }),
  };
  const room = model.window - before.length - after.length;
  return async (texts, task) => {
    const translated = [...texts];
    const ids = texts.map((text) => tokenize(text, room + 1));
    // Those of one length share a batch: nothing is padded.
    const byLength = new Map<number, number[]>();
    ids.forEach(({ length }, i) => {
      if (length > 0 && length <= room) byLength.set(length, [...(byLength.get(length) ?? []), i]);
    });
    let done = 0;
    for (const [length, rows] of [...byLength].sort(([a], [b]) => a - b)) {
      const most = Math.min(model.window, mostTimes * length + andMore);
      // How many words the decoder knows is seen from its first answer: the first text of a length goes alone.
      let size = 1;
      for (let from = 0; from < rows.length; ) {
        const batch = rows.slice(from, from + size);
        const marked = batch.map((row) => [...before, ...ids[row], ...after]);
        const { tokens, vocabulary } = await greedy(runtime, sessions, model, marked, most, task);
        tokens.forEach((own, i) => {
          translated[batch[i]] = decode(own).trim() || texts[batch[i]];
        });
        done += batch.length;
        task.report(done / texts.length, 'Translating texts');
        from += batch.length;
        size = Math.max(1, Math.floor(numbersAtOnce / (vocabulary * (sessions.withPast ? 1 : most))));
      }
    }
    return translated;
  };
}

interface Sessions {
  readonly encoder: InferenceSession;
  readonly decoder: InferenceSession;
  readonly withPast?: InferenceSession;
}

/** The likeliest tokens of every text, without marks; texts have one length. */
async function greedy(
  { Tensor }: Runtime,
  { encoder, decoder, withPast }: Sessions,
  model: DescribedTranslator,
  texts: readonly (readonly number[])[],
  most: number,
  task: Task,
): Promise<{ tokens: number[][]; vocabulary: number }> {
  const whole = (rows: readonly (readonly number[])[]): Tensor =>
    new Tensor('int64', BigInt64Array.from(rows.flat(), BigInt), [rows.length, rows[0].length]);
  const mask = whole(texts.map((ids) => ids.map(() => 1)));
  const encoded = await encoder.run(asked(encoder, { input_ids: whole(texts), attention_mask: mask }, model));
  const given: Values = { encoder_hidden_states: encoded.last_hidden_state, encoder_attention_mask: mask };
  const tokens = texts.map((): number[] => []);
  const open = new Set(texts.keys());
  let past: Values = {};
  let vocabulary = 1;
  for (let step = 0; step < most && open.size > 0; step++) {
    task.check();
    const goesOn = withPast !== undefined && step > 0;
    const session = goesOn ? withPast : decoder;
    const ids = tokens.map((own) => (goesOn ? own.slice(-1) : [model.start, ...own]));
    const answer = await session.run(asked(session, { ...given, ...past, input_ids: whole(ids) }, model));
    if (withPast) past = { ...past, ...pastOf(answer) };
    const { data, dims } = answer.logits;
    vocabulary = dims[2];
    tokens.forEach((own, i) => {
      const end = (i + 1) * dims[1] * vocabulary;
      const likeliest = largest(data as Float32Array, end - vocabulary, end, model.never);
      if (likeliest === model.end) open.delete(i);
      // One that has ended is carried along with its last mark, unseen.
      own.push(open.has(i) ? likeliest : model.end);
    });
  }
  return { tokens: tokens.map((own) => own.filter((id) => id !== model.end)), vocabulary };
}

/** What a session asks for, of what is there. */
function asked(session: InferenceSession, values: Values, model: DescribedTranslator): Values {
  const missing = session.inputNames.filter((name) => !Object.hasOwn(values, name));
  if (missing.length > 0) {
    throw inputError(
      'CS4008',
      `The model ${model.name} cannot be used to translate: it asks for ${missing.join(', ')}.`,
    );
  }
  return Object.fromEntries(session.inputNames.map((name) => [name, values[name]]));
}

/** What a step computed, under the names by which the next one asks for it. */
function pastOf(answer: Values): Values {
  return Object.fromEntries(
    Object.entries(answer).flatMap(([name, value]) =>
      name.startsWith('present.') ? [[name.replace('present.', 'past_key_values.'), value]] : [],
    ),
  );
}

function largest(values: Float32Array, from: number, to: number, never: readonly number[]): number {
  let best = from;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; i++) {
    if (values[i] <= most || never.includes(i - from)) continue;
    most = values[i];
    best = i;
  }
  return best - from;
}
