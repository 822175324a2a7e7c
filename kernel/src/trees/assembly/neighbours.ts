// Points of many dimensions, four side by side: a dimension of four points is 16 bytes.

/** Twin of `nearPoints`. */
export function nearPoints(
  points: usize,
  groups: i32,
  dimensions: i32,
  query: usize,
  least: f32,
  hits: usize,
): i32 {
  const bound = f32x4.splat(least);
  const stride = (<usize>dimensions + 1) << 4;
  const end = query + (<usize>dimensions << 4);
  let to = hits;
  let group: i32 = 0;
  for (; group + 2 <= groups; group += 2) {
    let at = points;
    let first = v128.load(at);
    let second = v128.load(at + stride);
    at += 16;
    for (let by = query; by < end; by += 16) {
      const value = v128.load(by);
      first = f32x4.add(first, f32x4.mul(value, v128.load(at)));
      second = f32x4.add(second, f32x4.mul(value, v128.load(at + stride)));
      at += 16;
    }
    points += 2 * stride;
    const near = i32x4.bitmask(f32x4.ge(first, bound)) | (i32x4.bitmask(f32x4.ge(second, bound)) << 4);
    if (near) to = note(near, group << 2, to);
  }
  if (group < groups) {
    let at = points;
    let first = v128.load(at);
    at += 16;
    for (let by = query; by < end; by += 16) {
      first = f32x4.add(first, f32x4.mul(v128.load(by), v128.load(at)));
      at += 16;
    }
    const near = i32x4.bitmask(f32x4.ge(first, bound));
    if (near) to = note(near, group << 2, to);
  }
  return <i32>((to - hits) >> 2);
}

/** Writes the numbers of the bits that are set, counted from `first`. */
function note(bits: i32, first: i32, to: usize): usize {
  for (; bits != 0; bits &= bits - 1) {
    store<i32>(to, first + ctz(bits));
    to += 4;
  }
  return to;
}
