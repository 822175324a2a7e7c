import { unreadable } from './refusals.js';

/** One object of a parsed JSON model; each entry is read as what it must be, else InputError CS5040. */
export class Part {
  private constructor(
    private readonly entries: ReadonlyMap<string, unknown>,
    private readonly where: string,
  ) {}

  static of(value: unknown, where: string): Part {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw unreadable('XGBoost', `${where} is no object`);
    return new Part(new Map(Object.entries(value)), where);
  }

  has(key: string): boolean {
    return this.entries.has(key);
  }

  part(key: string): Part {
    return Part.of(this.entries.get(key), key);
  }

  text(key: string): string {
    const value = this.entries.get(key);
    if (typeof value !== 'string') throw this.wrong(key, 'is no text');
    return value;
  }

  list(key: string): unknown[] {
    const value = this.entries.get(key);
    if (!Array.isArray(value)) throw this.wrong(key, 'is no list');
    return value;
  }

  texts(key: string): string[] {
    return this.list(key).map((value) => {
      if (typeof value !== 'string') throw this.wrong(key, 'holds something else than texts');
      return value;
    });
  }

  /** Exactly `count` finite numbers (true and false are 1 and 0), or any number of them. */
  numbers(key: string, count?: number): Float64Array {
    const list = this.list(key);
    if (count !== undefined && list.length !== count)
      throw this.wrong(key, `has ${list.length} entries and must have ${count}`);
    return Float64Array.from(list, (value) => {
      const number = typeof value === 'boolean' ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isFinite(number))
        throw this.wrong(key, 'holds something else than numbers');
      return number;
    });
  }

  /** As {@link numbers}, whole ones from `low` to `high`. */
  integers(key: string, low: number, high: number, count?: number): Float64Array {
    const numbers = this.numbers(key, count);
    if (!numbers.every((number) => Number.isInteger(number) && number >= low && number <= high))
      throw this.wrong(key, `holds something else than whole numbers from ${low} to ${high}`);
    return numbers;
  }

  /** As {@link numbers}, rounded to the single precision XGBoost keeps. */
  singles(key: string, count?: number): Float64Array {
    const singles = this.numbers(key, count).map(Math.fround);
    if (!singles.every(Number.isFinite)) throw this.wrong(key, 'holds a number beyond single precision');
    return singles;
  }

  /** A whole number written as text, from `low` to `high`. */
  integer(key: string, low: number, high: number): number {
    const text = this.text(key);
    const number = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (!(number >= low && number <= high)) throw this.wrong(key, `is no number from ${low} to ${high}`);
    return number;
  }

  private wrong(key: string, why: string) {
    return unreadable('XGBoost', `${key} of ${this.where} ${why}`);
  }
}
