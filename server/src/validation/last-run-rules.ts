import { knownDataHash } from '../../../kernel/src/data/data-hash.js';
import { figure, percent } from '../../../kernel/src/words/phrases.js';
import { say, told, toTell } from '../../../kernel/src/words/say.js';
import { dataRead, stepOf } from '../compiler/compiled.js';
import { contextOf } from '../language/context.js';
import { pathOf } from '../language/data-path.js';
import { clauseOf } from '../language/declarations.js';
import { type Effect, isCheckClause, isOfClause } from '../language/generated/ast.js';
import type { LastRun } from '../language/last-runs.js';
import type { findings } from './codes.js';
import type { Report } from './rule.js';

/** What a last run still says of an effect. */
export interface RunSeen {
  readonly run: LastRun;
  /** What has changed since; undefined where nothing has. */
  readonly changed?: 'spec' | 'data';
}

/** The last run of an effect, and whether it is still of this effect and these data. */
export function lastRunOf(effect: Effect): RunSeen | undefined {
  const { runs } = contextOf(effect).lastRuns;
  const run = runs.get(effect.name);
  if (!run) return undefined;
  // An effect that cannot be compiled is being changed.
  if (stepOf(effect)?.hash !== run.stepHash) return { run, changed: 'spec' };
  const hash = dataHashNow(effect);
  return hash === undefined || hash === run.dataHash ? { run } : { run, changed: 'data' };
}

/** Of the data file as it is now, and of the events of histories; undefined where one of them is not known. */
function dataHashNow(effect: Effect): string | undefined {
  const { dataHashes } = contextOf(effect).lastRuns;
  return knownDataHash(dataRead(effect).map((data) => dataHashes.get(pathOf(data) ?? '')));
}

type FindingCode = keyof typeof findings;

/** Told of checks that failed, each on its own word where the spec names it, else on the question. */
export const checkFailed =
  (code: FindingCode) =>
  (effect: Effect, report: Report): void => {
    const seen = lastRunOf(effect);
    const as = seen?.changed && ({ code, severity: 'hint' } as const);
    for (const { name, passed, sentence } of seen?.run.checks ?? []) {
      if (passed || codeOf(name) !== code) continue;
      const message = seen?.changed
        ? say`Before the last change: ${name}: ${sentence}`
        : say`${name}: ${sentence}`;
      const clause = clauseOf(effect, isCheckClause);
      const index = clause?.checks.findIndex((check) => words(check) === name) ?? -1;
      if (clause && index >= 0) report({ node: clause, property: 'checks', index, message, as });
      else report({ node: clauseOf(effect, isOfClause) ?? effect, message, as });
    }
  };

function codeOf(check: string): FindingCode {
  if (check === 'overlap' || check === 'text overlap') return 'CS7002';
  return check === 'balance' || check === 'text balance' ? 'CS7003' : 'CS7001';
}

/** Words that always go together, with one blank between them. */
function words(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** Told where a last estimate leaves open whether there is an effect. */
export function noEffectTold(effect: Effect, report: Report): void {
  const seen = lastRunOf(effect);
  if (!seen || seen.changed) return;
  const { run } = seen;
  const clause = clauseOf(effect, isOfClause);
  for (const { arm, interval } of run.contrasts) {
    const [low, high] = interval;
    if (low > 0 || high < 0) continue;
    const message = say`The ${percent(run.level)} interval of ${run.treatment} = ${arm}, ${figure(low)} to ${figure(high)}, holds no effect: these rows do not tell whether there is one.`;
    if (clause) report({ node: clause, property: 'outcome', message });
    else report({ node: effect, property: 'name', message });
  }
}

const changes = {
  spec: toTell`the effect, or what it is read off, has changed`,
  data: toTell`its data have changed`,
} as const;

/** Told where a last run is no longer of this effect and these data. */
export function runOutdated(effect: Effect, report: Report): void {
  const changed = lastRunOf(effect)?.changed;
  if (!changed) return;
  const message = say`Since ${effect.name} was estimated ${told(changes[changed])}: run it again.`;
  report({ node: effect, property: 'name', message });
}
