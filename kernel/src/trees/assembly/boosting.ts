/**
 * Twins of the loops in boosting/plain-loops.ts, which says what each does.
 *
 * Histograms hold 256 bins a feature, 64 bytes apart from the next one's so that features do not share cache sets:
 * narrow ones 8 bytes a bin, 2112 bytes a feature, wide ones 16 bytes a bin, 4160 bytes a feature.
 */

/** Bytes of the buffer, and of the records of rows that fill it: what is read over and over stays in the first cache. */
const bufferBytes: usize = 8192;
/** Bytes of a piece's entry. */
const pieceBytes: usize = 24;

function narrow8(sums: usize, base: usize, record: usize, end: usize): void {
  let at: usize;
  while (record < end) {
    const line = base + <usize>load<u32>(record, 8);
    const value = load<i64>(record);
    at = sums + (<usize>load<u8>(line, 0) << 3);
    store<i64>(at, load<i64>(at, 0) + value, 0);
    at = sums + (<usize>load<u8>(line, 1) << 3);
    store<i64>(at, load<i64>(at, 2112) + value, 2112);
    at = sums + (<usize>load<u8>(line, 2) << 3);
    store<i64>(at, load<i64>(at, 4224) + value, 4224);
    at = sums + (<usize>load<u8>(line, 3) << 3);
    store<i64>(at, load<i64>(at, 6336) + value, 6336);
    at = sums + (<usize>load<u8>(line, 4) << 3);
    store<i64>(at, load<i64>(at, 8448) + value, 8448);
    at = sums + (<usize>load<u8>(line, 5) << 3);
    store<i64>(at, load<i64>(at, 10560) + value, 10560);
    at = sums + (<usize>load<u8>(line, 6) << 3);
    store<i64>(at, load<i64>(at, 12672) + value, 12672);
    at = sums + (<usize>load<u8>(line, 7) << 3);
    store<i64>(at, load<i64>(at, 14784) + value, 14784);
    record += 16;
  }
}

function narrow4(sums: usize, base: usize, record: usize, end: usize): void {
  let at: usize;
  while (record < end) {
    const line = base + <usize>load<u32>(record, 8);
    const value = load<i64>(record);
    at = sums + (<usize>load<u8>(line, 0) << 3);
    store<i64>(at, load<i64>(at, 0) + value, 0);
    at = sums + (<usize>load<u8>(line, 1) << 3);
    store<i64>(at, load<i64>(at, 2112) + value, 2112);
    at = sums + (<usize>load<u8>(line, 2) << 3);
    store<i64>(at, load<i64>(at, 4224) + value, 4224);
    at = sums + (<usize>load<u8>(line, 3) << 3);
    store<i64>(at, load<i64>(at, 6336) + value, 6336);
    record += 16;
  }
}

function narrow1(sums: usize, base: usize, record: usize, end: usize): void {
  let at: usize;
  while (record < end) {
    const line = base + <usize>load<u32>(record, 8);
    const value = load<i64>(record);
    at = sums + (<usize>load<u8>(line, 0) << 3);
    store<i64>(at, load<i64>(at, 0) + value, 0);
    record += 16;
  }
}

function wide8(sums: usize, base: usize, record: usize, end: usize): void {
  let at: usize;
  while (record < end) {
    const line = base + <usize>load<u32>(record, 16);
    const value = v128.load(record);
    at = sums + (<usize>load<u8>(line, 0) << 4);
    v128.store(at, i64x2.add(v128.load(at, 0), value), 0);
    at = sums + (<usize>load<u8>(line, 1) << 4);
    v128.store(at, i64x2.add(v128.load(at, 4160), value), 4160);
    at = sums + (<usize>load<u8>(line, 2) << 4);
    v128.store(at, i64x2.add(v128.load(at, 8320), value), 8320);
    at = sums + (<usize>load<u8>(line, 3) << 4);
    v128.store(at, i64x2.add(v128.load(at, 12480), value), 12480);
    at = sums + (<usize>load<u8>(line, 4) << 4);
    v128.store(at, i64x2.add(v128.load(at, 16640), value), 16640);
    at = sums + (<usize>load<u8>(line, 5) << 4);
    v128.store(at, i64x2.add(v128.load(at, 20800), value), 20800);
    at = sums + (<usize>load<u8>(line, 6) << 4);
    v128.store(at, i64x2.add(v128.load(at, 24960), value), 24960);
    at = sums + (<usize>load<u8>(line, 7) << 4);
    v128.store(at, i64x2.add(v128.load(at, 29120), value), 29120);
    record += 32;
  }
}

function wide4(sums: usize, base: usize, record: usize, end: usize): void {
  let at: usize;
  while (record < end) {
    const line = base + <usize>load<u32>(record, 16);
    const value = v128.load(record);
    at = sums + (<usize>load<u8>(line, 0) << 4);
    v128.store(at, i64x2.add(v128.load(at, 0), value), 0);
    at = sums + (<usize>load<u8>(line, 1) << 4);
    v128.store(at, i64x2.add(v128.load(at, 4160), value), 4160);
    at = sums + (<usize>load<u8>(line, 2) << 4);
    v128.store(at, i64x2.add(v128.load(at, 8320), value), 8320);
    at = sums + (<usize>load<u8>(line, 3) << 4);
    v128.store(at, i64x2.add(v128.load(at, 12480), value), 12480);
    record += 32;
  }
}

function wide1(sums: usize, base: usize, record: usize, end: usize): void {
  let at: usize;
  while (record < end) {
    const line = base + <usize>load<u32>(record, 16);
    const value = v128.load(record);
    at = sums + (<usize>load<u8>(line, 0) << 4);
    v128.store(at, i64x2.add(v128.load(at, 0), value), 0);
    record += 32;
  }
}

/** The same for rows that follow one another, whose lines are `step` bytes apart. */
function narrow8InOrder(sums: usize, line: usize, step: usize, record: usize, end: usize): void {
  let at: usize;
  while (record < end) {
    const value = load<i64>(record);
    at = sums + (<usize>load<u8>(line, 0) << 3);
    store<i64>(at, load<i64>(at, 0) + value, 0);
    at = sums + (<usize>load<u8>(line, 1) << 3);
    store<i64>(at, load<i64>(at, 2112) + value, 2112);
    at = sums + (<usize>load<u8>(line, 2) << 3);
    store<i64>(at, load<i64>(at, 4224) + value, 4224);
    at = sums + (<usize>load<u8>(line, 3) << 3);
    store<i64>(at, load<i64>(at, 6336) + value, 6336);
    at = sums + (<usize>load<u8>(line, 4) << 3);
    store<i64>(at, load<i64>(at, 8448) + value, 8448);
    at = sums + (<usize>load<u8>(line, 5) << 3);
    store<i64>(at, load<i64>(at, 10560) + value, 10560);
    at = sums + (<usize>load<u8>(line, 6) << 3);
    store<i64>(at, load<i64>(at, 12672) + value, 12672);
    at = sums + (<usize>load<u8>(line, 7) << 3);
    store<i64>(at, load<i64>(at, 14784) + value, 14784);
    line += step;
    record += 16;
  }
}

function wide8InOrder(sums: usize, line: usize, step: usize, record: usize, end: usize): void {
  let at: usize;
  while (record < end) {
    const value = v128.load(record);
    at = sums + (<usize>load<u8>(line, 0) << 4);
    v128.store(at, i64x2.add(v128.load(at, 0), value), 0);
    at = sums + (<usize>load<u8>(line, 1) << 4);
    v128.store(at, i64x2.add(v128.load(at, 4160), value), 4160);
    at = sums + (<usize>load<u8>(line, 2) << 4);
    v128.store(at, i64x2.add(v128.load(at, 8320), value), 8320);
    at = sums + (<usize>load<u8>(line, 3) << 4);
    v128.store(at, i64x2.add(v128.load(at, 12480), value), 12480);
    at = sums + (<usize>load<u8>(line, 4) << 4);
    v128.store(at, i64x2.add(v128.load(at, 16640), value), 16640);
    at = sums + (<usize>load<u8>(line, 5) << 4);
    v128.store(at, i64x2.add(v128.load(at, 20800), value), 20800);
    at = sums + (<usize>load<u8>(line, 6) << 4);
    v128.store(at, i64x2.add(v128.load(at, 24960), value), 24960);
    at = sums + (<usize>load<u8>(line, 7) << 4);
    v128.store(at, i64x2.add(v128.load(at, 29120), value), 29120);
    line += step;
    record += 32;
  }
}


/** Loads a byte of each line, so that the misses of many lines overlap. */
function touch(base: usize, record: usize, end: usize, offset: usize, size: usize): i32 {
  let sum: i32 = 0;
  for (; record < end; record += size) sum += load<u8>(base + <usize>load<u32>(record + offset));
  return sum;
}

function gather(rows: usize, end: usize, packed: usize, wide: i32, to: usize): void {
  if (wide) {
    for (; rows < end; rows += 4) {
      const from = packed + (<usize>load<u32>(rows) << 5);
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      to += 32;
    }
  } else {
    for (; rows < end; rows += 4) {
      v128.store(to, v128.load(packed + (<usize>load<u32>(rows) << 4)));
      to += 16;
    }
  }
}

function addPiece(piece: usize, sums: usize, record: usize, end: usize, wide: i32, inOrder: i32): void {
  let base = <usize>load<u32>(piece);
  const width = load<u32>(piece, 8);
  if (wide) {
    if (width == 8) {
      if (inOrder) wide8InOrder(sums, base + <usize>load<u32>(record, 16), <usize>load<u32>(piece, 4), record, end);
      else wide8(sums, base, record, end);
    } else if (width == 4) wide4(sums, base, record, end);
    else wide1(sums, base, record, end);
  } else if (width == 8) {
    if (inOrder) narrow8InOrder(sums, base + <usize>load<u32>(record, 8), <usize>load<u32>(piece, 4), record, end);
    else narrow8(sums, base, record, end);
  } else if (width == 4) narrow4(sums, base, record, end);
  else narrow1(sums, base, record, end);
}

export function addRows(
  pieces: usize,
  pieceCount: i32,
  sums: usize,
  rows: usize,
  count: i32,
  packed: usize,
  wide: i32,
  inOrder: i32,
  buffer: usize,
): void {
  const shift: usize = wide ? 5 : 4;
  const chunk: i32 = <i32>(bufferBytes >> shift);
  const lastPiece = pieces + <usize>pieceCount * pieceBytes;
  for (let start: i32 = 0; start < count; start += chunk) {
    const n = min(chunk, count - start);
    const some = rows + (<usize>start << 2);
    let record = buffer;
    if (inOrder) record = packed + (<usize>load<u32>(some) << shift);
    else gather(some, some + (<usize>n << 2), packed, wide, buffer);
    const end = record + (<usize>n << shift);
    for (let piece = pieces; piece < lastPiece; piece += pieceBytes) {
      if (!inOrder && load<u32>(piece, 20)) {
        const sum = touch(<usize>load<u32>(piece), record, end, wide ? 16 : 8, <usize>1 << shift);
        store<i32>(buffer + bufferBytes, sum);
      }
      addPiece(piece, sums + <usize>load<u32>(piece, 12), record, end, wide, inOrder);
    }
  }
}

export function clearSums(pieces: usize, pieceCount: i32, sums: usize, wide: i32): void {
  const stride: usize = wide ? 4160 : 2112;
  const size: usize = wide ? 4 : 3;
  for (let k: usize = 0; k < <usize>pieceCount; k++) {
    const piece = pieces + k * pieceBytes;
    const bytes = <usize>load<u32>(piece, 16) << size;
    let at = sums + <usize>load<u32>(piece, 12);
    for (let j = load<u32>(piece, 8); j > 0; j--) {
      memory.fill(at, 0, bytes);
      at += stride;
    }
  }
}

export function subtractSums(pieces: usize, pieceCount: i32, sums: usize, part: usize, wide: i32): void {
  const stride: usize = wide ? 4160 : 2112;
  const size: usize = wide ? 4 : 3;
  for (let k: usize = 0; k < <usize>pieceCount; k++) {
    const piece = pieces + k * pieceBytes;
    const bytes = <usize>load<u32>(piece, 16) << size;
    let offset = <usize>load<u32>(piece, 12);
    for (let j = load<u32>(piece, 8); j > 0; j--) {
      let at = sums + offset;
      let other = part + offset;
      const end = at + bytes;
      while (at < end) {
        v128.store(at, i64x2.sub(v128.load(at), v128.load(other)));
        at += 16;
        other += 16;
      }
      offset += stride;
    }
  }
}

export function measureRows(gradient: usize, hessian: usize, count: i32, sums: usize): void {
  let g: f64 = 0;
  let h: f64 = 0;
  for (let i: usize = 0; i < <usize>count; i++) {
    g += abs(load<f64>(gradient + (i << 3)));
    h += load<f64>(hessian + (i << 3));
  }
  store<f64>(sums, g);
  store<f64>(sums, h, 8);
}

export function packRows(
  gradient: usize,
  hessian: usize,
  count: i32,
  packed: usize,
  gScale: f64,
  hScale: f64,
  countShift: i32,
  wide: i32,
  offset: i32,
  step: i32,
): void {
  const shift = <i64>countShift;
  const one: i64 = (<i64>1) << shift;
  const end = gradient + (<usize>count << 3);
  for (; gradient < end; gradient += 8) {
    const g = <i64>nearest(load<f64>(gradient) * gScale);
    if (wide) {
      store<i64>(packed, g);
      store<i64>(packed, one + <i64>nearest(load<f64>(hessian) * hScale), 8);
      store<i32>(packed, offset, 16);
      packed += 32;
    } else {
      store<i64>(packed, (g << shift) + 1);
      store<i32>(packed, offset, 8);
      packed += 16;
    }
    offset += step;
    hessian += 8;
  }
}

export function partitionFront(
  rows: usize,
  from: i32,
  to: i32,
  column: usize,
  goesLeft: usize,
  out: usize,
  left: i32,
  right: i32,
): void {
  let l = out + (<usize>left << 2);
  let r = out + (<usize>right << 2);
  const end = rows + (<usize>to << 2);
  for (let at = rows + (<usize>from << 2); at < end; at += 4) {
    const row = load<u32>(at);
    const goes = <usize>load<u8>(goesLeft + <usize>load<u8>(column + <usize>row));
    store<u32>(select(l, r, goes), row);
    l += goes << 2;
    r += 4 - (goes << 2);
  }
}

export function partitionBack(
  rows: usize,
  from: i32,
  to: i32,
  column: usize,
  goesLeft: usize,
  out: usize,
  left: i32,
  right: i32,
): void {
  let l = out + (<usize>left << 2) - 4;
  let r = out + (<usize>right << 2) - 4;
  const start = rows + (<usize>from << 2);
  for (let at = rows + (<usize>to << 2); at > start; ) {
    at -= 4;
    const row = load<u32>(at);
    const goes = <usize>load<u8>(goesLeft + <usize>load<u8>(column + <usize>row));
    store<u32>(select(l, r, goes), row);
    l -= goes << 2;
    r -= 4 - (goes << 2);
  }
}

export function addToRows(rows: usize, from: i32, to: i32, margin: usize, value: f64): void {
  const end = rows + (<usize>to << 2);
  for (let at = rows + (<usize>from << 2); at < end; at += 4) {
    const place = margin + (<usize>load<u32>(at) << 3);
    store<f64>(place, load<f64>(place) + value);
  }
}

export function routeRows(
  rows: usize,
  from: i32,
  to: i32,
  columns: usize,
  columnBytes: usize,
  nodes: usize,
  values: usize,
  goesLeft: usize,
  margin: usize,
  first: i32,
): void {
  for (let i = from; i < to; i++) {
    const row = load<i32>(rows + (<usize>i << 2));
    let node: usize = 0;
    for (;;) {
      const feature = load<i32>(nodes + (node << 3));
      if (feature < 0) break;
      const bin = <usize>load<u8>(columns + <usize>feature * columnBytes + <usize>row);
      node = <usize>load<u32>(nodes + (node << 3), 4) + 1 - <usize>load<u8>(goesLeft + (node << 8) + bin);
    }
    const place = margin + (<usize>(row - first) << 3);
    store<f64>(place, load<f64>(place) + load<f64>(values + (node << 3)));
  }
}

/** What a side is worth at its best value within bounds, see `worth` in boosting/plain-loops.ts. */
function worth(s: f64, h: f64, l1: f64, low: f64, high: f64): f64 {
  const pull = max<f64>(abs(s) - l1, 0);
  const value = min(high, max(low, (s < 0 ? -pull : pull) / h));
  return value * (2 * s - h * value) - 2 * l1 * abs(value);
}

/** Value of a side within bounds. */
function bestValue(s: f64, h: f64, l1: f64, low: f64, high: f64): f64 {
  const pull = max<f64>(abs(s) - l1, 0);
  return min(high, max(low, (s < 0 ? -pull : pull) / h));
}

export function scanBins(
  sums: usize,
  bins: usize,
  present: i32,
  smoothing: f64,
  feature: i32,
  direction: i32,
  node: usize,
  wide: i32,
  best: usize,
): i32 {
  const rows = load<f64>(node);
  const s = load<f64>(node, 8);
  const h = load<f64>(node, 16);
  const l1 = load<f64>(node, 24);
  const l2 = load<f64>(node, 32) + smoothing;
  const minRows = load<f64>(node, 40);
  const minH = load<f64>(node, 48);
  const low = load<f64>(node, 56);
  const high = load<f64>(node, 64);
  const gUnit = load<f64>(node, 72);
  const hUnit = load<f64>(node, 80);
  const shift = <i64>load<f64>(node, 88);
  const simple = load<f64>(node, 96) != 0 && direction == 0;
  const mask: i64 = ((<i64>1) << shift) - 1;
  const size: usize = wide ? 4 : 3;
  const total = h + l2;
  const parent = simple ? (s * s) / total : worth(s, total, l1, low, high);
  let bestGain = load<f64>(best);
  let found: i32 = -1;
  const missing = wide ? load<i64>(sums, 8) >>> shift : load<i64>(sums) & mask;
  for (let side: i32 = missing > 0 ? 1 : 0; side >= 0; side--) {
    let g: i64 = 0;
    let c: i64 = 0;
    if (side) {
      g = load<i64>(sums);
      if (wide) c = load<i64>(sums, 8);
    }
    for (let i: i32 = 0; i < present; i++) {
      const at = sums + (<usize>load<u8>(bins + <usize>i) << size);
      let leftRows: f64;
      let leftS: f64;
      let leftH: f64;
      g += load<i64>(at);
      if (wide) {
        c += load<i64>(at, 8);
        leftRows = <f64>(c >>> shift);
        leftH = <f64>(c & mask) * hUnit;
        leftS = <f64>g * gUnit;
      } else {
        leftRows = <f64>(g & mask);
        leftH = leftRows * hUnit;
        leftS = <f64>(g >> shift) * gUnit;
      }
      const rightRows = rows - leftRows;
      if (rightRows < minRows) break;
      const rightH = h - leftH;
      if (leftRows < minRows || leftH < minH || rightH < minH) continue;
      const rightS = s - leftS;
      const a = leftH + l2;
      const b = rightH + l2;
      let gain: f64;
      if (simple) {
        const over = leftS * leftS * b + rightS * rightS * a;
        const under = a * b;
        if (over < (bestGain + parent) * under * 0.9999999999) continue;
        gain = over / under - parent;
      } else {
        gain = worth(leftS, a, l1, low, high) + worth(rightS, b, l1, low, high) - parent;
        if (direction != 0 && gain > bestGain) {
          const rise = bestValue(rightS, b, l1, low, high) - bestValue(leftS, a, l1, low, high);
          if (rise * <f64>direction < 0) continue;
        }
      }
      if (gain > bestGain) {
        bestGain = gain;
        found = i;
        store<f64>(best, gain);
        store<f64>(best, <f64>feature, 8);
        store<f64>(best, <f64>load<u8>(bins + <usize>i), 16);
        store<f64>(best, missing > 0 ? <f64>side : leftRows * 2 >= rows ? 1 : 0, 24);
        store<f64>(best, leftRows, 32);
        store<f64>(best, leftS, 40);
        store<f64>(best, leftH, 48);
      }
    }
  }
  return found;
}

export function scanNumbers(sums: usize, binCount: i32, feature: i32, node: usize, wide: i32, best: usize): void {
  const rows = load<f64>(node);
  const s = load<f64>(node, 8);
  const h = load<f64>(node, 16);
  const l2 = load<f64>(node, 32);
  const minRows = load<f64>(node, 40);
  const minH = load<f64>(node, 48);
  const gUnit = load<f64>(node, 72);
  const hUnit = load<f64>(node, 80);
  const shift = <i64>load<f64>(node, 88);
  const mask: i64 = ((<i64>1) << shift) - 1;
  const size: usize = wide ? 16 : 8;
  const total = h + l2;
  const parent = (s * s) / total;
  const most = rows - minRows;
  const mostH = h - minH;
  let bestGain = load<f64>(best);
  let needed = (bestGain + parent) * 0.9999999999;
  let g: i64 = 0;
  let c: i64 = 0;
  const end = sums + <usize>binCount * size;
  for (let at = sums + size; at < end; at += size) {
    const bin = load<i64>(at);
    g += bin;
    let leftRows: f64;
    let leftS: f64;
    let leftH: f64;
    if (wide) {
      const rest = load<i64>(at, 8);
      if (rest == 0) continue;
      c += rest;
      leftRows = <f64>(c >>> shift);
      leftH = <f64>(c & mask) * hUnit;
      leftS = <f64>g * gUnit;
    } else {
      if (bin == 0) continue;
      leftRows = <f64>(g & mask);
      leftH = leftRows * hUnit;
      leftS = <f64>(g >> shift) * gUnit;
    }
    if (leftRows > most) break;
    if (leftRows < minRows || leftH < minH || leftH > mostH) continue;
    const rightS = s - leftS;
    const a = leftH + l2;
    const b = h - leftH + l2;
    const over = leftS * leftS * b + rightS * rightS * a;
    const under = a * b;
    if (over < needed * under) continue;
    const gain = over / under - parent;
    if (gain <= bestGain) continue;
    bestGain = gain;
    needed = (bestGain + parent) * 0.9999999999;
    store<f64>(best, gain);
    store<f64>(best, <f64>feature, 8);
    store<f64>(best, <f64>((at - sums) / size), 16);
    store<f64>(best, leftRows * 2 >= rows ? 1 : 0, 24);
    store<f64>(best, leftRows, 32);
    store<f64>(best, leftS, 40);
    store<f64>(best, leftH, 48);
  }
}

export function presentBins(sums: usize, binCount: i32, countShift: i32, wide: i32, bins: usize): i32 {
  const shift = <i64>countShift;
  const mask: i64 = ((<i64>1) << shift) - 1;
  let present: i32 = 0;
  for (let bin: i32 = 1; bin < binCount; bin++) {
    const rows = wide
      ? load<i64>(sums + (<usize>bin << 4), 8) >>> shift
      : load<i64>(sums + (<usize>bin << 3)) & mask;
    store<u8>(bins + <usize>present, bin);
    present += rows > 0 ? 1 : 0;
  }
  return present;
}

export function orderBins(
  sums: usize,
  bins: usize,
  present: i32,
  smoothing: f64,
  node: usize,
  wide: i32,
  statistic: usize,
): void {
  const l2 = load<f64>(node, 32) + smoothing;
  const gUnit = load<f64>(node, 72);
  const hUnit = load<f64>(node, 80);
  const shift = <i64>load<f64>(node, 88);
  const mask: i64 = ((<i64>1) << shift) - 1;
  for (let i: i32 = 0; i < present; i++) {
    const bin = load<u8>(bins + <usize>i);
    let value: f64;
    if (wide) {
      const at = sums + (<usize>bin << 4);
      value = (<f64>load<i64>(at) * gUnit) / (<f64>(load<i64>(at, 8) & mask) * hUnit + l2);
    } else {
      const sum = load<i64>(sums + (<usize>bin << 3));
      value = (<f64>(sum >> shift) * gUnit) / (<f64>(sum & mask) * hUnit + l2);
    }
    let to = i;
    while (to > 0 && load<f64>(statistic + (<usize>(to - 1) << 3)) > value) {
      store<f64>(statistic + (<usize>to << 3), load<f64>(statistic + (<usize>(to - 1) << 3)));
      store<u8>(bins + <usize>to, load<u8>(bins + <usize>(to - 1)));
      to--;
    }
    store<f64>(statistic + (<usize>to << 3), value);
    store<u8>(bins + <usize>to, bin);
  }
}

export function sumBins(sums: usize, binCount: i32, countShift: i32, wide: i32, totals: usize): void {
  const shift = <i64>countShift;
  const mask: i64 = ((<i64>1) << shift) - 1;
  let g: i64 = 0;
  let c: i64 = 0;
  for (let bin: i32 = 0; bin < binCount; bin++) {
    if (wide) {
      g += load<i64>(sums + (<usize>bin << 4));
      c += load<i64>(sums + (<usize>bin << 4), 8);
    } else g += load<i64>(sums + (<usize>bin << 3));
  }
  store<f64>(totals, <f64>(wide ? c >>> shift : g & mask));
  store<f64>(totals, <f64>(wide ? g : g >> shift), 8);
  store<f64>(totals, <f64>((wide ? c : g) & mask), 16);
}
