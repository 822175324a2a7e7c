// Sums of products of rows of numbers, row-major in 64-bit floats, a multiple of four columns a row.

/** Twin of `addProducts`: four columns by four, their sums in registers while the rows go by. */
export function addProducts(
  rows: usize,
  count: i32,
  columns: i32,
  weights: usize,
  scaled: usize,
  sums: usize,
): void {
  const stride = <usize>columns << 3;
  scaleRows(rows, count, stride, weights, scaled);
  const end = rows + <usize>count * stride;
  for (let a: usize = 0; a < stride; a += 32) {
    for (let b = a; b < stride; b += 32) {
      const s0 = sums + ((a * stride) >> 3) + b;
      const s1 = s0 + stride;
      const s2 = s1 + stride;
      const s3 = s2 + stride;
      let s00 = v128.load(s0);
      let s01 = v128.load(s0, 16);
      let s10 = v128.load(s1);
      let s11 = v128.load(s1, 16);
      let s20 = v128.load(s2);
      let s21 = v128.load(s2, 16);
      let s30 = v128.load(s3);
      let s31 = v128.load(s3, 16);
      let left = scaled + a;
      for (let right = rows + b; right < end; right += stride) {
        const r0 = v128.load(right);
        const r1 = v128.load(right, 16);
        const l0 = v128.load64_splat(left);
        s00 = f64x2.add(s00, f64x2.mul(l0, r0));
        s01 = f64x2.add(s01, f64x2.mul(l0, r1));
        const l1 = v128.load64_splat(left, 8);
        s10 = f64x2.add(s10, f64x2.mul(l1, r0));
        s11 = f64x2.add(s11, f64x2.mul(l1, r1));
        const l2 = v128.load64_splat(left, 16);
        s20 = f64x2.add(s20, f64x2.mul(l2, r0));
        s21 = f64x2.add(s21, f64x2.mul(l2, r1));
        const l3 = v128.load64_splat(left, 24);
        s30 = f64x2.add(s30, f64x2.mul(l3, r0));
        s31 = f64x2.add(s31, f64x2.mul(l3, r1));
        left += stride;
      }
      v128.store(s0, s00);
      v128.store(s0, s01, 16);
      v128.store(s1, s10);
      v128.store(s1, s11, 16);
      v128.store(s2, s20);
      v128.store(s2, s21, 16);
      v128.store(s3, s30);
      v128.store(s3, s31, 16);
    }
  }
}

function scaleRows(rows: usize, count: i32, stride: usize, weights: usize, scaled: usize): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    const weight = v128.load64_splat(weights + (i << 3));
    const end = rows + stride;
    for (; rows < end; rows += 16) {
      v128.store(scaled, f64x2.mul(weight, v128.load(rows)));
      scaled += 16;
    }
  }
}

/** Twin of `multiplyRows`. */
export function multiplyRows(rows: usize, count: i32, columns: i32, coefficients: usize, results: usize): void {
  const stride = <usize>columns << 3;
  for (let i: usize = 0; i < <usize>count; i++) {
    let even = f64x2.splat(0);
    let odd = f64x2.splat(0);
    for (let at: usize = 0; at < stride; at += 32) {
      even = f64x2.add(even, f64x2.mul(v128.load(rows + at), v128.load(coefficients + at)));
      odd = f64x2.add(odd, f64x2.mul(v128.load(rows + at, 16), v128.load(coefficients + at, 16)));
    }
    const sum = f64x2.add(even, odd);
    store<f64>(results + (i << 3), f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1));
    rows += stride;
  }
}

/** Twin of `addWeightedRows`: four rows at a time share what is loaded and stored of the sums. */
export function addWeightedRows(rows: usize, count: i32, columns: i32, weights: usize, sums: usize): void {
  const stride = <usize>columns << 3;
  let left = count;
  for (; left >= 4; left -= 4) {
    const w0 = v128.load64_splat(weights);
    const w1 = v128.load64_splat(weights, 8);
    const w2 = v128.load64_splat(weights, 16);
    const w3 = v128.load64_splat(weights, 24);
    const end = sums + stride;
    let at = rows;
    for (let to = sums; to < end; to += 16) {
      let sum = f64x2.add(v128.load(to), f64x2.mul(w0, v128.load(at)));
      let next = at + stride;
      sum = f64x2.add(sum, f64x2.mul(w1, v128.load(next)));
      next += stride;
      sum = f64x2.add(sum, f64x2.mul(w2, v128.load(next)));
      next += stride;
      v128.store(to, f64x2.add(sum, f64x2.mul(w3, v128.load(next))));
      at += 16;
    }
    weights += 32;
    rows += stride << 2;
  }
  for (; left > 0; left--) {
    const weight = v128.load64_splat(weights);
    for (let at: usize = 0; at < stride; at += 16) {
      const to = sums + at;
      v128.store(to, f64x2.add(v128.load(to), f64x2.mul(weight, v128.load(rows + at))));
    }
    weights += 8;
    rows += stride;
  }
}
