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
  return left * (1 / leftWeight) + right * (1 / (load<f64>(node, 16) - leftWeight));
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
  store<f64>(node, (squares + leastGain * spread) / weight, 88);
  store<i32>(node, -1, 72);
}

export function clearHistograms(histograms: usize, bytes: usize): void {
  memory.fill(histograms, 0, bytes);
}

export function fillTable(node: usize): void {
  const last = load<i32>(node, 76);
  memory.fill(node + 128, 1, <usize>last + 1);
  memory.fill(node + 129 + <usize>last, 0, 255 - <usize>last);
  store<u8>(node, <u8>load<i32>(node, 80), 128);
}

function addEight(
  payload: usize,
  rows: usize,
  count: i32,
  lines: usize,
  stride: i32,
  drawn: usize,
  slot: usize,
): void {
  const column0 = lines + <usize>load<u16>(drawn);
  const column1 = lines + <usize>load<u16>(drawn, 2);
  const column2 = lines + <usize>load<u16>(drawn, 4);
  const column3 = lines + <usize>load<u16>(drawn, 6);
  const column4 = lines + <usize>load<u16>(drawn, 8);
  const column5 = lines + <usize>load<u16>(drawn, 10);
  const column6 = lines + <usize>load<u16>(drawn, 12);
  const column7 = lines + <usize>load<u16>(drawn, 14);
  const end = rows + (<usize>count << 2);
  while (rows < end) {
    const row = <usize>load<u32>(rows) * <usize>stride;
    const value = v128.load(payload);
    const at0 = slot + (<usize>load<u8>(column0 + row) << 4);
    const at1 = slot + (<usize>load<u8>(column1 + row) << 4);
    const at2 = slot + (<usize>load<u8>(column2 + row) << 4);
    const at3 = slot + (<usize>load<u8>(column3 + row) << 4);
    v128.store(at0, f64x2.add(v128.load(at0), value));
    v128.store(at1, f64x2.add(v128.load(at1, 4096), value), 4096);
    v128.store(at2, f64x2.add(v128.load(at2, 8192), value), 8192);
    v128.store(at3, f64x2.add(v128.load(at3, 12288), value), 12288);
    const at4 = slot + (<usize>load<u8>(column4 + row) << 4);
    const at5 = slot + (<usize>load<u8>(column5 + row) << 4);
    const at6 = slot + (<usize>load<u8>(column6 + row) << 4);
    const at7 = slot + (<usize>load<u8>(column7 + row) << 4);
    v128.store(at4, f64x2.add(v128.load(at4, 16384), value), 16384);
    v128.store(at5, f64x2.add(v128.load(at5, 20480), value), 20480);
    v128.store(at6, f64x2.add(v128.load(at6, 24576), value), 24576);
    v128.store(at7, f64x2.add(v128.load(at7, 28672), value), 28672);
    rows += 4;
    payload += 16;
  }
}

function addOne(payload: usize, rows: usize, count: i32, column: usize, stride: i32, slot: usize): void {
  const end = rows + (<usize>count << 2);
  while (rows < end) {
    const at = slot + (<usize>load<u8>(column + <usize>load<u32>(rows) * <usize>stride) << 4);
    v128.store(at, f64x2.add(v128.load(at), v128.load(payload)));
    rows += 4;
    payload += 16;
  }
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
    // Some rows at a time, which stay in the cache, and of those some features at a time, whose histograms do.
    for (let first = 0; first < count; first += 1024) {
      const some = min<i32>(1024, count - first);
      const own = rows + (<usize>first << 2);
      const paid = payload + (<usize>first << 4);
      let j = 0;
      for (; j + 8 <= drawnCount; j += 8) {
        addEight(paid, own, some, lines, stride, drawn + (<usize>j << 1), histograms + (<usize>j << 12));
      }
      for (; j < drawnCount; j++) {
        const column = lines + <usize>load<u16>(drawn + (<usize>j << 1));
        addOne(paid, own, some, column, stride, histograms + (<usize>j << 12));
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
  const k = load<i32>(node, 48);
  const bytes = <usize>load<i32>(node, 56) << 12;
  const fast = bytes == 4096;
  // The place of a feature that waits for one beside it.
  let waiting: i32 = -1;
  for (let j = 0; j < drawnCount; j++) {
    const feature = <i32>load<u16>(drawn + (<usize>j << 1));
    const bins = load<i32>(binCounts + (<usize>feature << 2));
    const histogram = histograms + <usize>j * bytes;
    const numeric = load<u8>(kinds + <usize>feature) == 0;
    if (fast && numeric && load<f64>(histogram, 8) == 0) {
      if (waiting >= 0) searchBinsFast(node, drawn, waiting, j, binCounts, histograms);
      waiting = waiting < 0 ? j : -1;
      continue;
    }
    if (waiting >= 0) searchBinsFast(node, drawn, waiting, waiting, binCounts, histograms);
    waiting = -1;
    if (!numeric) searchLevels(node, histogram, feature, bins);
    else if (load<f64>(histogram + (<usize>k << 3)) == 0) searchBins(node, histogram, feature, bins, -1);
    else searchBins(node, histogram, feature, bins, 1);
  }
  if (waiting >= 0) searchBinsFast(node, drawn, waiting, waiting, binCounts, histograms);
}

/** The best split of one feature, settled against those of the others at its end; `side`: -1 none missing, 1 both sides. */
function searchBins(node: usize, histogram: usize, feature: i32, bins: i32, sides: i32): void {
  const k = load<i32>(node, 48);
  const pairs = load<i32>(node, 56);
  const bytes = <usize>pairs << 4;
  const unit = load<f64>(node, 40);
  const count = load<f64>(node);
  const weight = load<f64>(node, 16);
  const weighted = load<i32>(node, 52) != 0;
  let bar = load<f64>(node, 88);
  let best: f64 = 0;
  let place = 0;
  let missingLeft = 0;
  for (let side = sides == 1 ? 1 : 0; side >= 0; side--) {
    clearLeft(node, pairs);
    if (side == 1) addLeft(node, histogram, pairs);
    for (let bin = 1; bin < bins; bin++) {
      addLeft(node, histogram + <usize>bin * bytes, pairs);
      const packed = load<f64>(node + (<usize>k << 3), 640);
      const n = Math.floor(packed / unit);
      const left = weighted ? load<f64>(node + (<usize>(k + 1) << 3), 640) : n;
      let squares: f64 = 0;
      let others: f64 = 0;
      for (let i = 0; i < k; i++) {
        const s = load<f64>(node + (<usize>i << 3), 640);
        const rest = load<f64>(node + (<usize>i << 3), 384) - s;
        squares += s * s;
        others += rest * rest;
      }
      const right = weight - left;
      const above = squares * right + others * left;
      const below = left * right;
      if (above > bar * below && bigEnough(node, n, packed)) {
        best = above / below;
        bar = best * lead;
        place = bin;
        missingLeft = sides == 1 ? side : n * 2 >= count ? 1 : 0;
      }
    }
  }
  if (place > 0 && best > load<f64>(node, 64)) record(node, best, feature, place, missingLeft);
}

/** A split of the same feature has to be better by this factor, so that rounding does not move it across empty bins. */
const lead: f64 = 1 + 1e-14;

function bigEnough(node: usize, n: f64, packed: f64): boolean {
  const least = load<f64>(node, 24);
  if (n < least || load<f64>(node) - n < least) return false;
  const leastSize = load<f64>(node, 32);
  const size = packed - n * load<f64>(node, 40);
  return size >= leastSize && load<f64>(node, 8) - size >= leastSize;
}

/** The same for one value, no weights and none missing, of the features at two places side by side, one in each lane. */
function searchBinsFast(
  node: usize,
  drawn: usize,
  first: i32,
  second: i32,
  binCounts: usize,
  histograms: usize,
): void {
  const feature0 = <i32>load<u16>(drawn + (<usize>first << 1));
  const feature1 = <i32>load<u16>(drawn + (<usize>second << 1));
  const bins0 = load<i32>(binCounts + (<usize>feature0 << 2));
  const bins1 = load<i32>(binCounts + (<usize>feature1 << 2));
  const bins = bins0 > bins1 ? bins0 : bins1;
  const total = v128.load64_splat(node, 384);
  const count = v128.load64_splat(node);
  const perUnit = f64x2.splat(1 / load<f64>(node, 40));
  let bar = v128.load64_splat(node, 88);
  let sum0 = f64x2.splat(0);
  let sum1 = f64x2.splat(0);
  let best0: f64 = 0;
  let best1: f64 = 0;
  let place0 = 0;
  let place1 = 0;
  let missing0 = 0;
  let missing1 = 0;
  let at0 = histograms + (<usize>first << 12);
  let at1 = histograms + (<usize>second << 12);
  for (let bin = 1; bin < bins; bin++) {
    sum0 = f64x2.add(sum0, v128.load(at0, 16));
    sum1 = f64x2.add(sum1, v128.load(at1, 16));
    at0 += 16;
    at1 += 16;
    const s = v128.shuffle<f64>(sum0, sum1, 0, 2);
    const n = f64x2.floor(f64x2.mul(v128.shuffle<f64>(sum0, sum1, 1, 3), perUnit));
    const rest = f64x2.sub(total, s);
    const right = f64x2.sub(count, n);
    const above = f64x2.add(f64x2.mul(f64x2.mul(s, s), right), f64x2.mul(f64x2.mul(rest, rest), n));
    const below = f64x2.mul(n, right);
    const better = f64x2.gt(above, f64x2.mul(bar, below));
    if (!v128.any_true(better)) continue;
    const n0 = f64x2.extract_lane(n, 0);
    if (i64x2.extract_lane(better, 0) != 0 && bigEnough(node, n0, f64x2.extract_lane(sum0, 1))) {
      best0 = f64x2.extract_lane(above, 0) / f64x2.extract_lane(below, 0);
      bar = f64x2.replace_lane(bar, 0, best0 * lead);
      place0 = bin;
      missing0 = n0 * 2 >= load<f64>(node) ? 1 : 0;
    }
    const n1 = f64x2.extract_lane(n, 1);
    if (i64x2.extract_lane(better, 1) != 0 && bigEnough(node, n1, f64x2.extract_lane(sum1, 1))) {
      best1 = f64x2.extract_lane(above, 1) / f64x2.extract_lane(below, 1);
      bar = f64x2.replace_lane(bar, 1, best1 * lead);
      place1 = bin;
      missing1 = n1 * 2 >= load<f64>(node) ? 1 : 0;
    }
  }
  if (place0 > 0 && best0 > load<f64>(node, 64)) record(node, best0, feature0, place0, missing0);
  if (place1 > 0 && best1 > load<f64>(node, 64)) record(node, best1, feature1, place1, missing1);
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
    for (let at = counts; at < counts + 512; at += 64) {
      v128.store(at, i64x2.splat(0));
      v128.store(at, i64x2.splat(0), 16);
      v128.store(at, i64x2.splat(0), 32);
      v128.store(at, i64x2.splat(0), 48);
    }
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
  const fast = load<i32>(node, 56) == 1;
  // A feature that waits for one beside it.
  let waiting: i32 = -1;
  for (let j = 0; j < drawnCount; j++) {
    const feature = <i32>load<u16>(drawn + (<usize>j << 1));
    const list = keys + (<usize>feature << 9);
    const first = <i32>load<u8>(list, 1);
    const last = <i32>load<u8>(list + (<usize>(count - 1) << 1), 1);
    if (first == last) continue;
    const numeric = load<u8>(kinds + <usize>feature) == 0;
    if (fast && numeric && first != 0) {
      if (waiting >= 0) {
        scanKeysFast(node, waiting, keys + (<usize>waiting << 9), feature, list, count, payload);
        waiting = -1;
      } else waiting = feature;
      continue;
    }
    if (waiting >= 0) scanAlone(node, waiting, keys, count, payload);
    waiting = -1;
    if (!numeric) searchFewLevels(node, feature, list, count, payload, last + 1);
    else if (first != 0) scanKeys(node, feature, list, 0, count, payload, -1);
    else {
      let start = 1;
      while (load<u8>(list + (<usize>start << 1), 1) == 0) start++;
      scanKeys(node, feature, list, 0, count, payload, 1);
      scanKeys(node, feature, list, start, count, payload, 0);
    }
  }
  if (waiting >= 0) scanAlone(node, waiting, keys, count, payload);
}

function scanAlone(node: usize, feature: i32, keys: usize, count: i32, payload: usize): void {
  const list = keys + (<usize>feature << 9);
  scanKeysFast(node, feature, list, feature, list, count, payload);
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

/**
 * The same for one value, no weights and none missing, of two features side by side, one in each lane; which of them is
 * better is settled at the end, the first in case of a tie.
 */
function scanKeysFast(
  node: usize,
  feature0: i32,
  list0: usize,
  feature1: i32,
  list1: usize,
  count: i32,
  payload: usize,
): void {
  const least = <i32>load<f64>(node, 24);
  const most = count - least;
  const total = v128.load64_splat(node, 384);
  let best = v128.load64_splat(node, 64);
  let place0 = 0;
  let place1 = 0;
  let sum0 = f64x2.splat(0);
  let sum1 = f64x2.splat(0);
  let n: i32 = 1;
  for (; n < least; n++) {
    const at = <usize>(n - 1) << 1;
    sum0 = f64x2.add(sum0, v128.load(payload + (<usize>load<u8>(list0 + at) << 4)));
    sum1 = f64x2.add(sum1, v128.load(payload + (<usize>load<u8>(list1 + at) << 4)));
  }
  let left = node + 4096 + (<usize>n << 3);
  let right = node + 4096 + (<usize>(count - n) << 3);
  let at = <usize>(n - 1) << 1;
  for (; n <= most; n++) {
    sum0 = f64x2.add(sum0, v128.load(payload + (<usize>load<u8>(list0 + at) << 4)));
    sum1 = f64x2.add(sum1, v128.load(payload + (<usize>load<u8>(list1 + at) << 4)));
    const s = v128.shuffle<f64>(sum0, sum1, 0, 2);
    const rest = f64x2.sub(total, s);
    const score = f64x2.add(
      f64x2.mul(f64x2.mul(s, s), v128.load64_splat(left)),
      f64x2.mul(f64x2.mul(rest, rest), v128.load64_splat(right)),
    );
    if (v128.any_true(f64x2.gt(score, best))) {
      const score0 = f64x2.extract_lane(score, 0);
      if (score0 > f64x2.extract_lane(best, 0) && allowed(node, list0 + at, n, f64x2.extract_lane(sum0, 1))) {
        best = f64x2.replace_lane(best, 0, score0);
        place0 = n;
      }
      const score1 = f64x2.extract_lane(score, 1);
      if (score1 > f64x2.extract_lane(best, 1) && allowed(node, list1 + at, n, f64x2.extract_lane(sum1, 1))) {
        best = f64x2.replace_lane(best, 1, score1);
        place1 = n;
      }
    }
    left += 8;
    right -= 8;
    at += 2;
  }
  if (place0 > 0) recordKey(node, f64x2.extract_lane(best, 0), feature0, list0, place0, count);
  const best1 = f64x2.extract_lane(best, 1);
  if (place1 > 0 && best1 > load<f64>(node, 64)) recordKey(node, best1, feature1, list1, place1, count);
}

/** Whether a split after the key at `at`, the n-th, parts bins and leaves enough size on both sides. */
function allowed(node: usize, at: usize, n: i32, packed: f64): boolean {
  if (load<u8>(at, 1) == load<u8>(at, 3)) return false;
  const leastSize = load<f64>(node, 32);
  const leftSize = packed - <f64>n * load<f64>(node, 40);
  return leftSize >= leastSize && load<f64>(node, 8) - leftSize >= leastSize;
}

function recordKey(node: usize, score: f64, feature: i32, list: usize, n: i32, count: i32): void {
  const bin = <i32>load<u8>(list + (<usize>(n - 1) << 1), 1);
  record(node, score, feature, bin, n * 2 >= count ? 1 : 0);
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
  const histogram = node + 6400;
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

/** Copies bytes, a multiple of 2. */
function move(to: usize, from: usize, bytes: usize): void {
  if (bytes > 1024) {
    memory.copy(to, from, bytes);
    return;
  }
  const end = from + bytes;
  while (from + 16 <= end) {
    v128.store(to, v128.load(from));
    from += 16;
    to += 16;
  }
  while (from + 4 <= end) {
    store<u32>(to, load<u32>(from));
    from += 4;
    to += 4;
  }
  if (from < end) store<u16>(to, load<u16>(from));
}

export function flagKeys(keys: usize, list: i32, count: i32, table: usize, flags: usize): i32 {
  let left: i32 = 0;
  const by = keys + (<usize>list << 9);
  for (let i = 0; i < count; i++) {
    const key = <usize>load<u16>(by + (<usize>i << 1));
    const goes = load<u8>(table + (key >>> 8));
    store<u8>(flags + (key & 255), goes);
    left += <i32>goes;
  }
  return left;
}

export function partKeys(
  keys: usize,
  lists: usize,
  listCount: i32,
  count: i32,
  left: i32,
  flags: usize,
  to: usize,
): void {
  const lastList = lists + (<usize>listCount << 1);
  for (; lists < lastList; lists += 2) {
    const list = <usize>load<u16>(lists) << 9;
    let from = keys + list;
    let one = to + list;
    let other = one + (<usize>left << 1);
    const end = from + (<usize>count << 1);
    while (from < end) {
      const key = load<u16>(from);
      const goes = <usize>load<u8>(flags + <usize>(key & 255)) << 1;
      store<u16>(select<usize>(one, other, goes != 0), key);
      one += goes;
      other += 2 - goes;
      from += 2;
    }
  }
}

export function rowsOfKeys(list: usize, count: i32, rows: usize, to: usize): void {
  for (let i = 0; i < count; i++) {
    const local = <usize>(load<u16>(list + (<usize>i << 1)) & 255);
    store<u32>(to + (<usize>i << 2), load<u32>(rows + (local << 2)));
  }
}

export function partitionRows(
  rows: usize,
  count: i32,
  bins: usize,
  stride: i32,
  table: usize,
  spare: usize,
): i32 {
  let from = rows;
  let to = rows;
  let other = spare;
  const end = rows + (<usize>count << 2);
  while (from < end) {
    const row = load<u32>(from);
    const goes = <usize>load<u8>(table + <usize>load<u8>(bins + <usize>row * <usize>stride)) << 2;
    store<u32>(to, row);
    store<u32>(other, row);
    to += goes;
    other += 4 - goes;
    from += 4;
  }
  move(to, spare, other - spare);
  return <i32>((to - rows) >>> 2);
}

export function gatherRecords(from: usize, rows: usize, count: i32, bytes: i32, to: usize): void {
  const size = <usize>bytes;
  const end = rows + (<usize>count << 2);
  if (size == 8) {
    for (; rows < end; rows += 4, to += 8) store<u64>(to, load<u64>(from + (<usize>load<u32>(rows) << 3)));
    return;
  }
  for (; rows < end; rows += 4) {
    const at = from + <usize>load<u32>(rows) * size;
    let part: usize = 0;
    for (; part + 16 <= size; part += 16) v128.store(to + part, v128.load(at + part));
    for (; part < size; part += 4) store<u32>(to + part, load<u32>(at + part));
    to += size;
  }
}

export function flagRecords(
  lines: usize,
  count: i32,
  stride: i32,
  feature: i32,
  table: usize,
  flags: usize,
): i32 {
  let left: i32 = 0;
  let line = lines + <usize>feature;
  const end = flags + <usize>count;
  for (; flags < end; flags++) {
    const goes = load<u8>(table + <usize>load<u8>(line));
    store<u8>(flags, goes);
    left += <i32>goes;
    line += <usize>stride;
  }
  return left;
}

/** Every record is written to both sides, and the place moves on where it belongs: no branch to be guessed wrong. */
export function partRecords(records: usize, count: i32, bytes: i32, flags: usize, spare: usize): void {
  const size = <usize>bytes;
  const end = flags + <usize>count;
  let from = records;
  let to = records;
  let other = spare;
  if (size == 32) {
    for (; flags < end; flags++) {
      const goes = <usize>load<u8>(flags) << 5;
      const low = v128.load(from);
      const high = v128.load(from, 16);
      v128.store(to, low);
      v128.store(to, high, 16);
      v128.store(other, low);
      v128.store(other, high, 16);
      to += goes;
      other += 32 - goes;
      from += 32;
    }
  } else if (size == 16) {
    for (; flags < end; flags++) {
      const goes = <usize>load<u8>(flags) << 4;
      const record = v128.load(from);
      v128.store(to, record);
      v128.store(other, record);
      to += goes;
      other += 16 - goes;
      from += 16;
    }
  } else if (size == 8) {
    for (; flags < end; flags++) {
      const goes = <usize>load<u8>(flags) << 3;
      const record = load<u64>(from);
      store<u64>(to, record);
      store<u64>(other, record);
      to += goes;
      other += 8 - goes;
      from += 8;
    }
  } else {
    for (; flags < end; flags++) {
      const goes = load<u8>(flags) != 0 ? size : 0;
      let part: usize = 0;
      for (; part + 16 <= size; part += 16) {
        const some = v128.load(from + part);
        v128.store(to + part, some);
        v128.store(other + part, some);
      }
      for (; part < size; part += 4) {
        const some = load<u32>(from + part);
        store<u32>(to + part, some);
        store<u32>(other + part, some);
      }
      to += goes;
      other += size - goes;
      from += size;
    }
  }
  move(to, spare, other - spare);
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
