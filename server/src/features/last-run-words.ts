import { figure, listed, percent } from '../../../kernel/src/words/phrases.js';
import type { RunSeen } from '../validation/last-run-rules.js';

const before = 'before the last change';

/** `10.1 [8.77, 11.4]`, of each arm by name where there are several. */
export function estimateWords({ run, changed }: RunSeen): string {
  const shown = run.contrasts.slice(0, 3).map(({ arm, estimate, interval }) => {
    const figures = `${figure(estimate)} [${interval.map(figure).join(', ')}]`;
    return run.contrasts.length > 1 ? `${arm} ${figures}` : figures;
  });
  const more = run.contrasts.length - shown.length;
  const estimates = [...shown, ...(more > 0 ? [`${more} more`] : [])].join(' · ');
  return changed ? `${estimates} (${before})` : estimates;
}

/** `passed: placebo, balance · failed: overlap`; nothing where nothing was checked. */
export function checkWords({ run, changed }: RunSeen): string {
  const named = (passed: boolean): string =>
    run.checks.flatMap((check) => (check.passed === passed ? [check.name] : [])).join(', ');
  const parts = [
    ...(named(false) ? [`failed: ${named(false)}`] : []),
    ...(named(true) ? [`passed: ${named(true)}`] : []),
    ...(changed ? [before] : []),
  ];
  return run.checks.length > 0 ? parts.join(' · ') : '';
}

/** What was found, in sentences, for hover. */
export function runWords({ run, changed }: RunSeen): string[] {
  const failed = run.checks.filter((check) => !check.passed);
  const checked =
    run.checks.length === 0
      ? []
      : [
          failed.length === 0
            ? `All ${run.checks.length} checks passed.`
            : `Failed: ${listed(failed.map(({ name }) => name))} of ${run.checks.length} checks.`,
        ];
  const when = changed ? `Last result, from ${before}` : 'Last result';
  return [`${when} (${percent(run.level)} interval): ${run.sentence}`, ...checked];
}
