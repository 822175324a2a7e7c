// Twins of the loops in forests/plain-loops.ts, which says what they do; forests/node.ts lays out the node.

/** Share of the squares of a node's values that is rounding. */
const leastGain: f64 = 1e-10;

/** Whether side sums are allowed, and their score; a negative number where they are not. */
// @ts-ignore: inlined by the compiler.
function scoreOf(node: usize, leftCount: f64, leftSize: f64, leftWeight: f64, k: i32): f64 {
  const least = load<f64>(node, 24);
  if (leftCount < least || load<f64>(node) - leftCount < least) return -1;
  const leastSize = load<f64>(node, 32);
  if (leftSize < leastSize || load<f64>(node, 8) - leftSize < leastSize) return -1;
  let left: f64 = 0;
  let right: f64 = 0;
  for (let i = 0; i < k; i++) {
    const s = load<f64>(node + (<usize>i << 3), 640);
    const rest = load<f64>(node + (<usize>i << 3), 384) - s;
    left += s * s;
    right += rest * rest;
  }
  return left / leftWeight + right / (load<f64>(node, 16) - leftWeight);
}

/** Score of the sums at node + 640. */
function scoreOfLeft(node: usize): f64 {
  const k = load<i32>(node, 48);
  const unit = load<f64>(node, 40);
  const packed = load<f64>(node + (<usize>k << 3), 640);
  const count = Math.floor(packed / unit);
  const weight = load<i32>(node, 52) != 0 ? load<f64>(node + (<usize>(k + 1) << 3), 640) : count;
  return scoreOf(node, count, packed - count * unit, weight, k);
}

function clearLeft(node: usize, pairs: i32): void {
  for (let i = 0; i < pairs; i++) v128.store(node + (<usize>i << 4), f64x2.splat(0), 640);
}

function addLeft(node: usize, from: usize, pairs: i32): void {
  for (let i = 0; i < pairs; i++) {
    const at = node + (<usize>i << 4);
    v128.store(at, f64x2.add(v128.load(at, 640), v128.load(from + (<usize>i << 4))), 640);
  }
}

function leftCount(node: usize): f64 {
  return Math.floor(load<f64>(node + (<usize>load<i32>(node, 48) << 3), 640) / load<f64>(node, 40));
}

// @ts-ignore: inlined by the compiler.
function record(node: usize, score: f64, feature: i32, bin: i32, missingLeft: i32): void {
  store<f64>(node, score, 64);
  store<i32>(node, feature, 72);
  store<i32>(node, bin, 76);
  store<i32>(node, missingLeft, 80);
  store<i32>(node, 0, 84);
}

export function relabelRatio(rows: usize, count: i32, moments: usize, rho: usize): i32 {
  let sum = f64x2.splat(0);
  let from = rows;
  for (let i = 0; i < count; i++) {
    sum = f64x2.add(sum, v128.load(moments + (<usize>load<u32>(from) << 4)));
    from += 4;
  }
  const a = f64x2.extract_lane(sum, 0);
  const h = f64x2.extract_lane(sum, 1);
  if (h == 0) return 0;
  const theta = a / h;
  let largest: f64 = 0;
  let residual: f64 = 0;
  from = rows;
  let to = rho;
  for (let i = 0; i < count; i++) {
    const at = moments + (<usize>load<u32>(from) << 4);
    const value = load<f64>(at);
    const rest = value - theta * load<f64>(at, 8);
    store<f64>(to, rest);
    largest = Math.max(largest, Math.abs(value));
    residual = Math.max(residual, Math.abs(rest));
    from += 4;
    to += 8;
  }
  return residual > 1e-10 * largest ? 1 : 0;
}

export function fillPayload(
  node: usize,
  rows: usize,
  count: i32,
  rho: usize,
  packs: usize,
  weights: usize,
  locals: usize,
  payload: usize,
): void {
  const k = load<i32>(node, 48);
  const pairs = load<i32>(node, 56);
  let spread: f64 = 0;
  if (pairs == 1) {
    let sum = f64x2.splat(0);
    for (let i = 0; i < count; i++) {
      const row = <usize>load<u32>(rows + (<usize>i << 2));
      const place = locals != 0 ? <usize>(load<u16>(locals + (<usize>i << 1)) & 255) : <usize>i;
      const here = load<f64>(rho + (<usize>i << 3));
      spread += here * here;
      const value = f64x2.replace_lane(f64x2.splat(here), 1, load<f64>(packs + (row << 3)));
      sum = f64x2.add(sum, value);
      v128.store(payload + (place << 4), value);
    }
    v128.store(node, sum, 640);
  } else {
    clearLeft(node, pairs);
    for (let i = 0; i < count; i++) {
      const row = <usize>load<u32>(rows + (<usize>i << 2));
      const place = locals != 0 ? <usize>(load<u16>(locals + (<usize>i << 1)) & 255) : <usize>i;
      const to = payload + place * (<usize>pairs << 4);
      for (let j = 0; j < k; j++) {
        const here = load<f64>(rho + (<usize>(i * k + j) << 3));
        store<f64>(to + (<usize>j << 3), here);
        spread += here * here;
      }
      store<f64>(to + (<usize>k << 3), load<f64>(packs + (row << 3)));
      for (let j = k + 1; j < 2 * pairs; j++) {
        store<f64>(to + (<usize>j << 3), j == k + 1 && weights != 0 ? load<f64>(weights + (row << 3)) : 0);
      }
      addLeft(node, to, pairs);
    }
  }
  const unit = load<f64>(node, 40);
  const packed = load<f64>(node + (<usize>k << 3), 640);
  const size = packed - <f64>count * unit;
  store<f64>(node, <f64>count);
  store<f64>(node, size, 8);
  const weight = weights != 0 ? load<f64>(node + (<usize>(k + 1) << 3), 640) : <f64>count;
  store<f64>(node, weight, 16);
  let squares: f64 = 0;
  for (let i = 0; i < k; i++) {
    const s = load<f64>(node + (<usize>i << 3), 640);
    store<f64>(node + (<usize>i << 3), s, 384);
    squares += s * s;
  }
  store<f64>(node, (squares + leastGain * spread) / weight, 64);
  store<i32>(node, -1, 72);
}

export function addToHistograms(
  node: usize,
  payload: usize,
  rows: usize,
  count: i32,
  lines: usize,
  stride: i32,
  drawn: usize,
  drawnCount: i32,
  histograms: usize,
): void {
  const pairs = load<i32>(node, 56);
  if (pairs == 1) {
    const fours = drawnCount & ~3;
    for (let i = 0; i < count; i++) {
      const line = lines + <usize>load<u32>(rows + (<usize>i << 2)) * <usize>stride;
      const value = v128.load(payload + (<usize>i << 4));
      let slot = histograms;
      let feature = drawn;
      let j = 0;
      for (; j < fours; j += 4) {
        const at0 = slot + (<usize>load<u8>(line + <usize>load<u16>(feature)) << 4);
        const at1 = slot + (<usize>load<u8>(line + <usize>load<u16>(feature, 2)) << 4);
        const at2 = slot + (<usize>load<u8>(line + <usize>load<u16>(feature, 4)) << 4);
        const at3 = slot + (<usize>load<u8>(line + <usize>load<u16>(feature, 6)) << 4);
        v128.store(at0, f64x2.add(v128.load(at0), value));
        v128.store(at1, f64x2.add(v128.load(at1, 4096), value), 4096);
        v128.store(at2, f64x2.add(v128.load(at2, 8192), value), 8192);
        v128.store(at3, f64x2.add(v128.load(at3, 12288), value), 12288);
        slot += 16384;
        feature += 8;
      }
      for (; j < drawnCount; j++) {
        const at = slot + (<usize>load<u8>(line + <usize>load<u16>(feature)) << 4);
        v128.store(at, f64x2.add(v128.load(at), value));
        slot += 4096;
        feature += 2;
      }
    }
    return;
  }
  const bytes = <usize>pairs << 4;
  for (let i = 0; i < count; i++) {
    const line = lines + <usize>load<u32>(rows + (<usize>i << 2)) * <usize>stride;
    const from = payload + <usize>i * bytes;
    for (let j = 0; j < drawnCount; j++) {
      const bin = <usize>load<u8>(line + <usize>load<u16>(drawn + (<usize>j << 1)));
      const to = histograms + (((<usize>j << 8) + bin) * bytes);
      for (let pair: usize = 0; pair < bytes; pair += 16) {
        v128.store(to + pair, f64x2.add(v128.load(to + pair), v128.load(from + pair)));
      }
    }
  }
}

export function searchHistograms(
  node: usize,
  drawn: usize,
  drawnCount: i32,
  kinds: usize,
  binCounts: usize,
  histograms: usize,
): void {
  const bytes = <usize>load<i32>(node, 56) << 12;
  for (let j = 0; j < drawnCount; j++) {
    const feature = <i32>load<u16>(drawn + (<usize>j << 1));
    const bins = load<i32>(binCounts + (<usize>feature << 2));
    const histogram = histograms + <usize>j * bytes;
    if (load<u8>(kinds + <usize>feature) != 0) searchLevels(node, histogram, feature, bins);
    else if (bytes == 4096) searchBinsFast(node, histogram, feature, bins);
    else searchBins(node, histogram, feature, bins);
  }
}

function searchBins(node: usize, histogram: usize, feature: i32, bins: i32): void {
  const k = load<i32>(node, 48);
  const pairs = load<i32>(node, 56);
  const bytes = <usize>pairs << 4;
  const missing = load<f64>(histogram + (<usize>k << 3)) > 0;
  const count = load<f64>(node);
  for (let side = missing ? 1 : 0; side >= 0; side--) {
    clearLeft(node, pairs);
    if (side == 1) addLeft(node, histogram, pairs);
    for (let bin = 1; bin < bins; bin++) {
      addLeft(node, histogram + <usize>bin * bytes, pairs);
      const score = scoreOfLeft(node);
      if (score > load<f64>(node, 64)) {
        record(node, score, feature, bin, missing ? side : leftCount(node) * 2 >= count ? 1 : 0);
      }
    }
  }
}

/** The same for one value and no weights. */
function searchBinsFast(node: usize, histogram: usize, feature: i32, bins: i32): void {
  const missing = load<f64>(histogram, 8) > 0;
  const count = load<f64>(node);
  const size = load<f64>(node, 8);
  const least = load<f64>(node, 24);
  const leastSize = load<f64>(node, 32);
  const unit = load<f64>(node, 40);
  const perUnit = 1 / unit;
  const total = load<f64>(node, 384);
  let best = load<f64>(node, 64);
  for (let side = missing ? 1 : 0; side >= 0; side--) {
    let sum = side == 1 ? v128.load(histogram) : f64x2.splat(0);
    let at = histogram + 16;
    for (let bin = 1; bin < bins; bin++) {
      sum = f64x2.add(sum, v128.load(at));
      at += 16;
      const packed = f64x2.extract_lane(sum, 1);
      const n = Math.floor(packed * perUnit);
      if (n < least) continue;
      if (count - n < least) break;
      const leftSize = packed - n * unit;
      if (leftSize < leastSize || size - leftSize < leastSize) continue;
      const s = f64x2.extract_lane(sum, 0);
      const sides = f64x2.replace_lane(f64x2.splat(s), 1, total - s);
      const ratios = f64x2.div(f64x2.mul(sides, sides), f64x2.replace_lane(f64x2.splat(n), 1, count - n));
      const score = f64x2.extract_lane(ratios, 0) + f64x2.extract_lane(ratios, 1);
      if (score > best) {
        best = score;
        record(node, score, feature, bin, missing ? side : n * 2 >= count ? 1 : 0);
      }
    }
  }
}

/** Orders the levels present by their mean of one value after another and scans the prefixes. */
function searchLevels(node: usize, histogram: usize, feature: i32, bins: i32): void {
  const k = load<i32>(node, 48);
  const pairs = load<i32>(node, 56);
  const bytes = <usize>pairs << 4;
  const unit = load<f64>(node, 40);
  const weighted = load<i32>(node, 52) != 0;
  const missing = load<f64>(histogram + (<usize>k << 3)) > 0;
  const count = load<f64>(node);
  for (let value = 0; value < k; value++) {
    let present = 0;
    for (let bin = 1; bin < bins; bin++) {
      const from = histogram + <usize>bin * bytes;
      const packed = load<f64>(from + (<usize>k << 3));
      if (!(packed > 0)) continue;
      const weight = weighted ? load<f64>(from + (<usize>(k + 1) << 3)) : Math.floor(packed / unit);
      const mean = load<f64>(from + (<usize>value << 3)) / weight;
      let to = present++;
      while (to > 0 && load<f64>(node + (<usize>to << 3), 2040) > mean) {
        store<f64>(node + (<usize>to << 3), load<f64>(node + (<usize>to << 3), 2040), 2048);
        store<i32>(node + (<usize>to << 2), load<i32>(node + (<usize>to << 2), 1020), 1024);
        to--;
      }
      store<f64>(node + (<usize>to << 3), mean, 2048);
      store<i32>(node + (<usize>to << 2), bin, 1024);
    }
    let last = -1;
    let missingLeft = 0;
    for (let side = missing ? 1 : 0; side >= 0; side--) {
      clearLeft(node, pairs);
      if (side == 1) addLeft(node, histogram, pairs);
      for (let i = 0; i < present; i++) {
        addLeft(node, histogram + <usize>load<i32>(node + (<usize>i << 2), 1024) * bytes, pairs);
        const score = scoreOfLeft(node);
        if (score > load<f64>(node, 64)) {
          last = i;
          missingLeft = missing ? side : leftCount(node) * 2 >= count ? 1 : 0;
          record(node, score, feature, 0, missingLeft);
          store<i32>(node, 1, 84);
        }
      }
    }
    if (last >= 0) {
      memory.fill(node + 128, <u8>missingLeft, 256);
      for (let i = 0; i < present; i++) {
        store<u8>(node + <usize>load<i32>(node + (<usize>i << 2), 1024), i <= last ? 1 : 0, 128);
      }
    }
  }
}

export function sortKeys(
  rows: usize,
  count: i32,
  lines: usize,
  stride: i32,
  features: usize,
  featureCount: i32,
  keys: usize,
  counts: usize,
): void {
  for (let j = 0; j < featureCount; j++) {
    const feature = <usize>load<u16>(features + (<usize>j << 1));
    const column = lines + feature;
    const to = keys + (feature << 9);
    memory.fill(counts, 0, 512);
    for (let i = 0; i < count; i++) {
      const bin = <usize>load<u8>(column + <usize>load<u32>(rows + (<usize>i << 2)) * <usize>stride);
      const at = counts + (bin << 1);
      store<u16>(at, load<u16>(at) + 1);
    }
    let before: u32 = 0;
    for (let at = counts; at < counts + 512; at += 2) {
      const here = <u32>load<u16>(at);
      store<u16>(at, <u16>before);
      before += here;
    }
    for (let i = 0; i < count; i++) {
      const bin = <usize>load<u8>(column + <usize>load<u32>(rows + (<usize>i << 2)) * <usize>stride);
      const at = counts + (bin << 1);
      const place = <usize>load<u16>(at);
      store<u16>(at, <u16>(place + 1));
      store<u16>(to + (place << 1), <u16>((bin << 8) | <usize>i));
    }
  }
}

export function searchKeys(
  node: usize,
  drawn: usize,
  drawnCount: i32,
  kinds: usize,
  keys: usize,
  payload: usize,
): void {
  const count = <i32>load<f64>(node);
  const pairs = load<i32>(node, 56);
  for (let j = 0; j < drawnCount; j++) {
    const feature = <i32>load<u16>(drawn + (<usize>j << 1));
    const list = keys + (<usize>feature << 9);
    const first = <i32>load<u16>(list);
    const last = <i32>load<u16>(list + (<usize>(count - 1) << 1));
    if (first >>> 8 == last >>> 8) continue;
    if (load<u8>(kinds + <usize>feature) != 0) {
      searchFewLevels(node, feature, list, count, payload, (last >>> 8) + 1);
    } else if (first >>> 8 != 0) {
      if (pairs == 1) scanKeysFast(node, feature, list, count, payload);
      else scanKeys(node, feature, list, 0, count, payload, -1);
    } else {
      let start = 1;
      while (load<u16>(list + (<usize>start << 1)) >>> 8 == 0) start++;
      scanKeys(node, feature, list, 0, count, payload, 1);
      scanKeys(node, feature, list, start, count, payload, 0);
    }
  }
}

function scanKeys(
  node: usize,
  feature: i32,
  list: usize,
  start: i32,
  count: i32,
  payload: usize,
  side: i32,
): void {
  const pairs = load<i32>(node, 56);
  clearLeft(node, pairs);
  for (let i = start; i < count; i++) {
    const key = <usize>load<u16>(list + (<usize>i << 1));
    addLeft(node, payload + (key & 255) * (<usize>pairs << 4), pairs);
    const bin = key >>> 8;
    if (bin == 0 || (i + 1 < count && <usize>load<u16>(list + (<usize>i << 1), 2) >>> 8 == bin)) continue;
    const score = scoreOfLeft(node);
    if (score > load<f64>(node, 64)) {
      record(node, score, feature, <i32>bin, side >= 0 ? side : (i + 1) * 2 >= count ? 1 : 0);
    }
  }
}

/** The same for one value, no weights and none missing. */
function scanKeysFast(node: usize, feature: i32, list: usize, count: i32, payload: usize): void {
  const size = load<f64>(node, 8);
  const least = <i32>load<f64>(node, 24);
  const leastSize = load<f64>(node, 32);
  const unit = load<f64>(node, 40);
  const total = load<f64>(node, 384);
  let best = load<f64>(node, 64);
  let sum = f64x2.splat(0);
  let at = list;
  for (let n = 1; n < least; n++) {
    sum = f64x2.add(sum, v128.load(payload + (<usize>(load<u16>(at) & 255) << 4)));
    at += 2;
  }
  const most = count - least;
  let key = <u32>load<u16>(at);
  for (let n = least; n <= most; n++) {
    sum = f64x2.add(sum, v128.load(payload + (<usize>(key & 255) << 4)));
    const before = key;
    at += 2;
    key = <u32>load<u16>(at);
    if ((before ^ key) < 256) continue;
    const leftSize = f64x2.extract_lane(sum, 1) - <f64>n * unit;
    if (leftSize < leastSize || size - leftSize < leastSize) continue;
    const s = f64x2.extract_lane(sum, 0);
    const sides = f64x2.replace_lane(f64x2.splat(s), 1, total - s);
    const ratios = f64x2.div(f64x2.mul(sides, sides), f64x2.replace_lane(f64x2.splat(<f64>n), 1, <f64>(count - n)));
    const score = f64x2.extract_lane(ratios, 0) + f64x2.extract_lane(ratios, 1);
    if (score > best) {
      best = score;
      record(node, score, feature, <i32>(before >>> 8), n * 2 >= count ? 1 : 0);
    }
  }
}

function searchFewLevels(
  node: usize,
  feature: i32,
  list: usize,
  count: i32,
  payload: usize,
  bins: i32,
): void {
  const pairs = load<i32>(node, 56);
  const bytes = <usize>pairs << 4;
  const histogram = node + 4096;
  memory.fill(histogram, 0, <usize>bins * bytes);
  for (let i = 0; i < count; i++) {
    const key = <usize>load<u16>(list + (<usize>i << 1));
    const from = payload + (key & 255) * bytes;
    const to = histogram + (key >>> 8) * bytes;
    for (let pair: usize = 0; pair < bytes; pair += 16) {
      v128.store(to + pair, f64x2.add(v128.load(to + pair), v128.load(from + pair)));
    }
  }
  searchLevels(node, histogram, feature, bins);
}

export function partitionKeys(
  keys: usize,
  lists: usize,
  listCount: i32,
  list: i32,
  count: i32,
  table: usize,
  flags: usize,
  spare: usize,
): i32 {
  let left: i32 = 0;
  const by = keys + (<usize>list << 9);
  for (let i = 0; i < count; i++) {
    const key = <usize>load<u16>(by + (<usize>i << 1));
    const goes = load<u8>(table + (key >>> 8));
    store<u8>(flags + (key & 255), goes);
    left += <i32>goes;
  }
  for (let j = 0; j < listCount; j++) {
    const first = keys + (<usize>load<u16>(lists + (<usize>j << 1)) << 9);
    let from = first;
    let to = first;
    let other = spare;
    const end = first + (<usize>count << 1);
    while (from < end) {
      const key = load<u16>(from);
      const goes = <usize>load<u8>(flags + <usize>(key & 255)) << 1;
      store<u16>(to, key);
      store<u16>(other, key);
      to += goes;
      other += 2 - goes;
      from += 2;
    }
    memory.copy(to, spare, other - spare);
  }
  return left;
}

export function rowsOfKeys(list: usize, count: i32, rows: usize, to: usize): void {
  for (let i = 0; i < count; i++) {
    const local = <usize>(load<u16>(list + (<usize>i << 1)) & 255);
    store<u32>(to + (<usize>i << 2), load<u32>(rows + (local << 2)));
  }
}

export function partitionRows(rows: usize, count: i32, column: usize, table: usize, spare: usize): i32 {
  let from = rows;
  let to = rows;
  let other = spare;
  const end = rows + (<usize>count << 2);
  while (from < end) {
    const row = load<u32>(from);
    const goes = <usize>load<u8>(table + <usize>load<u8>(column + <usize>row)) << 2;
    store<u32>(to, row);
    store<u32>(other, row);
    to += goes;
    other += 4 - goes;
    from += 4;
  }
  memory.copy(to, spare, other - spare);
  return <i32>((to - rows) >>> 2);
}

export function sumMoments(rows: usize, count: i32, moments: usize, width: i32, weights: usize, sums: usize): void {
  memory.fill(sums, 0, <usize>(width + 1) << 3);
  for (let i = 0; i < count; i++) {
    const row = <usize>load<u32>(rows + (<usize>i << 2));
    const from = moments + row * (<usize>width << 3);
    for (let j: usize = 0; j < <usize>width << 3; j += 8) {
      store<f64>(sums + j, load<f64>(sums + j) + load<f64>(from + j));
    }
    const to = sums + (<usize>width << 3);
    store<f64>(to, load<f64>(to) + (weights != 0 ? load<f64>(weights + (row << 3)) : 1));
  }
}

export function unseenRows(seen: usize, from: i32, to: i32, rows: usize): i32 {
  let at = rows;
  for (let row = from; row < to; row++) {
    const bit = (<usize>load<u8>(seen + <usize>(row >>> 3)) >>> (<usize>row & 7)) & 1;
    store<u32>(at, row);
    at += (bit ^ 1) << 2;
  }
  return <i32>((at - rows) >>> 2);
}

/** One step down from a node, or the node itself where it is a leaf. */
// @ts-ignore: inlined by the compiler.
function stepDown(node: u32, nodes: usize, sets: usize, line: usize): u32 {
  const at = nodes + (<usize>node << 3);
  const word = load<u32>(at);
  const feature = (word >>> 16) & 0x3fff;
  if (feature == 0x3fff) return node;
  const bin = <u32>load<u8>(line + <usize>feature);
  let right: u32;
  if (bin == 0) right = ((word >>> 30) & 1) ^ 1;
  else if (word >>> 31 != 0) {
    const set = sets + <usize>(((word & 0xffff) << 5) + ((bin >>> 5) << 2));
    right = ((load<u32>(set) >>> (bin & 31)) & 1) ^ 1;
  } else right = bin > (word & 0xffff) + 1 ? 1 : 0;
  return load<u32>(at, 4) + right;
}

export function leavesOfRows(
  rootAt: usize,
  setRootAt: usize,
  nodes: usize,
  sets: usize,
  lines: usize,
  stride: i32,
  rows: usize,
  count: i32,
  leaves: usize,
): void {
  const root = load<u32>(rootAt);
  const ownSets = sets + (<usize>load<u32>(setRootAt) << 5);
  for (let i = 0; i < count; i += 4) {
    const last = count - 1;
    const at = rows + (<usize>i << 2);
    const line0 = lines + <usize>load<u32>(at) * <usize>stride;
    const line1 = lines + <usize>load<u32>(rows + (<usize>min<i32>(i + 1, last) << 2)) * <usize>stride;
    const line2 = lines + <usize>load<u32>(rows + (<usize>min<i32>(i + 2, last) << 2)) * <usize>stride;
    const line3 = lines + <usize>load<u32>(rows + (<usize>min<i32>(i + 3, last) << 2)) * <usize>stride;
    let node0 = root;
    let node1 = root;
    let node2 = root;
    let node3 = root;
    let moved = true;
    while (moved) {
      const next0 = stepDown(node0, nodes, ownSets, line0);
      const next1 = stepDown(node1, nodes, ownSets, line1);
      const next2 = stepDown(node2, nodes, ownSets, line2);
      const next3 = stepDown(node3, nodes, ownSets, line3);
      moved = ((next0 ^ node0) | (next1 ^ node1) | (next2 ^ node2) | (next3 ^ node3)) != 0;
      node0 = next0;
      node1 = next1;
      node2 = next2;
      node3 = next3;
    }
    const to = leaves + (<usize>i << 2);
    store<u32>(to, load<u32>(nodes + (<usize>node0 << 3), 4));
    if (i + 1 < count) store<u32>(to, load<u32>(nodes + (<usize>node1 << 3), 4), 4);
    if (i + 2 < count) store<u32>(to, load<u32>(nodes + (<usize>node2 << 3), 4), 8);
    if (i + 3 < count) store<u32>(to, load<u32>(nodes + (<usize>node3 << 3), 4), 12);
  }
}

export function addToBags(
  rows: usize,
  count: i32,
  leaves: usize,
  step: i32,
  groupSize: i32,
  values: usize,
  width: i32,
  sums: usize,
  bytes: i32,
  spare: usize,
): void {
  const triangle = (width * (width + 1)) >>> 1;
  const share = 1 / <f64>groupSize;
  const last = <usize>(bytes - 8);
  const whole = <usize>width << 3;
  for (let i = 0; i < count; i++) {
    const row = rows == 0 ? i : load<i32>(rows + (<usize>i << 2));
    const own = sums + <usize>row * <usize>bytes;
    const perTree = own + whole + (<usize>triangle << 3);
    memory.fill(spare, 0, whole);
    for (let t = 0; t < groupSize; t++) {
      const leaf = <usize>load<u32>(leaves + <usize>t * <usize>step + (<usize>i << 2));
      const says = values + leaf * whole;
      let to = perTree;
      for (let p: usize = 0; p < whole; p += 8) {
        const value = load<f64>(says + p);
        store<f64>(spare + p, load<f64>(spare + p) + value);
        for (let q: usize = 0; q <= p; q += 8) {
          store<f64>(to, load<f64>(to) + value * load<f64>(says + q));
          to += 8;
        }
      }
    }
    let to = own + whole;
    for (let p: usize = 0; p < whole; p += 8) {
      const value = load<f64>(spare + p) * share;
      store<f64>(spare + p, value);
      store<f64>(own + p, load<f64>(own + p) + value);
      for (let q: usize = 0; q <= p; q += 8) {
        store<f64>(to, load<f64>(to) + value * load<f64>(spare + q));
        to += 8;
      }
    }
    store<f64>(own + last, load<f64>(own + last) + 1);
  }
}
