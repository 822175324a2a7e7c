import type { Memory } from '../engine/memory.js';

/**
 * The hot loops of this room; see `engine/loops.ts`. Rows come in blocks of a multiple of 8. A mask has 16 bits a row, all
 * set or none; a line has 8 bytes a row; factors and the sums below a node are a line per quadrature point.
 * What is computed is said in `shap-walk.ts`.
 */
export interface AttributionLoops {
  /**
   * Adds `bit` to what `keep` leaves of the words of the rows that go left: rank - offset, in 16 bits without a sign, is at
   * most `most`.
   */
  shapDecide(
    column: number,
    rows: number,
    offset: number,
    most: number,
    bit: number,
    keep: number,
    to: number,
  ): void;
  /** The same of the rows that go left by a set of groups; group 0 is missing. */
  shapDecideGroups(
    column: number,
    rows: number,
    set: number,
    missingLeft: number,
    bit: number,
    keep: number,
    to: number,
  ): void;
  /** A mask (its complement where `flip` is -1) and another one, if its address is not 0. */
  shapSatisfy(left: number, flip: number, above: number, rows: number, to: number): void;
  /** Adds `bit` to the words of the rows in a mask. */
  shapMark(mask: number, rows: number, bit: number, to: number): void;
  /**
   * What an edge multiplies the factors by and what it adds to its player, at each point: the ratios of the three states
   * (satisfied, broken here, broken before), then their gains.
   */
  shapEdge(z: number, before: number, rule: number, points: number, to: number): void;
  /** Factors at a child from those at its parent. */
  shapEnter(
    satisfied: number,
    above: number,
    edge: number,
    points: number,
    rows: number,
    from: number,
    to: number,
  ): void;
  /** Adds an edge's gain from the sums `below` it to its player's line, and the sums to those of the parent, if `to` is not 0. */
  shapLeave(
    satisfied: number,
    above: number,
    edge: number,
    points: number,
    rows: number,
    below: number,
    to: number,
    sums: number,
  ): void;
  /** Both for an edge to a leaf; the six lines after the edge's are overwritten. */
  shapLeaf(
    value: number,
    satisfied: number,
    above: number,
    edge: number,
    points: number,
    rows: number,
    from: number,
    to: number,
    first: number,
    sums: number,
  ): void;
  /** The table of a small tree from those of its two halves, as a plan says (`table-plan.ts`). */
  shapCombine(plan: number, points: number): void;
  /** Adds what a table holds for each row's pattern, weighted by its factors, to the lines of the players; sets the sums below. */
  shapRead(
    patterns: number,
    rows: number,
    table: number,
    bytes: number,
    pairs: number,
    targets: number,
    points: number,
    factors: number,
    below: number,
  ): void;
  /** Adds a bit, given by its 32-bit halves, to the 64-bit patterns of the rows in a mask; to patterns of 0 where `fresh` is 1. */
  shapPattern(mask: number, rows: number, low: number, high: number, fresh: number, to: number): void;
  /**
   * Numbers patterns in the order in which they first occur: `ids` get each row's number (32 bits), `distinct` the patterns.
   * `slots` are 2^slotBits words of scratch, at least twice the rows. Returns how many there are.
   */
  shapDistinct(
    patterns: number,
    rows: number,
    slots: number,
    slotBits: number,
    ids: number,
    distinct: number,
  ): number;
  /** Adds the first double of each row's entry, by number, to a line. */
  shapAdd(ids: number, rows: number, table: number, bytes: number, sums: number): void;
  /** What a leaf adds to each pair of its players (1 and 0, 2 and 0, 2 and 1, ...), for each of some patterns. */
  shapPairs(
    value: number,
    players: number,
    shares: number,
    rule: number,
    points: number,
    distinct: number,
    count: number,
    scratch: number,
    out: number,
  ): void;
  /** What a leaf adds to its players against weighted patterns of others, for each of some patterns. */
  shapContrasts(
    value: number,
    players: number,
    distinct: number,
    count: number,
    others: number,
    otherCount: number,
    weights: number,
    coefficients: number,
    out: number,
  ): void;
}

/** Numbers of a table's plan before its two sides, and of a side; see `table-plan.ts`. */
const planHead = 8;
const planSide = 24;

/** Their TypeScript twins. */
export function attributionLoops(memory: Memory): AttributionLoops {
  /** Which of three lines of an edge counts for a row. */
  const stateOf = (u16: Uint16Array, satisfied: number, above: number, row: number): number => {
    if (u16[(satisfied >>> 1) + row] !== 0) return 0;
    return above === 0 || u16[(above >>> 1) + row] !== 0 ? 1 : 2;
  };

  return {
    shapDecide(column, rows, offset, most, bit, keep, to) {
      const { u16 } = memory.views;
      for (let row = 0; row < rows; row++) {
        const left = ((u16[(column >>> 1) + row] - offset) & 0xffff) <= most;
        u16[(to >>> 1) + row] = (u16[(to >>> 1) + row] & keep) | (left ? bit : 0);
      }
    },

    shapDecideGroups(column, rows, set, missingLeft, bit, keep, to) {
      const { u16, u32 } = memory.views;
      for (let row = 0; row < rows; row++) {
        const group = u16[(column >>> 1) + row];
        const left = group === 0 ? missingLeft : (u32[(set >>> 2) + (group >>> 5)] >>> (group & 31)) & 1;
        u16[(to >>> 1) + row] = (u16[(to >>> 1) + row] & keep) | (left ? bit : 0);
      }
    },

    shapSatisfy(left, flip, above, rows, to) {
      const { u16 } = memory.views;
      for (let row = 0; row < rows; row++) {
        const mask = u16[(left >>> 1) + row] ^ flip;
        u16[(to >>> 1) + row] = above === 0 ? mask : mask & u16[(above >>> 1) + row];
      }
    },

    shapMark(mask, rows, bit, to) {
      const { u16 } = memory.views;
      for (let row = 0; row < rows; row++) u16[(to >>> 1) + row] |= u16[(mask >>> 1) + row] & bit;
    },

    shapEdge(z, before, rule, points, to) {
      const { f64 } = memory.views;
      for (let q = 0; q < points; q++) {
        const t = f64[(rule >>> 3) + q];
        const weight = f64[(rule >>> 3) + points + q];
        const factorBefore = t + (1 - t) * before;
        const gainBefore = (1 - before) / factorBefore;
        const satisfied = t + (1 - t) * z;
        const at = (to >>> 3) + q;
        f64[at] = satisfied / factorBefore;
        f64[at + points] = ((1 - t) * z) / factorBefore;
        f64[at + 2 * points] = before > 0 ? z / before : 0;
        f64[at + 3 * points] = weight * ((1 - z) / satisfied - gainBefore);
        f64[at + 4 * points] = weight * (-1 / (1 - t) - gainBefore);
        f64[at + 5 * points] = 0;
      }
    },

    shapEnter(satisfied, above, edge, points, rows, from, to) {
      const { u16, f64 } = memory.views;
      for (let q = 0; q < points; q++) {
        const source = (from >>> 3) + q * rows;
        const target = (to >>> 3) + q * rows;
        for (let row = 0; row < rows; row++) {
          const ratio = f64[(edge >>> 3) + stateOf(u16, satisfied, above, row) * points + q];
          f64[target + row] = f64[source + row] * ratio;
        }
      }
    },

    shapLeave(satisfied, above, edge, points, rows, below, to, sums) {
      const { u16, f64 } = memory.views;
      for (let row = 0; row < rows; row++) {
        const gain = (edge >>> 3) + (3 + stateOf(u16, satisfied, above, row)) * points;
        let sum = 0;
        for (let q = 0; q < points; q++) {
          const g = f64[(below >>> 3) + q * rows + row];
          sum += g * f64[gain + q];
          if (to !== 0) f64[(to >>> 3) + q * rows + row] += g;
        }
        f64[(sums >>> 3) + row] += sum;
      }
    },

    shapLeaf(value, satisfied, above, edge, points, rows, from, to, first, sums) {
      const { u16, f64 } = memory.views;
      const ratios = (edge >>> 3) + 6 * points;
      for (let q = 0; q < 3 * points; q++) {
        const scaled = f64[(edge >>> 3) + q] * value;
        f64[ratios + q] = scaled;
        f64[ratios + 3 * points + q] = scaled * f64[(edge >>> 3) + 3 * points + q];
      }
      for (let row = 0; row < rows; row++) {
        const ratio = ratios + stateOf(u16, satisfied, above, row) * points;
        let sum = 0;
        for (let q = 0; q < points; q++) {
          const factor = f64[(from >>> 3) + q * rows + row];
          const up = (to >>> 3) + q * rows + row;
          sum += factor * f64[ratio + 3 * points + q];
          f64[up] = first ? factor * f64[ratio + q] : f64[up] + factor * f64[ratio + q];
        }
        f64[(sums >>> 3) + row] += sum;
      }
    },

    shapCombine(plan, points) {
      const { i32, u32, f64 } = memory.views;
      const head = plan >>> 2;
      const [bits, bytes, pairs, own, aboveBit] = i32.subarray(head, head + 5);
      let out = u32[head + 5] >>> 3;
      /** Place of a slot's first number in an entry; the next points' follow at every second. */
      const place = (slot: number): number => (slot >> 1) * 2 * points + (slot & 1);
      for (let pattern = 0; pattern < 1 << bits; pattern++) {
        f64.fill(0, out, out + bytes / 8);
        const above = aboveBit < 0 ? 1 : (pattern >> aboveBit) & 1;
        for (let side = 0; side < 2; side++) {
          const half = head + planHead + side * planSide;
          const taken = (pattern & 1) ^ side;
          const satisfied = above & taken;
          const state = above === 0 ? 2 : 1 - taken;
          const count = i32[half + 1];
          let index = (pattern >> i32[half]) & ((1 << count) - 1);
          for (let r = 0; r < i32[half + 4]; r++) {
            const bit = i32[half + 16 + r];
            index |= (bit < 0 ? satisfied : (pattern >> bit) & 1) << (count + r);
          }
          const entry = (u32[half + 2] + index * i32[half + 3]) >>> 3;
          const ratio = (u32[half + 6] >>> 3) + state * points;
          const slots = i32[half + 5];
          const rest = entry + ((slots + 1) >> 1) * 2 * points;
          for (let slot = 0; slot < slots; slot++) {
            const to = out + place(i32[half + 8 + slot]);
            for (let q = 0; q < points; q++)
              f64[to + 2 * q] += f64[ratio + q] * f64[entry + place(slot) + 2 * q];
          }
          for (let q = 0; q < points; q++) {
            const g = f64[ratio + q] * f64[rest + q];
            f64[out + pairs * 2 * points + q] += g;
            f64[out + place(own) + 2 * q] += g * f64[ratio + 3 * points + q];
          }
        }
        out += bytes / 8;
      }
    },

    shapRead(patterns, rows, table, bytes, pairs, targets, points, factors, below) {
      const { u16, u32, f64 } = memory.views;
      for (let row = 0; row < rows; row++) {
        const entry = (table + u16[(patterns >>> 1) + row] * bytes) >>> 3;
        const factor = (factors >>> 3) + row;
        for (let slot = 0; slot < 2 * pairs; slot++) {
          const from = entry + (slot >> 1) * 2 * points + (slot & 1);
          let sum = 0;
          for (let q = 0; q < points; q++) sum += f64[factor + q * rows] * f64[from + 2 * q];
          f64[(u32[(targets >>> 2) + slot] >>> 3) + row] += sum;
        }
        const rest = entry + pairs * 2 * points;
        for (let q = 0; q < points; q++)
          f64[(below >>> 3) + q * rows + row] = f64[factor + q * rows] * f64[rest + q];
      }
    },

    shapPattern(mask, rows, low, high, fresh, to) {
      const { u16, u32 } = memory.views;
      for (let row = 0; row < rows; row++) {
        const set = u16[(mask >>> 1) + row] !== 0;
        const at = (to >>> 2) + 2 * row;
        u32[at] = (fresh ? 0 : u32[at]) | (set ? low : 0);
        u32[at + 1] = (fresh ? 0 : u32[at + 1]) | (set ? high : 0);
      }
    },

    shapDistinct(patterns, rows, _slots, _slotBits, ids, distinct) {
      const { u32 } = memory.views;
      const numbers = new Map<number, number>();
      const long = new Map<bigint, number>();
      let count = 0;
      for (let row = 0; row < rows; row++) {
        const low = u32[(patterns >>> 2) + 2 * row];
        const high = u32[(patterns >>> 2) + 2 * row + 1];
        const big = high === 0 ? 0n : (BigInt(high) << 32n) | BigInt(low);
        let id = high === 0 ? numbers.get(low) : long.get(big);
        if (id === undefined) {
          id = count++;
          if (high === 0) numbers.set(low, id);
          else long.set(big, id);
          u32[(distinct >>> 2) + 2 * id] = low;
          u32[(distinct >>> 2) + 2 * id + 1] = high;
        }
        u32[(ids >>> 2) + row] = id;
      }
      return count;
    },

    shapAdd(ids, rows, table, bytes, sums) {
      const { u32, f64 } = memory.views;
      for (let row = 0; row < rows; row++)
        f64[(sums >>> 3) + row] += f64[(table + u32[(ids >>> 2) + row] * bytes) >>> 3];
    },

    shapPairs(value, players, shares, rule, points, distinct, count, scratch, out) {
      const { u32, f64 } = memory.views;
      const pairs = (players * (players - 1)) / 2;
      for (let i = 0; i < count; i++) {
        const pattern = (distinct >>> 2) + 2 * i;
        const first = (out >>> 3) + i * pairs;
        f64.fill(0, first, first + pairs);
        for (let q = 0; q < points; q++) {
          const t = f64[(rule >>> 3) + q];
          let product = 0.5 * f64[(rule >>> 3) + points + q] * value;
          for (let j = 0; j < players; j++) {
            const share = f64[(shares >>> 3) + j];
            const absent = (1 - t) * share;
            const present = t + absent;
            const satisfied = (u32[pattern + (j >>> 5)] >>> (j & 31)) & 1;
            product *= satisfied ? present : absent;
            f64[(scratch >>> 3) + j] = satisfied ? (1 - share) / present : -1 / (1 - t);
          }
          let to = first;
          for (let j = 1; j < players; j++) {
            const own = product * f64[(scratch >>> 3) + j];
            for (let k = 0; k < j; k++) f64[to++] += own * f64[(scratch >>> 3) + k];
          }
        }
      }
    },

    shapContrasts(value, players, distinct, count, others, otherCount, weights, coefficients, out) {
      const { u32, f64 } = memory.views;
      for (let i = 0; i < count; i++) {
        const own = (distinct >>> 2) + 2 * i;
        const first = (out >>> 3) + i * players;
        const has = (at: number, j: number): boolean => ((u32[at + (j >>> 5)] >>> (j & 31)) & 1) === 1;
        const [kept, broken]: [number[], number[]] = [[], []];
        for (let j = 0; j < players; j++) (has(own, j) ? kept : broken).push(j);
        const b = broken.length;
        let lost = 0;
        f64.fill(0, first, first + players);
        for (let o = 0; o < otherCount; o++) {
          const other = (others >>> 2) + 2 * o;
          if (!broken.every((j) => has(other, j))) continue;
          const better = kept.filter((j) => !has(other, j));
          const a = better.length;
          const weight = value * f64[(weights >>> 3) + o];
          if (b > 0) lost += weight * f64[(coefficients >>> 3) + b * 65 + a];
          if (a === 0) continue;
          const gained = weight * f64[(coefficients >>> 3) + a * 65 + b];
          for (const j of better) f64[first + j] += gained;
        }
        for (const j of broken) f64[first + j] = -lost;
      }
    },
  };
}
