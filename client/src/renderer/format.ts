import { filled, say, told } from '../../../kernel/src/words/say.js';

/** Numbers as people read them: three significant digits, thousands in groups, a true minus; `n/a` for what does not exist. */

const minus = '\u2212';
const missing = 'n/a';

type Maybe = number | null | undefined;

const exists = (value: Maybe): value is number => typeof value === 'number' && Number.isFinite(value);

function grouped(value: number, decimals: number): string {
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split('.');
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const text = fraction === undefined ? digits : `${digits}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? minus + text : text;
}

function scientific(value: number): string {
  return value.toExponential(2).replace('e+', 'e').replaceAll('-', minus);
}

/** Decimals that show `digits` significant digits of `value`, none of them left of the point dropped. */
function decimalsFor(value: number, digits: number): number {
  return Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value))));
}

/** `0.0766`, `12.3`, `1,794`, `1.20e−7`. */
export function formatNumber(value: Maybe): string {
  if (!exists(value)) return missing;
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e12) return scientific(value);
  if (Number.isInteger(value)) return grouped(value, 0);
  const decimals = decimalsFor(value, 3);
  const rounded = value.toFixed(decimals);
  // A bound of exactly 0.02 says so; a measurement of 0.8001 keeps its 0.800.
  if (Number(rounded) === value) return grouped(value, rounded.replace(/0+$/, '').split('.')[1]?.length ?? 0);
  return grouped(value, decimals);
}

/** A tick of an axis: as short as it can be. */
export function formatTick(value: number): string {
  const short = Number(value.toPrecision(6));
  const size = Math.abs(short);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) {
    return short.toExponential().replace('e+', 'e').replaceAll('-', minus);
  }
  return grouped(short, String(size).split('.')[1]?.length ?? 0);
}

/** The decimals an estimate deserves: those of two significant digits of half its interval. */
function decimalsOf(low: number, high: number): number | undefined {
  const half = Math.abs(high - low) / 2;
  if (!(half > 0) || Math.max(Math.abs(low), Math.abs(high)) >= 1e12) return undefined;
  const decimals = decimalsFor(half, 2);
  return decimals > 8 ? undefined : decimals;
}

/** `[0.80, 1.66]`, as precise as the interval is narrow. */
export function formatInterval(interval: readonly [Maybe, Maybe]): string {
  const [low, high] = interval;
  if (!exists(low) || !exists(high)) return `[${formatNumber(low)}, ${formatNumber(high)}]`;
  const decimals = decimalsOf(low, high);
  if (decimals === undefined) return `[${formatNumber(low)}, ${formatNumber(high)}]`;
  return `[${grouped(low, decimals)}, ${grouped(high, decimals)}]`;
}

/** `0.020 to 0.040`: a bin of a histogram, all bins of one width with the same decimals. */
export function formatRange(low: Maybe, high: Maybe): string {
  return say`${formatPoint(low, [low, high])} to ${formatPoint(high, [low, high])}`;
}

/** A point with the same decimals as its interval: the `1.23` of `1.23 [0.80, 1.66]`. */
export function formatPoint(value: Maybe, interval: readonly [Maybe, Maybe]): string {
  const [low, high] = interval;
  if (!exists(value) || !exists(low) || !exists(high)) return formatNumber(value);
  const decimals = decimalsOf(low, high);
  return decimals === undefined ? formatNumber(value) : grouped(value, decimals);
}

/** `1.23 [0.80, 1.66]`. */
export function formatEstimate(value: Maybe, interval: readonly [Maybe, Maybe]): string {
  return `${formatPoint(value, interval)} ${formatInterval(interval)}`;
}

/** A number with its sign: `+0.021`, `−3.40`, `0`. */
export function formatSigned(value: Maybe): string {
  return exists(value) && value > 0 ? `+${formatNumber(value)}` : formatNumber(value);
}

/** A share of 1 in percent: `34.2%`. */
export function formatShare(value: Maybe): string {
  if (!exists(value)) return missing;
  if (value > 0 && value < 0.0005) return '<0.1%';
  return `${grouped(value * 100, 1).replace(/\.0$/, '')}%`;
}

/** A whole number of rows: `20,000`. */
export function formatCount(value: Maybe): string {
  return exists(value) ? grouped(value, 0) : missing;
}

/** `1 row`, `20,000 rows`. */
export function formatCounted(value: Maybe, one: string): string {
  return filled(told(`{0} ${one}${value === 1 ? '' : 's'}`), [formatCount(value)]);
}

/** A cell of a person's own data: whole numbers untouched, since they may be ids; others to six digits. */
export function formatCell(value: string | number | null | undefined): string {
  if (typeof value === 'string') return value;
  if (!exists(value)) return '';
  if (Number.isInteger(value)) return String(value).replace('-', minus);
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e12) return scientific(value);
  return String(Number(value.toPrecision(6))).replace('-', minus);
}
