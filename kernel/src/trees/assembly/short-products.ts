// Products of rows of 32-bit floats, a multiple of eight columns a row, and of compressed rows.

/** Twin of `multiplyShortRows`: four rows at a time share what is loaded of the coefficients. */
export function multiplyShortRows(
  rows: usize,
  count: i32,
  columns: i32,
  coefficients: usize,
  results: usize,
): void {
  const stride = <usize>columns << 2;
  let left = count;
  for (; left >= 4; left -= 4) {
    let e0 = f32x4.splat(0);
    let e1 = e0;
    let e2 = e0;
    let e3 = e0;
    let o0 = e0;
    let o1 = e0;
    let o2 = e0;
    let o3 = e0;
    let at = rows;
    const end = coefficients + stride;
    for (let by = coefficients; by < end; by += 32) {
      const even = v128.load(by);
      const odd = v128.load(by, 16);
      e0 = f32x4.add(e0, f32x4.mul(even, v128.load(at)));
      o0 = f32x4.add(o0, f32x4.mul(odd, v128.load(at, 16)));
      let next = at + stride;
      e1 = f32x4.add(e1, f32x4.mul(even, v128.load(next)));
      o1 = f32x4.add(o1, f32x4.mul(odd, v128.load(next, 16)));
      next += stride;
      e2 = f32x4.add(e2, f32x4.mul(even, v128.load(next)));
      o2 = f32x4.add(o2, f32x4.mul(odd, v128.load(next, 16)));
      next += stride;
      e3 = f32x4.add(e3, f32x4.mul(even, v128.load(next)));
      o3 = f32x4.add(o3, f32x4.mul(odd, v128.load(next, 16)));
      at += 32;
    }
    store<f64>(results, sumOf(f32x4.add(e0, o0)));
    store<f64>(results, sumOf(f32x4.add(e1, o1)), 8);
    store<f64>(results, sumOf(f32x4.add(e2, o2)), 16);
    store<f64>(results, sumOf(f32x4.add(e3, o3)), 24);
    results += 32;
    rows += stride << 2;
  }
  for (; left > 0; left--) {
    let even = f32x4.splat(0);
    let odd = even;
    for (let at: usize = 0; at < stride; at += 32) {
      even = f32x4.add(even, f32x4.mul(v128.load(coefficients + at), v128.load(rows + at)));
      odd = f32x4.add(odd, f32x4.mul(v128.load(coefficients + at, 16), v128.load(rows + at, 16)));
    }
    store<f64>(results, sumOf(f32x4.add(even, odd)));
    results += 8;
    rows += stride;
  }
}

function sumOf(lanes: v128): f64 {
  return (
    <f64>f32x4.extract_lane(lanes, 0)
    + <f64>f32x4.extract_lane(lanes, 2)
    + (<f64>f32x4.extract_lane(lanes, 1) + <f64>f32x4.extract_lane(lanes, 3))
  );
}

/** Twin of `addWeightedShortRows`: four rows at a time share what is loaded and stored of the sums. */
export function addWeightedShortRows(
  rows: usize,
  count: i32,
  columns: i32,
  weights: usize,
  partial: usize,
  sums: usize,
): void {
  const stride = <usize>columns << 2;
  memory.fill(partial, 0, stride);
  let left = count;
  for (; left >= 4; left -= 4) {
    const w0 = f32x4.splat(<f32>load<f64>(weights));
    const w1 = f32x4.splat(<f32>load<f64>(weights, 8));
    const w2 = f32x4.splat(<f32>load<f64>(weights, 16));
    const w3 = f32x4.splat(<f32>load<f64>(weights, 24));
    const end = partial + stride;
    let at = rows;
    for (let to = partial; to < end; to += 16) {
      let sum = f32x4.add(v128.load(to), f32x4.mul(w0, v128.load(at)));
      let next = at + stride;
      sum = f32x4.add(sum, f32x4.mul(w1, v128.load(next)));
      next += stride;
      sum = f32x4.add(sum, f32x4.mul(w2, v128.load(next)));
      next += stride;
      v128.store(to, f32x4.add(sum, f32x4.mul(w3, v128.load(next))));
      at += 16;
    }
    weights += 32;
    rows += stride << 2;
  }
  for (; left > 0; left--) {
    const weight = f32x4.splat(<f32>load<f64>(weights));
    for (let at: usize = 0; at < stride; at += 16) {
      const to = partial + at;
      v128.store(to, f32x4.add(v128.load(to), f32x4.mul(weight, v128.load(rows + at))));
    }
    weights += 8;
    rows += stride;
  }
  for (let a: usize = 0; a < <usize>columns; a++) {
    const to = sums + (a << 3);
    store<f64>(to, load<f64>(to) + <f64>load<f32>(partial + (a << 2)));
  }
}

/** Twin of `multiplyTerms`. */
export function multiplyTerms(
  start: usize,
  column: usize,
  value: usize,
  count: i32,
  coefficients: usize,
  results: usize,
): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    let sum: f64 = 0;
    const end = <usize>load<i32>(start + (i << 2), 4) << 2;
    for (let k = <usize>load<i32>(start + (i << 2)) << 2; k < end; k += 4) {
      sum += <f64>load<f32>(value + k) * load<f64>(coefficients + (<usize>load<i32>(column + k) << 3));
    }
    const to = results + (i << 3);
    store<f64>(to, load<f64>(to) + sum);
  }
}

/** Twin of `addWeightedTerms`. */
export function addWeightedTerms(
  start: usize,
  column: usize,
  value: usize,
  count: i32,
  weights: usize,
  sums: usize,
): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    const weight = load<f64>(weights + (i << 3));
    const end = <usize>load<i32>(start + (i << 2), 4) << 2;
    for (let k = <usize>load<i32>(start + (i << 2)) << 2; k < end; k += 4) {
      const to = sums + (<usize>load<i32>(column + k) << 3);
      store<f64>(to, load<f64>(to) + weight * <f64>load<f32>(value + k));
    }
  }
}
