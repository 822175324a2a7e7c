/** Twin of `placeTree` in model/plain-loops.ts. */
export function placeTree(
  from: usize,
  first: i32,
  nodes: i32,
  slots: usize,
  to: usize,
  leafNumbers: usize,
  depths: usize,
): i32 {
  let deepest: i32 = 0;
  store<i32>(depths, 0);
  for (let node: i32 = 0; node < nodes; node++) {
    const word = load<u32>(from + (<usize>node << 3));
    const second = load<u32>(from + (<usize>node << 3), 4);
    const place = to + (<usize>node << 3);
    const feature = (word >>> 16) & 0x3fff;
    if (feature == 0x3fff) {
      store<u32>(place, 0xffff);
      store<u32>(place, <u32>place, 4);
      store<u32>(leafNumbers + (<usize>node << 2), second);
      continue;
    }
    const groups = word >>> 31;
    const missingRight = ((word >>> 30) & 1) ^ 1;
    const bound = (word & 0xffff) + ((groups | missingRight) ^ 1);
    const slot = load<u32>(slots + (<usize>feature << 2));
    store<u32>(place, bound | (slot << 18) | (missingRight << 17) | (groups << 16));
    const child = <i32>second - first;
    store<u32>(place, <u32>(to + (<usize>child << 3)), 4);
    store<u32>(leafNumbers + (<usize>node << 2), 0);
    const depth = load<i32>(depths + (<usize>node << 2)) + 1;
    store<i32>(depths + (<usize>child << 2), depth);
    store<i32>(depths + (<usize>child << 2), depth, 4);
    if (depth > deepest) deepest = depth;
  }
  return deepest;
}

/** Twin of `rankNumbers` in model/plain-loops.ts. */
export function rankNumbers(
  values: usize,
  rows: i32,
  cuts: usize,
  count: i32,
  panels: usize,
  panelBytes: usize,
): void {
  const end = values + (<usize>rows << 3);
  let panel = panels;
  // Four searches at a time, so that their loads overlap; what is left to search shrinks alike for all of them.
  for (let at = values; at < end; at += 64) {
    for (let half: usize = 0; half < 2; half++) {
      const from = at + (half << 5);
      const to = panel + (half << 3);
      const x0 = min<f64>(load<f64>(from), f64.MAX_VALUE);
      const x1 = min<f64>(load<f64>(from, 8), f64.MAX_VALUE);
      const x2 = min<f64>(load<f64>(from, 16), f64.MAX_VALUE);
      const x3 = min<f64>(load<f64>(from, 24), f64.MAX_VALUE);
      let c0 = cuts;
      let c1 = cuts;
      let c2 = cuts;
      let c3 = cuts;
      let left = <usize>count;
      while (left > 1) {
        const step = (left >>> 1) << 3;
        c0 += select<usize>(step, 0, load<f64>(c0 + step - 8) < x0);
        c1 += select<usize>(step, 0, load<f64>(c1 + step - 8) < x1);
        c2 += select<usize>(step, 0, load<f64>(c2 + step - 8) < x2);
        c3 += select<usize>(step, 0, load<f64>(c3 + step - 8) < x3);
        left -= left >>> 1;
      }
      const r0 = rankAt(c0, x0, cuts, left);
      const r1 = rankAt(c1, x1, cuts, left);
      const r2 = rankAt(c2, x2, cuts, left);
      const r3 = rankAt(c3, x3, cuts, left);
      store<u16>(to, r0);
      store<u16>(to, r1, 2);
      store<u16>(to, r2, 4);
      store<u16>(to, r3, 6);
      store<u16>(to, r0 - 1, 16);
      store<u16>(to, r1 - 1, 18);
      store<u16>(to, r2 - 1, 20);
      store<u16>(to, r3 - 1, 22);
    }
    panel += panelBytes;
  }
}

/** Rank of a value from the last cut that is still in question; `left` is 0 where there are no cuts. */
function rankAt(cut: usize, x: f64, cuts: usize, left: usize): u32 {
  const below = <usize>(load<f64>(cut) < x) & left;
  return select<u32>(<u32>((cut - cuts) >>> 3) + <u32>below + 1, 0, x == x);
}

/** Twin of `rankGroups` in model/plain-loops.ts. */
export function rankGroups(
  codes: usize,
  rows: i32,
  groups: usize,
  levels: i32,
  panels: usize,
  panelBytes: usize,
): void {
  let panel = panels;
  for (let row: i32 = 0; row < rows; row++) {
    const code = load<f64>(codes + (<usize>row << 3));
    let rank: u32 = 0;
    if (code >= 0 && code < <f64>levels) rank = load<u8>(groups + <usize>code);
    const to = panel + ((<usize>row & 7) << 1);
    store<u16>(to, rank);
    store<u16>(to, rank - 1, 16);
    if ((row & 7) == 7) panel += panelBytes;
  }
}

/** Steps down a tree before it is looked whether any row has some left. */
const stretch: i32 = 8;

/** Twin of `findLeaves` in model/plain-loops.ts. */
export function findLeaves(
  root: usize,
  leafNumbers: usize,
  depth: i32,
  panels: usize,
  panelBytes: usize,
  count: i32,
  leaves: usize,
): void {
  let at = panels;
  let to = leaves;
  for (let i: i32 = 0; i < count; i++) {
    let p0 = root;
    let p1 = root;
    let p2 = root;
    let p3 = root;
    let p4 = root;
    let p5 = root;
    let p6 = root;
    let p7 = root;
    let left = depth;
    while (left > 0) {
      const stop = max<i32>(0, left - stretch);
      for (; left > stop; left--) {
        p0 = <usize>load<u32>(p0, 4) + (<usize>(load<u16>(at + (<usize>load<u16>(p0, 2) << 3), 0) > load<u16>(p0)) << 3);
        p1 = <usize>load<u32>(p1, 4) + (<usize>(load<u16>(at + (<usize>load<u16>(p1, 2) << 3), 2) > load<u16>(p1)) << 3);
        p2 = <usize>load<u32>(p2, 4) + (<usize>(load<u16>(at + (<usize>load<u16>(p2, 2) << 3), 4) > load<u16>(p2)) << 3);
        p3 = <usize>load<u32>(p3, 4) + (<usize>(load<u16>(at + (<usize>load<u16>(p3, 2) << 3), 6) > load<u16>(p3)) << 3);
        p4 = <usize>load<u32>(p4, 4) + (<usize>(load<u16>(at + (<usize>load<u16>(p4, 2) << 3), 8) > load<u16>(p4)) << 3);
        p5 = <usize>load<u32>(p5, 4) + (<usize>(load<u16>(at + (<usize>load<u16>(p5, 2) << 3), 10) > load<u16>(p5)) << 3);
        p6 = <usize>load<u32>(p6, 4) + (<usize>(load<u16>(at + (<usize>load<u16>(p6, 2) << 3), 12) > load<u16>(p6)) << 3);
        p7 = <usize>load<u32>(p7, 4) + (<usize>(load<u16>(at + (<usize>load<u16>(p7, 2) << 3), 14) > load<u16>(p7)) << 3);
      }
      if (left == 0) break;
      // Deep trees: a leaf leads to itself, and where all do there is nothing left to find.
      let moves = p0 ^ <usize>load<u32>(p0, 4);
      moves |= p1 ^ <usize>load<u32>(p1, 4);
      moves |= p2 ^ <usize>load<u32>(p2, 4);
      moves |= p3 ^ <usize>load<u32>(p3, 4);
      moves |= p4 ^ <usize>load<u32>(p4, 4);
      moves |= p5 ^ <usize>load<u32>(p5, 4);
      moves |= p6 ^ <usize>load<u32>(p6, 4);
      moves |= p7 ^ <usize>load<u32>(p7, 4);
      if (moves == 0) break;
    }
    store<u32>(to, load<u32>(leafNumbers + ((p0 - root) >>> 1)));
    store<u32>(to, load<u32>(leafNumbers + ((p1 - root) >>> 1)), 4);
    store<u32>(to, load<u32>(leafNumbers + ((p2 - root) >>> 1)), 8);
    store<u32>(to, load<u32>(leafNumbers + ((p3 - root) >>> 1)), 12);
    store<u32>(to, load<u32>(leafNumbers + ((p4 - root) >>> 1)), 16);
    store<u32>(to, load<u32>(leafNumbers + ((p5 - root) >>> 1)), 20);
    store<u32>(to, load<u32>(leafNumbers + ((p6 - root) >>> 1)), 24);
    store<u32>(to, load<u32>(leafNumbers + ((p7 - root) >>> 1)), 28);
    at += panelBytes;
    to += 32;
  }
}

/** One step of {@link findLeavesBySets} for the row whose ranks start at `at`. */
function nextBySets(node: usize, at: usize, sets: usize): usize {
  const bound = <u32>load<u16>(node);
  const place = <usize>load<u16>(node, 2);
  const number = <u32>load<u16>(at + ((place & 0xfffe) << 3));
  const group = <u32>load<u16>(at + ((place & 0xfffc) << 3));
  // A numeric node looks at the first set, whatever it holds, and ignores it.
  const set = sets + (<usize>select<u32>(bound, 0, place & 1) << 5);
  const inSet = (load<u32>(set + ((<usize>group >>> 3) & 28)) >>> (group & 31)) & 1;
  const right = select<u32>(inSet ^ 1, <u32>(place >>> 1) & 1, group);
  return <usize>load<u32>(node, 4) + (<usize>select<u32>(right, <u32>(number > bound), <u32>place & 1) << 3);
}

/** Twin of `findLeavesBySets` in model/plain-loops.ts. */
export function findLeavesBySets(
  root: usize,
  leafNumbers: usize,
  depth: i32,
  sets: usize,
  panels: usize,
  panelBytes: usize,
  count: i32,
  leaves: usize,
): void {
  let at = panels;
  let to = leaves;
  for (let i: i32 = 0; i < count; i++) {
    for (let half: usize = 0; half < 2; half++) {
      const from = at + (half << 3);
      let p0 = root;
      let p1 = root;
      let p2 = root;
      let p3 = root;
      let left = depth;
      while (left > 0) {
        const stop = max<i32>(0, left - stretch);
        for (; left > stop; left--) {
          p0 = nextBySets(p0, from, sets);
          p1 = nextBySets(p1, from + 2, sets);
          p2 = nextBySets(p2, from + 4, sets);
          p3 = nextBySets(p3, from + 6, sets);
        }
        if (left == 0) break;
        let moves = p0 ^ <usize>load<u32>(p0, 4);
        moves |= p1 ^ <usize>load<u32>(p1, 4);
        moves |= p2 ^ <usize>load<u32>(p2, 4);
        moves |= p3 ^ <usize>load<u32>(p3, 4);
        if (moves == 0) break;
      }
      store<u32>(to, load<u32>(leafNumbers + ((p0 - root) >>> 1)));
      store<u32>(to, load<u32>(leafNumbers + ((p1 - root) >>> 1)), 4);
      store<u32>(to, load<u32>(leafNumbers + ((p2 - root) >>> 1)), 8);
      store<u32>(to, load<u32>(leafNumbers + ((p3 - root) >>> 1)), 12);
      to += 16;
    }
    at += panelBytes;
  }
}

/** Twin of `addLeaves` in model/plain-loops.ts. */
export function addLeaves(leaves: usize, rows: i32, values: usize, width: i32, sums: usize, stride: usize): void {
  const end = leaves + (<usize>rows << 2);
  let sum = sums;
  if (width == 1) {
    for (let at = leaves; at < end; at += 4) {
      store<f64>(sum, load<f64>(sum) + load<f64>(values + (<usize>load<u32>(at) << 3)));
      sum += stride;
    }
    return;
  }
  const bytes = <usize>width << 3;
  for (let at = leaves; at < end; at += 4) {
    const from = values + <usize>load<u32>(at) * bytes;
    for (let k: usize = 0; k < bytes; k += 8) store<f64>(sum + k, load<f64>(sum + k) + load<f64>(from + k));
    sum += stride;
  }
}

/** Twin of `addSingleLeaves` in model/plain-loops.ts. */
export function addSingleLeaves(
  leaves: usize,
  rows: i32,
  values: usize,
  width: i32,
  sums: usize,
  stride: usize,
): void {
  const end = leaves + (<usize>rows << 2);
  const bytes = <usize>width << 2;
  let sum = sums;
  for (let at = leaves; at < end; at += 4) {
    const from = values + <usize>load<u32>(at) * bytes;
    for (let k: usize = 0; k < bytes; k += 4) {
      store<f64>(sum + (k << 1), load<f64>(sum + (k << 1)) + <f64>load<f32>(from + k));
    }
    sum += stride;
  }
}
