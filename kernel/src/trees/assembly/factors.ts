// Factors of users and items: one round of least squares for each row of one side, by a few steps of conjugate gradients.

import { multiplyShortRows } from './short-products';

/** Below this a residual is rounding, and steps stop. */
const smallest: f64 = 1e-20;

/** Twin of `solveFactors`: four entries at a time share what is loaded of the row, and what is stored of sums. */
export function solveFactors(
  start: usize,
  column: usize,
  value: usize,
  count: i32,
  others: usize,
  own: usize,
  curvature: usize,
  columns: i32,
  steps: i32,
  space: usize,
): void {
  const stride = <usize>columns << 2;
  const residual = space;
  const direction = residual + stride;
  const image = direction + stride;
  for (let i: usize = 0; i < <usize>count; i++) {
    const from = <usize>load<i32>(start + (i << 2)) << 2;
    const to = <usize>load<i32>(start + (i << 2), 4) << 2;
    const row = own + i * stride;
    if (from === to) {
      memory.fill(row, 0, stride);
      continue;
    }
    for (let a: usize = 0; a < stride; a += 16) {
      v128.store(residual + a, f32x4.neg(f32x4.mul(v128.load(curvature + a), v128.load(row + a))));
    }
    addEntries(column, value, from, to, others, stride, row, residual, true);
    memory.copy(direction, residual, stride);
    let square = dot(residual, residual, stride);
    for (let step = 0; step < steps && square > smallest; step++) {
      for (let a: usize = 0; a < stride; a += 16) {
        v128.store(image + a, f32x4.mul(v128.load(curvature + a), v128.load(direction + a)));
      }
      addEntries(column, value, from, to, others, stride, direction, image, false);
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

/** Adds the rows of entries to sums: each times `value` times its product with `by`, or, of a residual, times `1 + value` less that. */
function addEntries(
  column: usize,
  value: usize,
  from: usize,
  to: usize,
  others: usize,
  stride: usize,
  by: usize,
  sums: usize,
  residual: bool,
): void {
  let k = from;
  for (; k + 16 <= to; k += 16) {
    const o0 = others + <usize>load<i32>(column + k) * stride;
    const o1 = others + <usize>load<i32>(column + k, 4) * stride;
    const o2 = others + <usize>load<i32>(column + k, 8) * stride;
    const o3 = others + <usize>load<i32>(column + k, 12) * stride;
    let e0 = f32x4.splat(0);
    let e1 = e0;
    let e2 = e0;
    let e3 = e0;
    let d0 = e0;
    let d1 = e0;
    let d2 = e0;
    let d3 = e0;
    for (let a: usize = 0; a < stride; a += 32) {
      const even = v128.load(by + a);
      const odd = v128.load(by + a, 16);
      e0 = f32x4.add(e0, f32x4.mul(v128.load(o0 + a), even));
      d0 = f32x4.add(d0, f32x4.mul(v128.load(o0 + a, 16), odd));
      e1 = f32x4.add(e1, f32x4.mul(v128.load(o1 + a), even));
      d1 = f32x4.add(d1, f32x4.mul(v128.load(o1 + a, 16), odd));
      e2 = f32x4.add(e2, f32x4.mul(v128.load(o2 + a), even));
      d2 = f32x4.add(d2, f32x4.mul(v128.load(o2 + a, 16), odd));
      e3 = f32x4.add(e3, f32x4.mul(v128.load(o3 + a), even));
      d3 = f32x4.add(d3, f32x4.mul(v128.load(o3 + a, 16), odd));
    }
    const t0 = f32x4.splat(timesOf(load<f32>(value + k), sumOf(f32x4.add(e0, d0)), residual));
    const t1 = f32x4.splat(timesOf(load<f32>(value + k, 4), sumOf(f32x4.add(e1, d1)), residual));
    const t2 = f32x4.splat(timesOf(load<f32>(value + k, 8), sumOf(f32x4.add(e2, d2)), residual));
    const t3 = f32x4.splat(timesOf(load<f32>(value + k, 12), sumOf(f32x4.add(e3, d3)), residual));
    for (let a: usize = 0; a < stride; a += 16) {
      let sum = f32x4.add(v128.load(sums + a), f32x4.mul(t0, v128.load(o0 + a)));
      sum = f32x4.add(sum, f32x4.mul(t1, v128.load(o1 + a)));
      sum = f32x4.add(sum, f32x4.mul(t2, v128.load(o2 + a)));
      v128.store(sums + a, f32x4.add(sum, f32x4.mul(t3, v128.load(o3 + a))));
    }
  }
  for (; k < to; k += 4) {
    const other = others + <usize>load<i32>(column + k) * stride;
    addTimes(other, timesOf(load<f32>(value + k), dot(other, by, stride), residual), sums, stride);
  }
}

function timesOf(excess: f32, along: f64, residual: bool): f32 {
  const product = excess * <f32>along;
  return residual ? <f32>1 + excess - product : product;
}

/** Twin of `turnRows`. */
export function turnRows(rows: usize, count: i32, columns: i32, axes: usize, space: usize): void {
  const stride = <usize>columns << 2;
  for (let i: usize = 0; i < <usize>count; i++) {
    const row = rows + i * stride;
    multiplyShortRows(axes, columns, columns, row, space);
    for (let a: usize = 0; a < <usize>columns; a++) store<f32>(row + (a << 2), <f32>load<f64>(space + (a << 3)));
  }
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
  return sumOf(f32x4.add(even, odd));
}

function sumOf(lanes: v128): f64 {
  return (
    <f64>f32x4.extract_lane(lanes, 0) +
    <f64>f32x4.extract_lane(lanes, 2) +
    (<f64>f32x4.extract_lane(lanes, 1) + <f64>f32x4.extract_lane(lanes, 3))
  );
}
