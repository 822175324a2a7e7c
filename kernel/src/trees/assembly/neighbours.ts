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
  // Eight sums at a time: fewer would wait for one another.
  for (; group + 8 <= groups; group += 8) {
    let at = points;
    let s0 = v128.load(at);
    let s1 = v128.load(at + stride);
    let s2 = v128.load(at + 2 * stride);
    let s3 = v128.load(at + 3 * stride);
    let s4 = v128.load(at + 4 * stride);
    let s5 = v128.load(at + 5 * stride);
    let s6 = v128.load(at + 6 * stride);
    let s7 = v128.load(at + 7 * stride);
    at += 16;
    for (let by = query; by < end; by += 16) {
      const value = v128.load(by);
      let from = at;
      s0 = f32x4.add(s0, f32x4.mul(value, v128.load(from)));
      from += stride;
      s1 = f32x4.add(s1, f32x4.mul(value, v128.load(from)));
      from += stride;
      s2 = f32x4.add(s2, f32x4.mul(value, v128.load(from)));
      from += stride;
      s3 = f32x4.add(s3, f32x4.mul(value, v128.load(from)));
      from += stride;
      s4 = f32x4.add(s4, f32x4.mul(value, v128.load(from)));
      from += stride;
      s5 = f32x4.add(s5, f32x4.mul(value, v128.load(from)));
      from += stride;
      s6 = f32x4.add(s6, f32x4.mul(value, v128.load(from)));
      from += stride;
      s7 = f32x4.add(s7, f32x4.mul(value, v128.load(from)));
      at += 16;
    }
    points += 8 * stride;
    const near =
      i32x4.bitmask(f32x4.ge(s0, bound))
      | (i32x4.bitmask(f32x4.ge(s1, bound)) << 4)
      | (i32x4.bitmask(f32x4.ge(s2, bound)) << 8)
      | (i32x4.bitmask(f32x4.ge(s3, bound)) << 12)
      | (i32x4.bitmask(f32x4.ge(s4, bound)) << 16)
      | (i32x4.bitmask(f32x4.ge(s5, bound)) << 20)
      | (i32x4.bitmask(f32x4.ge(s6, bound)) << 24)
      | (i32x4.bitmask(f32x4.ge(s7, bound)) << 28);
    if (near) to = note(near, group << 2, to);
  }
  for (; group < groups; group++) {
    let at = points;
    let first = v128.load(at);
    at += 16;
    for (let by = query; by < end; by += 16) {
      first = f32x4.add(first, f32x4.mul(v128.load(by), v128.load(at)));
      at += 16;
    }
    const near = i32x4.bitmask(f32x4.ge(first, bound));
    points += stride;
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
