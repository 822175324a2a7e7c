// Factors of users and items: one round of least squares for each row of one side, by a few steps of conjugate gradients.

import { multiplyShortRows } from './short-products';

/** Below this a residual is rounding, and steps stop. */
const smallest: f64 = 1e-20;

/** Twin of `solveFactors`. */
export function solveFactors(
  start: usize,
  column: usize,
  value: usize,
  count: i32,
  others: usize,
  gram: usize,
  columns: i32,
  steps: i32,
  space: usize,
  own: usize,
): void {
  const stride = <usize>columns << 2;
  const residual = space;
  const direction = residual + stride;
  const image = direction + stride;
  const products = image + stride;
  for (let i: usize = 0; i < <usize>count; i++) {
    const from = <usize>load<i32>(start + (i << 2)) << 2;
    const to = <usize>load<i32>(start + (i << 2), 4) << 2;
    const row = own + i * stride;
    if (from === to) {
      memory.fill(row, 0, stride);
      continue;
    }
    applyGram(gram, columns, row, products, residual);
    for (let a: usize = 0; a < stride; a += 16) v128.store(residual + a, f32x4.neg(v128.load(residual + a)));
    for (let k = from; k < to; k += 4) {
      const other = others + (<usize>load<i32>(column + k)) * stride;
      const excess = load<f32>(value + k);
      addTimes(other, <f32>1 + excess - excess * <f32>dot(other, row, stride), residual, stride);
    }
    memory.copy(direction, residual, stride);
    let square = dot(residual, residual, stride);
    for (let step = 0; step < steps && square > smallest; step++) {
      applyGram(gram, columns, direction, products, image);
      for (let k = from; k < to; k += 4) {
        const other = others + (<usize>load<i32>(column + k)) * stride;
        addTimes(other, load<f32>(value + k) * <f32>dot(other, direction, stride), image, stride);
      }
      const length = <f32>(square / dot(direction, image, stride));
      addTimes(direction, length, row, stride);
      addTimes(image, -length, residual, stride);
      const next = dot(residual, residual, stride);
      const kept = f32x4.splat(<f32>(next / square));
      for (let a: usize = 0; a < stride; a += 16) {
        const turned = f32x4.mul(kept, v128.load(direction + a));
        v128.store(direction + a, f32x4.add(v128.load(residual + a), turned));
      }
      square = next;
    }
  }
}

function applyGram(gram: usize, columns: i32, by: usize, products: usize, to: usize): void {
  multiplyShortRows(gram, columns, columns, by, products);
  for (let a: usize = 0; a < <usize>columns; a++) store<f32>(to + (a << 2), <f32>load<f64>(products + (a << 3)));
}

function addTimes(row: usize, times: f32, to: usize, stride: usize): void {
  const by = f32x4.splat(times);
  for (let a: usize = 0; a < stride; a += 32) {
    v128.store(to + a, f32x4.add(v128.load(to + a), f32x4.mul(by, v128.load(row + a))));
    v128.store(to + a, f32x4.add(v128.load(to + a, 16), f32x4.mul(by, v128.load(row + a, 16))), 16);
  }
}

function dot(one: usize, other: usize, stride: usize): f64 {
  let even = f32x4.splat(0);
  let odd = even;
  for (let a: usize = 0; a < stride; a += 32) {
    even = f32x4.add(even, f32x4.mul(v128.load(one + a), v128.load(other + a)));
    odd = f32x4.add(odd, f32x4.mul(v128.load(one + a, 16), v128.load(other + a, 16)));
  }
  const lanes = f32x4.add(even, odd);
  return (
    <f64>f32x4.extract_lane(lanes, 0) +
    <f64>f32x4.extract_lane(lanes, 2) +
    (<f64>f32x4.extract_lane(lanes, 1) + <f64>f32x4.extract_lane(lanes, 3))
  );
}
