import { listed } from '../../../kernel/src/words/phrases.js';
import type { Effect } from '../language/generated/ast.js';
import { type Way, wayOf } from '../language/ways.js';

/** What an effect is estimated by, and why, in one sentence. */
export interface ReasonedWay extends Omit<Way, 'view'> {
  readonly reason: string;
}

/**
 * The way of a valid effect: as listed, or derived from its graph; then in alphabetical order, so that the order of the arrows
 * changes nothing. Also shown by hover and inlay hints. Undefined where the effect is not identified.
 */
export function reasonedWay(effect: Effect): ReasonedWay | undefined {
  const found = wayOf(effect);
  if (!found || !('way' in found)) return undefined;
  const { view, ...way } = found.way;
  if (!view) return { ...way, reason: reasonOfList(way) };
  const sorted = {
    kind: way.kind,
    adjusted: [...way.adjusted].sort(),
    instruments: [...way.instruments].sort(),
    mediators: [...way.mediators].sort(),
  };
  const where = `from ${view.treatment} to ${view.outcome} in graph ${view.graph.name}`;
  return { ...sorted, reason: reasonOfGraph(sorted, where, view.graph.name) };
}

function reasonOfList({ kind, adjusted, instruments, mediators }: Omit<Way, 'view'>): string {
  const also =
    kind === 'instrument'
      ? ` ${listed(instruments)} ${areOrIs(instruments)} taken to touch the outcome through the treatment alone, as the spec says.`
      : mediators.length > 0
        ? ` ${listed(mediators)} ${areOrIs(mediators)} taken to carry the effect, as the spec says.`
        : '';
  if (adjusted.length > 0) {
    const them = adjusted.length === 1 ? 'it' : 'them';
    return `${listed(adjusted)} ${areOrIs(adjusted)} adjusted for because the spec lists ${them}.${also}`;
  }
  const random = kind === 'adjustment' ? ': the spec says that treatment was assigned at random' : '';
  return `Nothing is adjusted for${random}.${also}`;
}

function reasonOfGraph(
  { kind, adjusted, instruments, mediators }: Omit<Way, 'view'>,
  where: string,
  graph: string,
): string {
  const given = adjusted.length > 0 ? ` once ${listed(adjusted)} ${areOrIs(adjusted)} adjusted for` : '';
  switch (kind) {
    case 'adjustment': {
      if (adjusted.length === 0) return `Nothing is adjusted for: no backdoor path leads ${where}.`;
      const how = adjusted.length === 1 ? 'it blocks' : 'together they block';
      return `${listed(adjusted)} ${areOrIs(adjusted)} adjusted for: ${how} every backdoor path ${where}.`;
    }
    case 'instrument':
      return `By graph ${graph} ${listed(instruments)} ${instruments.length === 1 ? 'is an instrument' : 'are instruments'}${given}: the outcome is touched through the treatment alone.`;
    case 'front door':
      return `Every causal path ${where} goes through ${listed(mediators)}, which nothing unobserved confounds with either end (front door).`;
    case 'mediation':
      return `By graph ${graph} nothing confounds ${listed(mediators)} with either end${given}: direct and indirect effects can be told apart.`;
  }
}

function areOrIs(names: readonly string[]): string {
  return names.length === 1 ? 'is' : 'are';
}
