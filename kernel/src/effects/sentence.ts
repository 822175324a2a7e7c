import type { EstimatorKind } from '../plan.js';
import type { Check, Contrast } from '../result.js';
import { counted, figure, listed, percent, signed } from '../words/phrases.js';
import type { EffectRequest } from './request.js';
import { perUnit } from './sample/dose.js';
import { outcomeInWords } from './sample/horizon.js';

type Parameters = EffectRequest['parameters'];

/** Estimators that suppose arms assigned at random, whatever they adjust for. */
const experimental: ReadonlySet<EstimatorKind> = new Set(['difference in means', 'lin', 'cuped']);

/**
 * What a careful analyst would say of the estimates, in one sentence: size, interval and direction per arm, what was
 * adjusted for, and which checks speak against it.
 */
export function effectSentence(
  parameters: Parameters,
  arms: readonly string[],
  contrasts: readonly Contrast[],
  checks: readonly Check[],
  dose = false,
): string {
  const parts = contrasts.map((contrast) => contrastPhrase(parameters, arms, contrast, dose));
  const failed = checks.filter((check) => !check.passed).map((check) => check.name);
  const doubt = failed.length > 0 ? `, but doubt this: ${listed(failed)} failed` : '';
  const adjusted = [...parameters.adjustment, ...parameters.texts.map((text) => text.name)];
  const how = adjusted.length > 0 ? `Adjusted for ${listed(adjusted)}, ` : 'Without adjustment, ';
  return `${how}${parts.join('; ')}${doubt}.`;
}

/** The estimand in words, with the person's own variables. */
export function estimandSentence(
  parameters: Parameters,
  arms: readonly string[],
  counts: readonly number[],
): string {
  const { treatment, estimand } = parameters;
  const outcome = outcomeInWords(parameters);
  const n = counts.reduce((sum, count) => sum + count, 0);
  const rows = (count: number): string => counted(count, 'row');
  const named = arms.slice(1).map((arm) => `${treatment} = ${arm}`);
  const nothing = parameters.adjustment.length + parameters.texts.length === 0;
  const randomised =
    nothing || experimental.has(parameters.estimator.kind)
      ? `${nothing ? ' Nothing is adjusted for: the arms' : ' The arms'} are taken to be assigned at random, where the effects on everyone, the treated and the untreated are the same.`
      : '';
  const either = named.join(' or ');
  const untreated = `${treatment} = ${arms[0]}`;
  switch (estimand) {
    case 'ate':
      return `Average over all ${rows(n)} of ${outcome} had everyone had ${either}, less ${outcome} had everyone had ${untreated} (ATE).${randomised}`;
    case 'att': {
      const who = arms.slice(1).map((arm, i) => `the ${rows(counts[i + 1])} with ${treatment} = ${arm}`);
      return `Average over ${listed(who)} of ${outcome} as it was, less ${outcome} had they had ${untreated} (ATT).${randomised}`;
    }
    case 'atc':
      return `Average over the ${rows(counts[0])} with ${untreated} of ${outcome} had they had ${either}, less ${outcome} as it was (ATC).${randomised}`;
    case 'overlap':
      return `Average of ${outcome} with ${either}, less ${outcome} with ${untreated}, over the rows of ${arms.length > 2 ? 'each pair of arms' : 'both arms'}, each weighted by how open its treatment was, e (1 - e) of its propensity e: those who could well have been in either arm (overlap population).${randomised}`;
  }
}

function contrastPhrase(
  parameters: Parameters,
  arms: readonly string[],
  contrast: Contrast,
  dose: boolean,
): string {
  const { treatment, level } = parameters;
  const outcome = outcomeInWords(parameters);
  const [low, high] = contrast.interval;
  const binary = arms.length === 2 && (arms[1] === '1' || arms[1] === 'true');
  const amount = arms[0] === perUnit[0] ? `one unit more of ${treatment}` : `${treatment} of ${contrast.arm}`;
  const subject = dose ? amount : binary ? treatment : `${treatment} "${contrast.arm}"`;
  const interval = `(${percent(level)} interval ${figure(low)} to ${figure(high)})`;
  if (low <= 0 && high >= 0) {
    const untold = contrast.numberNeeded ? ', so how many to treat for one more or fewer cannot be told' : '';
    return `${subject} has no clear effect on ${outcome}: ${signed(contrast.estimate)} ${interval}${untold}`;
  }
  const verb = contrast.estimate > 0 ? 'raised' : 'lowered';
  const under = dose ? `at ${arms[0]}` : binary ? `without it` : `under "${arms[0]}"`;
  const from = contrast.baselineMean === null ? '' : `, from ${figure(contrast.baselineMean)} ${under}`;
  return `${subject} ${verb} ${outcome} by ${figure(Math.abs(contrast.estimate))} ${interval}${from}${relativePhrase(contrast)}${numberPhrase(contrast)}`;
}

function relativePhrase({ relative, relativeInterval }: Contrast): string {
  if (relative === null || !relativeInterval) return '';
  const [low, high] = relativeInterval.map(signedPercent);
  return `, which is ${signedPercent(relative)} (${low} to ${high})`;
}

function signedPercent(share: number): string {
  return `${share > 0 ? '+' : ''}${figure(100 * share)}%`;
}

function numberPhrase({ numberNeeded }: Contrast): string {
  if (!numberNeeded?.interval) return '';
  const { estimate, interval, of } = numberNeeded;
  return `: one ${of} for every ${figure(estimate)} (${figure(interval[0])} to ${figure(interval[1])}) treated`;
}
