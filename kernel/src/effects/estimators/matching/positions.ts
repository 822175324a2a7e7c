/** Where rows stand, with rows at the same place told apart from others once and for all. */
export interface Positions {
  readonly dimensions: number;
  /** Number of places. */
  readonly count: number;
  /** `count` x `dimensions`, row-major. */
  readonly coordinates: Float64Array;
  /** Place of every row. */
  readonly of: Int32Array;
  /** Cell of every place: rows of different cells are never matched. */
  readonly cell: Int32Array;
}

/** Places of rows in a space, `rows` x `dimensions` row-major, and in cells. */
export interface Standing {
  readonly dimensions: number;
  readonly coordinates: Float64Array;
  readonly cell: Int32Array;
}

/** Every row at a place of its own. */
export function separatePositions(standing: Standing): Positions {
  const count = standing.cell.length;
  return { ...standing, count, of: Int32Array.from({ length: count }, (_, row) => row) };
}

/**
 * Rows with the same coordinates in the same cell share a place, so that a search meets them once however many there are:
 * columns with few values would else have a tie for each of their rows.
 */
export function sharedPositions({ dimensions, coordinates, cell }: Standing): Positions {
  const rows = cell.length;
  const of = new Int32Array(rows);
  const first: number[] = [];
  const table = new Int32Array(2 ** Math.ceil(Math.log2(2 * rows + 2))).fill(-1);
  const hash = hasher(coordinates, dimensions);
  for (let row = 0; row < rows; row++) {
    let slot = (hash(row) ^ Math.imul(cell[row], 0x9e3779b1)) & (table.length - 1);
    while (table[slot] >= 0 && !same(first[table[slot]], row)) slot = (slot + 1) & (table.length - 1);
    if (table[slot] < 0) {
      table[slot] = first.length;
      first.push(row);
    }
    of[row] = table[slot];
  }
  const own = new Float64Array(first.length * dimensions);
  first.forEach((row, place) => {
    own.set(coordinates.subarray(row * dimensions, (row + 1) * dimensions), place * dimensions);
  });
  const cells = Int32Array.from(first, (row) => cell[row]);
  return { dimensions, count: first.length, coordinates: own, of, cell: cells };

  function same(a: number, b: number): boolean {
    if (cell[a] !== cell[b]) return false;
    for (let k = 0; k < dimensions; k++)
      if (coordinates[a * dimensions + k] !== coordinates[b * dimensions + k]) return false;
    return true;
  }
}

/** A number for the bits of a row. */
function hasher(coordinates: Float64Array, dimensions: number): (row: number) => number {
  const value = new Float64Array(1);
  const bits = new Int32Array(value.buffer);
  return (row) => {
    let h = 0;
    for (let k = 0; k < dimensions; k++) {
      // Adding 0 makes the two zeros one.
      value[0] = coordinates[row * dimensions + k] + 0;
      h = Math.imul(h ^ bits[0], 0x85ebca6b);
      h = Math.imul(h ^ (h >>> 15) ^ bits[1], 0xc2b2ae35);
    }
    return h ^ (h >>> 16);
  };
}
