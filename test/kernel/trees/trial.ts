import type { Features } from '../../../kernel/src/data/table.js';
import { features, normals, numeric, uniforms } from './data.js';

/**
 * A trial with known truth: five normal covariates, treatment by coin, effect 1 + x1, outcome noise of variance 1. The
 * nuisances are known too, so the residuals are exact.
 */
export function simulateTrial(
  n: number,
  seed: number,
): { x: Features; tau: Float64Array; yResidual: Float64Array; wResidual: Float64Array } {
  const columns = [1, 2, 3, 4, 5].map((j) => normals(n, seed * 1000 + j));
  const x = features(...columns.map((values, j) => numeric(`x${j + 1}`, values)));
  const tau = columns[0].map((value) => 1 + value);
  const wResidual = uniforms(n, seed * 1000 + 6).map((u) => (u < 0.5 ? -0.5 : 0.5));
  const noise = normals(n, seed * 1000 + 7);
  const yResidual = noise.map((e, i) => e + tau[i] * wResidual[i]);
  return { x, tau, yResidual, wResidual };
}
