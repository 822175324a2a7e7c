import { Tokenizer } from '@huggingface/tokenizers';
import { InputError } from '../../problem.js';
import type { ModelFolder } from './model-folder.js';

/** Few tokens are longer; where more are, more of the text is looked at, but no more than so much. */
const [usualCharacters, mostCharacters] = [8, 256];
/** Tokens at the end of a piece of text that may have been other ones in the whole. */
const unsettled = 64;

export interface OpenTokenizer {
  /** Ids of a text's tokens, the first `limit` of them. */
  readonly tokenize: (text: string, limit: number) => readonly number[];
  /** What the model puts before the first and behind the last. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** The text of tokens, without marks. */
  readonly decode: (ids: readonly number[]) => string;
}

/** @throws InputError CS4005 and CS4006 where its file is missing or damaged */
export async function openTokenizer(folder: ModelFolder): Promise<OpenTokenizer> {
  const settings = (await folder.has('tokenizer_config.json'))
    ? await folder.readJson('tokenizer_config.json')
    : {};
  let tokenizer: Tokenizer;
  let marks: readonly number[];
  try {
    tokenizer = new Tokenizer(await folder.readJson('tokenizer.json'), settings);
    marks = tokenizer.encode('').ids;
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw folder.damaged('tokenizer.json', 'it describes no tokenizer');
  }
  const bare = (text: string): readonly number[] => tokenizer.encode(text, { add_special_tokens: false }).ids;
  const sample = bare('a');
  const marked: readonly number[] = tokenizer.encode('a').ids;
  const starts = marked.findIndex((_, i) => sample.every((id, j) => marked[i + j] === id));
  const first = Math.max(0, starts);
  const tokenize = (text: string, limit: number): readonly number[] => {
    const most = Math.min(text.length, limit * mostCharacters);
    for (let characters = limit * usualCharacters; ; characters *= 4) {
      const ids = bare(Buffer.from(text.slice(0, Math.min(characters, most))).toString('utf8'));
      if (characters >= most || ids.length >= limit + unsettled) return ids.slice(0, limit);
    }
  };
  const decode = (ids: readonly number[]): string =>
    ids.length === 0 ? '' : tokenizer.decode([...ids], { skip_special_tokens: true });
  return { tokenize, before: marks.slice(0, first), after: marks.slice(first), decode };
}
