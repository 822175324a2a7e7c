import type { Loops } from '../trees/engine/loops.js';
import type { Arena, Memory } from '../trees/engine/memory.js';
import type { Tridiagonal } from './lanczos.js';

/** Writes the product of a symmetric positive semidefinite matrix with the vector at one address to another. */
export type PlacedProduct = (v: number, into: number) => void;

/**
 * A Krylov space in an engine's memory (Lanczos 1950): orthonormal directions `V` with `V'AV = T`, T tridiagonal, the first along the
 * start vector. It serves every ridge penalty at once, since A and A + l2 I have the same one.
 */
export class KrylovSpace implements Tridiagonal {
  readonly diagonal: number[] = [];
  readonly offDiagonal: number[] = [];
  readonly norm: number;
  private directions: number;
  private readonly dots: number;

  /** @param start address of the first of `most + 1` rows of `width` numbers, of which it holds the start vector */
  constructor(
    private readonly memory: Memory,
    private readonly loops: Loops,
    private readonly start: number,
    private readonly width: number,
    readonly most: number,
    arena: Arena,
  ) {
    this.dots = arena.take(8 * (most + 1));
    this.norm = this.lengthOf(start);
    this.directions = this.norm > 0 ? 1 : 0;
    if (this.norm > 0) this.scale(start, 1 / this.norm);
  }

  /** Bytes of a space, its start vector included. */
  static bytes(width: number, most: number): number {
    return 8 * (most + 1) * (width + 1) + 2 * 64;
  }

  /** Adds up to `steps` directions, each orthogonalised against all before; false once nothing is left to add. */
  extend(product: PlacedProduct, steps: number): boolean {
    const { memory, loops, width, diagonal, offDiagonal } = this;
    for (let step = 0; step < steps; step++) {
      const n = diagonal.length;
      if (this.directions === n || n === this.most) return false;
      const [v, next] = [this.row(n), this.row(n + 1)];
      product(v, next);
      const size = this.lengthOf(next);
      loops.multiplyRows(this.start, n + 1, width, next, this.dots);
      const { f64 } = memory.views;
      const at = this.dots >>> 3;
      diagonal.push(f64[at + n]);
      for (let i = 0; i <= n; i++) f64[at + i] = -f64[at + i];
      loops.addWeightedRows(this.start, n + 1, width, this.dots, next);
      const rest = this.lengthOf(next);
      offDiagonal.push(rest);
      // Products are made in 32 bits: less than this is their noise.
      if (rest <= 1e-6 * size || rest === 0) return false;
      this.scale(next, 1 / rest);
      this.directions++;
    }
    return true;
  }

  /** Writes the vector of some coordinates. */
  combine(coordinates: Float64Array, into: number): void {
    const { f64 } = this.memory.views;
    f64.fill(0, into >>> 3, (into >>> 3) + this.width);
    f64.set(coordinates, this.dots >>> 3);
    this.loops.addWeightedRows(this.start, coordinates.length, this.width, this.dots, into);
  }

  private row(i: number): number {
    return this.start + 8 * this.width * i;
  }

  private lengthOf(v: number): number {
    this.loops.multiplyRows(v, 1, this.width, v, this.dots);
    return Math.sqrt(this.memory.views.f64[this.dots >>> 3]);
  }

  private scale(v: number, by: number): void {
    const { f64 } = this.memory.views;
    for (let i = v >>> 3; i < (v >>> 3) + this.width; i++) f64[i] *= by;
  }
}
