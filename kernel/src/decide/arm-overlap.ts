import { clip } from '../effects/estimators/estimand-weights.js';
import type { Nuisances } from '../effects/nuisances/nuisances.js';
import type { Study } from '../effects/study.js';
import { inputError } from '../problem.js';
import { percent } from '../words/phrases.js';

/** An arm that more than this share of rows could hardly have had cannot be judged on them. */
const mostWithoutOverlap = 0.5;

/**
 * Doubts about arms that some rows could hardly have had.
 *
 * @throws InputError CS6072 where most rows could hardly have had one
 */
export function overlapWarnings(
  { sample: { arms, arm }, parameters }: Study,
  { propensity }: Nuisances,
): string[] {
  return propensity.flatMap((chance, a) => {
    const share = chance.reduce((count, p) => count + (p < clip ? 1 : 0), 0) / arm.length;
    if (share > mostWithoutOverlap) {
      throw inputError(
        'CS6072',
        `${percent(share)} of rows could hardly have had "${arms[a]}" (propensity below ${clip}), so that no policy can be judged on them: leave the arm out with \`arms\`, narrow the rows with \`where\`, or trim.`,
        { column: parameters.treatment },
      );
    }
    if (share === 0) return [];
    return [
      `${percent(share)} of rows could hardly have had "${arms[a]}" (propensity below ${clip}): what policies are worth rests on other rows like them.`,
    ];
  });
}
