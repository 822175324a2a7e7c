import type { Memory } from '../engine/memory.js';
import { type LinearMoment, MomentSolver, momentWidth, placeOfH } from './moment.js';
import type { Relabel } from './relabelling.js';

/**
 * Pseudo-outcomes of a linear moment condition with several parameters (Athey, Tibshirani & Wager 2019, eq. 8):
 * rho_i = Hbar_P^-1 (a_i - h_i theta_P) of the node P.
 */
export class MomentRelabel implements Relabel {
  readonly width: number;
  private readonly solver: MomentSolver;
  private readonly sums: Float64Array;
  private readonly theta: Float64Array;
  private readonly psi: Float64Array;
  private readonly places: Int32Array;

  /** @param moments address of the moments, row after row */
  constructor(
    moment: LinearMoment,
    private readonly memory: Memory,
    private readonly moments: number,
  ) {
    const k = moment.parameters;
    this.width = k;
    this.solver = new MomentSolver(moment);
    this.sums = new Float64Array(momentWidth(moment));
    this.theta = new Float64Array(k);
    this.psi = new Float64Array(k);
    this.places = Int32Array.from({ length: k * k }, (_, i) => placeOfH(moment, Math.floor(i / k), i % k));
  }

  relabel(rows: number, count: number, rho: number): boolean {
    const { f64, u32 } = this.memory.views;
    const { sums, theta, psi, places, width: k } = this;
    const [first, from, to] = [rows >>> 2, this.moments >>> 3, rho >>> 3];
    sums.fill(0);
    for (let i = 0; i < count; i++) {
      const at = from + u32[first + i] * sums.length;
      for (let j = 0; j < sums.length; j++) sums[j] += f64[at + j] / count;
    }
    if (!this.solver.solve(sums, 0, theta, 0)) return false;
    const { inverse } = this.solver;
    let largest = 0;
    let residual = 0;
    for (let i = 0; i < count; i++) {
      const at = from + u32[first + i] * sums.length;
      for (let j = 0; j < k; j++) {
        let rest = f64[at + j];
        largest = Math.max(largest, Math.abs(rest));
        for (let l = 0; l < k; l++) rest -= f64[at + places[j * k + l]] * theta[l];
        residual = Math.max(residual, Math.abs(rest));
        psi[j] = rest;
      }
      for (let j = 0; j < k; j++) {
        let value = 0;
        for (let l = 0; l < k; l++) value += inverse[j * k + l] * psi[l];
        f64[to + i * k + j] = value;
      }
    }
    return residual > 1e-10 * largest;
  }
}
