// Hot loops of the attributions; what each does is said at its twin in attribution/plain-loops.ts.
// Rows come in blocks of a multiple of 8; `rows` numbers of 8 bytes make a line, and a line per quadrature point a sheet.

/** Numbers of a table's plan before its two sides, and of a side; see attribution/table-plan.ts. */
const planHead: usize = 8;
const planSide: usize = 24;

/** Twin of `shapDecide`. */
export function shapDecide(
  column: usize,
  rows: i32,
  offset: i32,
  most: i32,
  bit: i32,
  keep: i32,
  to: usize,
): void {
  const kept = i16x8.splat(<i16>keep);
  const offsets = i16x8.splat(<i16>offset);
  const mosts = i16x8.splat(<i16>most);
  const bits = i16x8.splat(<i16>bit);
  const end = column + (<usize>rows << 1);
  while (column < end) {
    const left = i16x8.le_u(i16x8.sub(v128.load(column), offsets), mosts);
    v128.store(to, v128.or(v128.and(v128.load(to), kept), v128.and(left, bits)));
    column += 16;
    to += 16;
  }
}

/** Twin of `shapDecideGroups`. */
export function shapDecideGroups(
  column: usize,
  rows: i32,
  set: usize,
  missingLeft: i32,
  bit: i32,
  keep: i32,
  to: usize,
): void {
  const end = column + (<usize>rows << 1);
  while (column < end) {
    const group = <u32>load<u16>(column);
    const left = group == 0 ? missingLeft : (load<u32>(set + ((group >> 5) << 2)) >> (group & 31)) & 1;
    store<u16>(to, <u16>((<u32>load<u16>(to) & keep) | (bit & -left)));
    column += 2;
    to += 2;
  }
}

/** Twin of `shapSatisfy`. */
export function shapSatisfy(left: usize, flip: i32, above: usize, rows: i32, to: usize): void {
  const flips = i16x8.splat(<i16>flip);
  const end = left + (<usize>rows << 1);
  while (left < end) {
    let satisfied = v128.xor(v128.load(left), flips);
    if (above != 0) {
      satisfied = v128.and(satisfied, v128.load(above));
      above += 16;
    }
    v128.store(to, satisfied);
    left += 16;
    to += 16;
  }
}

/** Twin of `shapMark`. */
export function shapMark(mask: usize, rows: i32, bit: i32, to: usize): void {
  const bits = i16x8.splat(<i16>bit);
  const end = mask + (<usize>rows << 1);
  while (mask < end) {
    v128.store(to, v128.or(v128.load(to), v128.and(v128.load(mask), bits)));
    mask += 16;
    to += 16;
  }
}

/** Twin of `shapEdge`. */
export function shapEdge(z: f64, before: f64, rule: usize, points: i32, to: usize): void {
  const line = <usize>points << 3;
  for (let q: i32 = 0; q < points; q++) {
    const t = load<f64>(rule);
    const weight = load<f64>(rule + line);
    const factorBefore = t + (1 - t) * before;
    const gainBefore = (1 - before) / factorBefore;
    const satisfied = t + (1 - t) * z;
    store<f64>(to, satisfied / factorBefore);
    store<f64>(to + line, ((1 - t) * z) / factorBefore);
    store<f64>(to + 2 * line, before > 0 ? z / before : 0);
    store<f64>(to + 3 * line, weight * ((1 - z) / satisfied - gainBefore));
    store<f64>(to + 4 * line, weight * (-1 / (1 - t) - gainBefore));
    store<f64>(to + 5 * line, 0);
    rule += 8;
    to += 8;
  }
}

/** Twin of `shapEnter`. */
export function shapEnter(
  satisfied: usize,
  above: usize,
  edge: usize,
  points: i32,
  rows: i32,
  from: usize,
  to: usize,
): void {
  const line = <usize>points << 3;
  for (let q: i32 = 0; q < points; q++) {
    const whole = v128.load64_splat(edge);
    const here = v128.load64_splat(edge + line);
    const earlier = v128.load64_splat(edge + 2 * line);
    let mask = satisfied;
    let maskAbove = above;
    const end = satisfied + (<usize>rows << 1);
    while (mask < end) {
      const s = v128.load_ext<i16>(mask);
      let low = here;
      let high = here;
      if (above != 0) {
        const a = v128.load_ext<i16>(maskAbove);
        low = v128.bitselect(here, earlier, i64x2.extend_low_i32x4_s(a));
        high = v128.bitselect(here, earlier, i64x2.extend_high_i32x4_s(a));
        maskAbove += 8;
      }
      low = v128.bitselect(whole, low, i64x2.extend_low_i32x4_s(s));
      high = v128.bitselect(whole, high, i64x2.extend_high_i32x4_s(s));
      v128.store(to, f64x2.mul(v128.load(from), low));
      v128.store(to, f64x2.mul(v128.load(from, 16), high), 16);
      mask += 8;
      from += 32;
      to += 32;
    }
    edge += 8;
  }
}

/** Twin of `shapLeave`. */
export function shapLeave(
  satisfied: usize,
  above: usize,
  edge: usize,
  points: i32,
  rows: i32,
  below: usize,
  to: usize,
  sums: usize,
): void {
  const line = <usize>points << 3;
  const stride = <usize>rows << 3;
  const gains = edge + 3 * line;
  const last = gains + line;
  const end = satisfied + (<usize>rows << 1);
  while (satisfied < end) {
    const s = v128.load_ext<i16>(satisfied);
    const sLow = i64x2.extend_low_i32x4_s(s);
    const sHigh = i64x2.extend_high_i32x4_s(s);
    let aLow = i64x2.splat(-1);
    let aHigh = aLow;
    if (above != 0) {
      const a = v128.load_ext<i16>(above);
      aLow = i64x2.extend_low_i32x4_s(a);
      aHigh = i64x2.extend_high_i32x4_s(a);
      above += 8;
    }
    let sumLow = f64x2.splat(0);
    let sumHigh = sumLow;
    let from = below;
    let gain = gains;
    if (to == 0) {
      while (gain < last) {
        const whole = v128.load64_splat(gain);
        const here = v128.load64_splat(gain + line);
        const gainLow = v128.bitselect(whole, v128.and(here, aLow), sLow);
        const gainHigh = v128.bitselect(whole, v128.and(here, aHigh), sHigh);
        sumLow = f64x2.add(sumLow, f64x2.mul(v128.load(from), gainLow));
        sumHigh = f64x2.add(sumHigh, f64x2.mul(v128.load(from, 16), gainHigh));
        from += stride;
        gain += 8;
      }
    } else {
      let up = to;
      while (gain < last) {
        const whole = v128.load64_splat(gain);
        const here = v128.load64_splat(gain + line);
        const gainLow = v128.bitselect(whole, v128.and(here, aLow), sLow);
        const gainHigh = v128.bitselect(whole, v128.and(here, aHigh), sHigh);
        const low = v128.load(from);
        const high = v128.load(from, 16);
        sumLow = f64x2.add(sumLow, f64x2.mul(low, gainLow));
        sumHigh = f64x2.add(sumHigh, f64x2.mul(high, gainHigh));
        v128.store(up, f64x2.add(v128.load(up), low));
        v128.store(up, f64x2.add(v128.load(up, 16), high), 16);
        from += stride;
        up += stride;
        gain += 8;
      }
      to += 32;
    }
    v128.store(sums, f64x2.add(v128.load(sums), sumLow));
    v128.store(sums, f64x2.add(v128.load(sums, 16), sumHigh), 16);
    satisfied += 8;
    below += 32;
    sums += 32;
  }
}

/** Twin of `shapLeaf`. */
export function shapLeaf(
  value: f64,
  satisfied: usize,
  above: usize,
  edge: usize,
  points: i32,
  rows: i32,
  from: usize,
  to: usize,
  first: i32,
  sums: usize,
): void {
  const line = <usize>points << 3;
  const stride = <usize>rows << 3;
  const gainOf: usize = 3 * line;
  // The value goes into the ratios once.
  const pairs = edge + 2 * gainOf;
  for (let q: usize = 0; q < gainOf; q += 8) {
    const scaled = load<f64>(edge + q) * value;
    store<f64>(pairs + q, scaled);
    store<f64>(pairs + gainOf + q, scaled * load<f64>(edge + gainOf + q));
  }
  const end = satisfied + (<usize>rows << 1);
  while (satisfied < end) {
    const s = v128.load_ext<i16>(satisfied);
    const sLow = i64x2.extend_low_i32x4_s(s);
    const sHigh = i64x2.extend_high_i32x4_s(s);
    let sumLow = f64x2.splat(0);
    let sumHigh = f64x2.splat(0);
    let at = pairs;
    let source = from;
    let up = to;
    const last = pairs + line;
    if (above != 0) {
      const a = v128.load_ext<i16>(above);
      const aLow = i64x2.extend_low_i32x4_s(a);
      const aHigh = i64x2.extend_high_i32x4_s(a);
      above += 8;
      while (at < last) {
        const whole = v128.load64_splat(at);
        const here = v128.load64_splat(at + line);
        const earlier = v128.load64_splat(at + 2 * line);
        const gainWhole = v128.load64_splat(at + gainOf);
        const gainHere = v128.load64_splat(at + gainOf + line);
        const low = v128.load(source);
        const high = v128.load(source, 16);
        sumLow = f64x2.add(
          sumLow,
          f64x2.mul(low, v128.bitselect(gainWhole, v128.and(gainHere, aLow), sLow)),
        );
        sumHigh = f64x2.add(
          sumHigh,
          f64x2.mul(high, v128.bitselect(gainWhole, v128.and(gainHere, aHigh), sHigh)),
        );
        const upLow = f64x2.mul(
          low,
          v128.bitselect(whole, v128.bitselect(here, earlier, aLow), sLow),
        );
        const upHigh = f64x2.mul(
          high,
          v128.bitselect(whole, v128.bitselect(here, earlier, aHigh), sHigh),
        );
        if (first != 0) {
          v128.store(up, upLow);
          v128.store(up, upHigh, 16);
        } else {
          v128.store(up, f64x2.add(v128.load(up), upLow));
          v128.store(up, f64x2.add(v128.load(up, 16), upHigh), 16);
        }
        source += stride;
        up += stride;
        at += 8;
      }
    } else {
      while (at < last) {
        const whole = v128.load64_splat(at);
        const here = v128.load64_splat(at + line);
        const gainWhole = v128.load64_splat(at + gainOf);
        const gainHere = v128.load64_splat(at + gainOf + line);
        const low = v128.load(source);
        const high = v128.load(source, 16);
        sumLow = f64x2.add(sumLow, f64x2.mul(low, v128.bitselect(gainWhole, gainHere, sLow)));
        sumHigh = f64x2.add(sumHigh, f64x2.mul(high, v128.bitselect(gainWhole, gainHere, sHigh)));
        const upLow = f64x2.mul(low, v128.bitselect(whole, here, sLow));
        const upHigh = f64x2.mul(high, v128.bitselect(whole, here, sHigh));
        if (first != 0) {
          v128.store(up, upLow);
          v128.store(up, upHigh, 16);
        } else {
          v128.store(up, f64x2.add(v128.load(up), upLow));
          v128.store(up, f64x2.add(v128.load(up, 16), upHigh), 16);
        }
        source += stride;
        up += stride;
        at += 8;
      }
    }
    v128.store(sums, f64x2.add(v128.load(sums), sumLow));
    v128.store(sums, f64x2.add(v128.load(sums, 16), sumHigh), 16);
    satisfied += 8;
    from += 32;
    to += 32;
    sums += 32;
  }
}

/** Twin of `shapCombine`. */
export function shapCombine(plan: usize, points: i32): void {
  const line = <usize>points << 3;
  const patterns = 1 << load<i32>(plan);
  const bytes = <usize>load<u32>(plan + 4);
  const pairs = <usize>load<u32>(plan + 8);
  const own = load<u32>(plan + 12);
  const aboveBit = load<i32>(plan + 16);
  let out = <usize>load<u32>(plan + 20);
  const ownAt = (<usize>(own >> 1) * line << 1) + (<usize>(own & 1) << 3);
  const restAt = pairs * line << 1;
  for (let pattern: i32 = 0; pattern < patterns; pattern++) {
    memory.fill(out, 0, bytes);
    const above = aboveBit < 0 ? 1 : (pattern >> aboveBit) & 1;
    for (let side: i32 = 0; side < 2; side++) {
      const half = plan + ((planHead + <usize>side * planSide) << 2);
      const taken = (pattern & 1) ^ side;
      const satisfied = above & taken;
      const state: usize = above == 0 ? 2 : 1 - taken;
      const count = load<i32>(half + 4);
      let index = (pattern >> load<i32>(half)) & ((1 << count) - 1);
      const shared = load<i32>(half + 16);
      for (let r: i32 = 0; r < shared; r++) {
        const bit = load<i32>(half + 32 + (<usize>(8 + r) << 2));
        index |= (bit < 0 ? satisfied : (pattern >> bit) & 1) << (count + r);
      }
      const bytesIn = <usize>load<u32>(half + 12);
      let entry = <usize>load<u32>(half + 8) + <usize>index * bytesIn;
      const ratio = <usize>load<u32>(half + 24) + state * line;
      const gain = ratio + 3 * line;
      const slots = load<i32>(half + 20);
      const rest = entry + (<usize>((slots + 1) >> 1) * line << 1);
      for (let slot: i32 = 0; slot < slots; slot++) {
        const target = load<u32>(half + 32 + (<usize>slot << 2));
        let to = out + (<usize>(target >> 1) * line << 1) + (<usize>(target & 1) << 3);
        let from = entry + (<usize>(slot >> 1) * line << 1) + (<usize>(slot & 1) << 3);
        for (let q: usize = 0; q < line; q += 8) {
          store<f64>(to, load<f64>(to) + load<f64>(ratio + q) * load<f64>(from));
          to += 16;
          from += 16;
        }
      }
      let to = out + ownAt;
      for (let q: usize = 0; q < line; q += 8) {
        const g = load<f64>(ratio + q) * load<f64>(rest + q);
        const up = out + restAt + q;
        store<f64>(up, load<f64>(up) + g);
        store<f64>(to, load<f64>(to) + g * load<f64>(gain + q));
        to += 16;
      }
    }
    out += bytes;
  }
}

/** Twin of `shapRead`. */
export function shapRead(
  patterns: usize,
  rows: i32,
  table: usize,
  bytes: i32,
  pairs: i32,
  targets: usize,
  points: i32,
  factors: usize,
  below: usize,
): void {
  const stride = <usize>rows << 3;
  const sheet = stride * <usize>points;
  const lastTarget = targets + (<usize>pairs << 3);
  for (let at: usize = 0; at < stride; at += 16) {
    let one = table + <usize>load<u16>(patterns) * <usize>bytes;
    let two = table + <usize>load<u16>(patterns, 2) * <usize>bytes;
    patterns += 4;
    const from = factors + at;
    const end = from + sheet;
    for (let target = targets; target < lastTarget; target += 8) {
      let sumOne = f64x2.splat(0);
      let sumTwo = f64x2.splat(0);
      let factor = from;
      while (factor < end) {
        sumOne = f64x2.add(sumOne, f64x2.mul(v128.load64_splat(factor), v128.load(one)));
        sumTwo = f64x2.add(sumTwo, f64x2.mul(v128.load64_splat(factor, 8), v128.load(two)));
        factor += stride;
        one += 16;
        two += 16;
      }
      const even = <usize>load<u32>(target) + at;
      const odd = <usize>load<u32>(target, 4) + at;
      v128.store(even, f64x2.add(v128.load(even), v128.shuffle<f64>(sumOne, sumTwo, 0, 2)));
      v128.store(odd, f64x2.add(v128.load(odd), v128.shuffle<f64>(sumOne, sumTwo, 1, 3)));
    }
    let up = below + at;
    let factor = from;
    while (factor < end) {
      const pair = v128.load64_lane(two, v128.load64_zero(one), 1);
      v128.store(up, f64x2.mul(v128.load(factor), pair));
      factor += stride;
      up += stride;
      one += 8;
      two += 8;
    }
  }
}

/** Twin of `shapPattern`. */
export function shapPattern(mask: usize, rows: i32, low: i32, high: i32, fresh: i32, to: usize): void {
  const bit = i64x2.splat((<i64>high << 32) | <i64>(<u32>low));
  const keep = i64x2.splat(fresh != 0 ? 0 : -1);
  const end = mask + (<usize>rows << 1);
  while (mask < end) {
    const s = v128.load_ext<i16>(mask);
    const one = v128.and(i64x2.extend_low_i32x4_s(s), bit);
    const two = v128.and(i64x2.extend_high_i32x4_s(s), bit);
    v128.store(to, v128.or(v128.and(v128.load(to), keep), one));
    v128.store(to, v128.or(v128.and(v128.load(to, 16), keep), two), 16);
    mask += 8;
    to += 32;
  }
}

/** Twin of `shapDistinct`. */
export function shapDistinct(
  patterns: usize,
  rows: i32,
  slots: usize,
  slotBits: i32,
  ids: usize,
  distinct: usize,
): i32 {
  memory.fill(slots, 0, <usize>4 << slotBits);
  const shift = 64 - slotBits;
  const wrap: usize = (<usize>1 << slotBits) - 1;
  let count: i32 = 0;
  for (let row: i32 = 0; row < rows; row++) {
    const pattern = load<u64>(patterns);
    let slot = <usize>((pattern * 0x9e3779b97f4a7c15) >> shift);
    let id = load<i32>(slots + (slot << 2));
    while (id != 0 && load<u64>(distinct + (<usize>(id - 1) << 3)) != pattern) {
      slot = (slot + 1) & wrap;
      id = load<i32>(slots + (slot << 2));
    }
    if (id == 0) {
      store<u64>(distinct + (<usize>count << 3), pattern);
      id = ++count;
      store<i32>(slots + (slot << 2), id);
    }
    store<i32>(ids, id - 1);
    patterns += 8;
    ids += 4;
  }
  return count;
}

/** Twin of `shapAdd`. */
export function shapAdd(ids: usize, rows: i32, table: usize, bytes: i32, sums: usize): void {
  const end = ids + (<usize>rows << 2);
  while (ids < end) {
    store<f64>(sums, load<f64>(sums) + load<f64>(table + <usize>load<u32>(ids) * <usize>bytes));
    ids += 4;
    sums += 8;
  }
}

/** Twin of `shapPairs`. */
export function shapPairs(
  value: f64,
  players: i32,
  shares: usize,
  rule: usize,
  points: i32,
  distinct: usize,
  count: i32,
  scratch: usize,
  out: usize,
): void {
  const line = <usize>points << 3;
  const pairs = <usize>((players * (players - 1)) >> 1);
  for (let i: i32 = 0; i < count; i++) {
    const pattern = load<u64>(distinct + (<usize>i << 3));
    memory.fill(out, 0, pairs << 3);
    for (let q: usize = 0; q < line; q += 8) {
      const t = load<f64>(rule + q);
      let product = 0.5 * load<f64>(rule + line + q) * value;
      for (let j: i32 = 0; j < players; j++) {
        const absent = (1 - t) * load<f64>(shares + (<usize>j << 3));
        const present = t + absent;
        const satisfied = ((pattern >> <u64>j) & 1) != 0;
        product *= satisfied ? present : absent;
        const share = load<f64>(shares + (<usize>j << 3));
        store<f64>(scratch + (<usize>j << 3), satisfied ? (1 - share) / present : -1 / (1 - t));
      }
      let to = out;
      for (let j: i32 = 1; j < players; j++) {
        const own = product * load<f64>(scratch + (<usize>j << 3));
        for (let k: i32 = 0; k < j; k++) {
          store<f64>(to, load<f64>(to) + own * load<f64>(scratch + (<usize>k << 3)));
          to += 8;
        }
      }
    }
    out += pairs << 3;
  }
}

/** Twin of `shapContrasts`. */
export function shapContrasts(
  value: f64,
  players: i32,
  distinct: usize,
  count: i32,
  others: usize,
  otherCount: i32,
  weights: usize,
  coefficients: usize,
  out: usize,
): void {
  const all: u64 = players == 64 ? ~(<u64>0) : ((<u64>1) << (<u64>players)) - 1;
  const bytes = <usize>players << 3;
  for (let i: i32 = 0; i < count; i++) {
    const own = load<u64>(distinct + (<usize>i << 3));
    const broken = all & ~own;
    const b = <usize>popcnt<u64>(broken);
    let lost: f64 = 0;
    memory.fill(out, 0, bytes);
    for (let o: i32 = 0; o < otherCount; o++) {
      const other = load<u64>(others + (<usize>o << 3));
      if ((broken & ~other) != 0) continue;
      let better = own & ~other;
      const a = <usize>popcnt<u64>(better);
      const weight = value * load<f64>(weights + (<usize>o << 3));
      if (b > 0) lost += weight * load<f64>(coefficients + ((b * 65 + a) << 3));
      if (a == 0) continue;
      const gained = weight * load<f64>(coefficients + ((a * 65 + b) << 3));
      while (better != 0) {
        const to = out + (<usize>ctz<u64>(better) << 3);
        store<f64>(to, load<f64>(to) + gained);
        better &= better - 1;
      }
    }
    let rest = broken;
    while (rest != 0) {
      store<f64>(out + (<usize>ctz<u64>(rest) << 3), -lost);
      rest &= rest - 1;
    }
    out += bytes;
  }
}
