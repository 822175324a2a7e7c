import type { CheckKind } from '../../../plan.js';
import type { Check } from '../../../result.js';

/** A check of texts where no text is adjusted for. */
export function notMeasured(name: CheckKind, threshold: number): Check {
  const sentence = `The check ${name} was not made: no text is adjusted for.`;
  return { name, passed: true, value: 0, threshold, sentence };
}
