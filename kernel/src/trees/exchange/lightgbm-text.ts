import type { Task } from '../../task.js';
import { unreadable } from './refusals.js';

/** A LightGBM text model cut into its parts. */
export interface LightgbmText {
  readonly header: Fields;
  readonly trees: readonly Fields[];
  /** Levels of each categorical column of a pandas DataFrame, as JSON. */
  readonly pandasCategories: string;
}

const endOfTrees = 'end of trees';
const pandasLine = '\npandas_categorical:';

/** Throws InputError CS5040 where the text is no whole model. */
export function splitLightgbm(text: string, task: Task): LightgbmText {
  const header = new Fields('its header');
  const trees: Fields[] = [];
  let part = header;
  for (const line of linesOf(text)) {
    if (line === endOfTrees) return { header, trees, pandasCategories: pandasOf(text) };
    task.check();
    if (line.startsWith('Tree=')) {
      part = new Fields(`tree ${trees.length}`);
      trees.push(part);
    } else if (line !== '') part.add(line);
  }
  throw unreadable('LightGBM', `it is cut off before "${endOfTrees}"`);
}

function* linesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    const found = text.indexOf('\n', from);
    const to = found < 0 ? text.length : found;
    yield text.slice(from, text[to - 1] === '\r' ? Math.max(from, to - 1) : to);
    from = to + 1;
  }
}

function pandasOf(text: string): string {
  const at = text.lastIndexOf(pandasLine);
  if (at < 0) return 'null';
  const from = at + pandasLine.length;
  const to = text.indexOf('\n', from);
  return text.slice(from, to < 0 ? text.length : to);
}

/** Lines `key=value` (or a key alone) of one part; each is read as what it must be, else InputError CS5040. */
export class Fields {
  private readonly values = new Map<string, string>();

  constructor(private readonly where: string) {}

  add(line: string): void {
    const at = line.indexOf('=');
    this.values.set(at < 0 ? line : line.slice(0, at), at < 0 ? '' : line.slice(at + 1));
  }

  has(key: string): boolean {
    return this.values.has(key);
  }

  text(key: string): string {
    const value = this.values.get(key);
    if (value === undefined) throw unreadable('LightGBM', `${this.where} has no line ${key}`);
    return value;
  }

  words(key: string): string[] {
    return this.text(key)
      .split(' ')
      .filter((word) => word !== '');
  }

  /** Exactly `count` finite numbers. */
  numbers(key: string, count: number): Float64Array {
    return this.parse(key, this.words(key), count);
  }

  private parse(key: string, words: readonly string[], count: number): Float64Array {
    if (words.length !== count)
      throw unreadable(
        'LightGBM',
        `${key} of ${this.where} has ${words.length} numbers and must have ${count}`,
      );
    return Float64Array.from(words, (word) => {
      const number = Number(word);
      if (!Number.isFinite(number)) throw this.wrong(key, word);
      return number;
    });
  }

  /** As {@link numbers}, where "inf" and "-inf" stand for the largest finite numbers: a split that only sets missing values apart. */
  thresholds(key: string, count: number): Float64Array {
    const bounds: Record<string, string> = {
      inf: String(Number.MAX_VALUE),
      '-inf': String(-Number.MAX_VALUE),
    };
    const words = this.words(key).map((word) => bounds[word] ?? word);
    return this.parse(key, words, count);
  }

  /** Exactly `count` whole numbers from `low` to `high`. */
  integers(key: string, count: number, low: number, high: number): Float64Array {
    const numbers = this.numbers(key, count);
    for (const number of numbers) {
      if (!(Number.isInteger(number) && number >= low && number <= high))
        throw this.wrong(key, String(number));
    }
    return numbers;
  }

  integer(key: string, low: number, high: number): number {
    return this.integers(key, 1, low, high)[0];
  }

  private wrong(key: string, word: string) {
    return unreadable('LightGBM', `${key} of ${this.where} says ${JSON.stringify(word.slice(0, 40))}`);
  }
}
