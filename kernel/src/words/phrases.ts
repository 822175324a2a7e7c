import { filled, say, told } from './say.js';

const minus = '\u2212';

/** A share as a percentage of at most one decimal: `4.3%`. */
export function percent(share: number): string {
  const value = Math.round(share * 1000) / 10;
  return share > 0 && value === 0 ? say`under 0.1%` : `${value}%`;
}

/** A number for a sentence: three significant digits, more for large whole ones: `0.0421`, `−1,794`. */
export function figure(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e15 || size < 1e-6) return value.toExponential(2).replaceAll('-', minus);
  const decimals = size >= 100 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(size)));
  return value
    .toLocaleString('en-US', { minimumFractionDigits: 0, maximumFractionDigits: decimals })
    .replace('-', minus);
}

/** A figure with its sign: `+0.0421`, `−12`. */
export function signed(value: number): string {
  return value > 0 ? `+${figure(value)}` : figure(value);
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return say`${names.slice(0, -1).join(say`, `)} and ${names[names.length - 1]}`;
}

/** `"a", "b"`. */
export function quoted(names: readonly string[]): string {
  return names.map((name) => say`"${name}"`).join(say`, `);
}

/** `1 row`, `20,000 rows`. */
export function counted(count: number, one: string): string {
  return filled(told(`{0} ${one}${count === 1 ? '' : 's'}`), [count.toLocaleString('en-US')]);
}
