import type { ForeignFeature } from './foreign-model.js';

/** The number under which each library meets a level, and whether it needs the names to tell. */
export interface CategoryCodes {
  /** By feature, and there by position; nothing for numbers. */
  readonly codes: readonly (readonly number[] | undefined)[];
  /** Whether codes are positions among the levels, so that data come as a DataFrame with these levels. */
  readonly named: boolean;
}

/** Levels that are numbers of their own are below this. */
const mostNumbers = (1 << 16) - 1;

/**
 * Levels that are all whole numbers, in all features, are their own codes, as in data that hold numbers for categories;
 * else positions are the codes.
 */
export function codeCategories(features: readonly ForeignFeature[]): CategoryCodes {
  const named = !features.every(({ categories = [] }) => categories.every(isOwnCode));
  return {
    codes: features.map(({ categories }) =>
      categories?.map((level, position) => (named ? position : Number(level))),
    ),
    named,
  };
}

function isOwnCode(level: string): boolean {
  return /^(0|[1-9]\d{0,4})$/.test(level) && Number(level) < mostNumbers;
}

/** Levels as a DataFrame has them: numbers where all of a feature's are written as one would write numbers. */
export function levelValues(levels: readonly string[]): readonly string[] | readonly number[] {
  const numbers = levels.map(Number);
  return numbers.every((number, i) => String(number) === levels[i] && Number.isFinite(number))
    ? numbers
    : levels;
}
