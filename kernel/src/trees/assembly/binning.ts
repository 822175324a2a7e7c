/** Twin of `scatterColumn` in matrix/plain-loops.ts. */
export function scatterColumn(column: usize, rows: i32, lines: usize, stride: i32, feature: i32): void {
  let to = lines + <usize>feature;
  for (let row: i32 = 0; row < rows; row++) {
    store<u8>(to, load<u8>(column + <usize>row));
    to += <usize>stride;
  }
}

/** Twin of `gatherNumbers`. */
export function gatherNumbers(values: usize, count: i32, step: f64, numbers: usize): i32 {
  let to = numbers;
  for (let i: i32 = 0; i < count; i++) {
    const value = load<f64>(values + (<usize>(<f64>i * step) << 3));
    store<f64>(to, min(f64.MAX_VALUE, max(-f64.MAX_VALUE, value)) + 0);
    to += value == value ? 8 : 0;
  }
  return <i32>((to - numbers) >> 3);
}

/** Bits of a digit, and digits of 64 bits. */
const digitBits: i64 = 11;
const digits: i32 = 6;
const buckets: i32 = 2048;

/** Bits as whole numbers in the order of the numbers. */
function keyOf(bits: i64): i64 {
  return bits ^ ((bits >> 63) | i64.MIN_VALUE);
}

/** Twin of `sortNumbers`: by one digit after another from the last (radix sort), those that all share left out. */
export function sortNumbers(numbers: usize, count: i32, scratch: usize, counts: usize): void {
  memory.fill(counts, 0, (<usize>(digits * buckets)) << 2);
  const end = numbers + (<usize>count << 3);
  for (let at = numbers; at < end; at += 8) {
    let key = keyOf(load<i64>(at));
    let bucket = counts;
    for (let digit: i32 = 0; digit < digits; digit++) {
      const place = bucket + (<usize>(key & 2047) << 2);
      store<u32>(place, load<u32>(place) + 1);
      key = key >>> digitBits;
      bucket += buckets << 2;
    }
  }
  let from = numbers;
  let to = scratch;
  for (let digit: i32 = 0; digit < digits; digit++) {
    const bucket = counts + (<usize>(digit * buckets) << 2);
    const shift = digitBits * <i64>digit;
    let next: u32 = 0;
    let shared = false;
    for (let b: usize = 0; b < <usize>buckets; b++) {
      const has = load<u32>(bucket + (b << 2));
      shared = shared || has == <u32>count;
      store<u32>(bucket + (b << 2), next);
      next += has;
    }
    if (shared) continue;
    for (let i: usize = 0; i < <usize>count; i++) {
      const bits = load<i64>(from + (i << 3));
      const place = bucket + (<usize>((keyOf(bits) >>> shift) & 2047) << 2);
      const at = load<u32>(place);
      store<u32>(place, at + 1);
      store<i64>(to + (<usize>at << 3), bits);
    }
    const other = from;
    from = to;
    to = other;
  }
  if (from != numbers) memory.copy(numbers, from, <usize>count << 3);
}

/** Twin of `countRuns`. */
export function countRuns(numbers: usize, count: i32, counts: usize): i32 {
  let runs: usize = 0;
  let start: i32 = 0;
  for (let i: i32 = 1; i <= count; i++) {
    const value = load<f64>(numbers + (<usize>(i - 1) << 3));
    if (i < count && load<f64>(numbers + (<usize>i << 3)) == value) continue;
    store<f64>(numbers + (runs << 3), value);
    store<u32>(counts + (runs << 2), i - start);
    start = i;
    runs++;
  }
  return <i32>runs;
}

/** Twin of `binNumbers`. */
export function binNumbers(values: usize, count: i32, cuts: usize, first: i32, bins: usize): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    const value = load<f64>(values + (i << 3));
    let at = cuts;
    for (let step = <usize>first << 3; step >= 8; step >>= 1) at += load<f64>(at + step - 8) < value ? step : 0;
    store<u8>(bins + i, value == value ? <u32>((at - cuts) >> 3) + 1 : 0);
  }
}
