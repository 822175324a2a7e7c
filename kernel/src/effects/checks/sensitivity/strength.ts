/** How much an unobserved confounder explains of what all that is observed leaves open: shares, 0 to 1. */
export interface Strength {
  /** Partial R2 with the outcome, given treatment and covariates. */
  readonly outcome: number;
  /**
   * Share of the variation of the Riesz representer, the weights that turn outcomes into the effect, that it adds: the partial R2 with the
   * treatment, where the model is partially linear.
   */
  readonly treatment: number;
}

/** A confounder that decides the treatment would leave nobody to compare: no share is taken to be larger. */
const mostOfTreatment = 0.999;

/** A gain as a share: of what a confounder explains there is no more than all. */
export const shareOf = (gain: number): number => Math.min(1, Math.max(0, gain));

/**
 * Bias in units of `sqrt(E residual^2 * E representer^2)`: `sqrt(R2_outcome * R2_treatment / (1 - R2_treatment))`
 * (Chernozhukov, Cinelli, Newey, Sharma and Syrgkanis 2022, theorem 2; Cinelli and Hazlett 2020, equation 9).
 */
export function leverageOf({ outcome, treatment }: Strength): number {
  const share = Math.min(treatment, mostOfTreatment);
  return Math.sqrt((outcome * share) / (1 - share));
}

/** The strength with outcome and treatment alike that has a leverage: the robustness value, `(sqrt(f^4 + 4 f^2) - f^2) / 2`. */
export function robustnessOf(leverage: number): number {
  const square = leverage ** 2;
  // For large f the difference of two large numbers; this is the same.
  return square === 0 ? 0 : 2 / (1 + Math.sqrt(1 + 4 / square));
}
