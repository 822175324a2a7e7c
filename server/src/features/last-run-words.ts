import { figure, listed, percent } from '../../../kernel/src/words/phrases.js';
import { say } from '../../../kernel/src/words/say.js';
import type { RunSeen } from '../validation/last-run-rules.js';

const before = (): string => say`before the last change`;

/** `10.1 [8.77, 11.4]`, of each arm by name where there are several. */
export function estimateWords({ run, changed }: RunSeen): string {
  const shown = run.contrasts.slice(0, 3).map(({ arm, estimate, interval }) => {
    const figures = `${figure(estimate)} [${interval.map(figure).join(', ')}]`;
    return run.contrasts.length > 1 ? `${arm} ${figures}` : figures;
  });
  const more = run.contrasts.length - shown.length;
  const estimates = [...shown, ...(more > 0 ? [say`${more} more`] : [])].join(' · ');
  return changed ? say`${estimates} (${before()})` : estimates;
}

/** `passed: placebo, balance · failed: overlap`; nothing where nothing was checked. */
export function checkWords({ run, changed }: RunSeen): string {
  const named = (passed: boolean): string =>
    run.checks.flatMap((check) => (check.passed === passed ? [check.name] : [])).join(say`, `);
  const parts = [
    ...(named(false) ? [say`failed: ${named(false)}`] : []),
    ...(named(true) ? [say`passed: ${named(true)}`] : []),
    ...(changed ? [before()] : []),
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
            ? say`All ${run.checks.length} checks passed.`
            : say`Failed: ${listed(failed.map(({ name }) => name))} of ${run.checks.length} checks.`,
        ];
  const when = changed ? say`Last result, from ${before()}` : say`Last result`;
  return [say`${when} (${percent(run.level)} interval): ${run.sentence}`, ...checked];
}
