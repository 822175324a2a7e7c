import type { Check, Contrast } from '../result.js';
import { counted, figure, listed, percent, signed } from '../words/phrases.js';
import type { EffectRequest } from './request.js';

type Parameters = EffectRequest['parameters'];

/**
 * What a careful analyst would say of the estimates, in one sentence: size, interval and direction per arm, what was
 * adjusted for, and which checks speak against it.
 */
export function effectSentence(
  parameters: Parameters,
  arms: readonly string[],
  contrasts: readonly Contrast[],
  checks: readonly Check[],
): string {
  const parts = contrasts.map((contrast) => contrastPhrase(parameters, arms, contrast));
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
  const { treatment, outcome, estimand } = parameters;
  const n = counts.reduce((sum, count) => sum + count, 0);
  const rows = (count: number): string => counted(count, 'row');
  const named = arms.slice(1).map((arm) => `${treatment} = ${arm}`);
  const randomised =
    parameters.adjustment.length + parameters.texts.length === 0
      ? ' Nothing is adjusted for: the arms are taken to be assigned at random, where the effects on everyone and on the treated are the same.'
      : '';
  if (estimand === 'ate') {
    return `Average over all ${rows(n)} of ${outcome} had everyone had ${named.join(' or ')}, less ${outcome} had everyone had ${treatment} = ${arms[0]} (ATE).${randomised}`;
  }
  const who = arms.slice(1).map((arm, i) => `the ${rows(counts[i + 1])} with ${treatment} = ${arm}`);
  return `Average over ${listed(who)} of ${outcome} as it was, less ${outcome} had they had ${treatment} = ${arms[0]} (ATT).${randomised}`;
}

function contrastPhrase(
  { treatment, outcome, level }: Parameters,
  arms: readonly string[],
  contrast: Contrast,
): string {
  const [low, high] = contrast.interval;
  const binary = arms.length === 2 && (arms[1] === '1' || arms[1] === 'true');
  const subject = binary ? treatment : `${treatment} "${contrast.arm}"`;
  const interval = `(${percent(level)} interval ${figure(low)} to ${figure(high)})`;
  if (low <= 0 && high >= 0) {
    return `${subject} has no clear effect on ${outcome}: ${signed(contrast.estimate)} ${interval}`;
  }
  const verb = contrast.estimate > 0 ? 'raised' : 'lowered';
  const under = binary ? `without it` : `under "${arms[0]}"`;
  const from = contrast.baselineMean === null ? '' : `, from ${figure(contrast.baselineMean)} ${under}`;
  return `${subject} ${verb} ${outcome} by ${figure(Math.abs(contrast.estimate))} ${interval}${from}`;
}
