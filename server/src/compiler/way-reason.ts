import { listed } from '../../../kernel/src/words/phrases.js';
import { inflected, say } from '../../../kernel/src/words/say.js';
import type { Effect } from '../language/generated/ast.js';
import { type Way, wayOf } from '../language/ways.js';

/** What an effect is estimated by, and why, in one sentence. */
export interface ReasonedWay extends Omit<Way, 'view'> {
  readonly reason: string;
}

/**
 * The way of a valid effect: as listed, or derived from its graph; then in alphabetical order, so that the order of the arrows
 * changes nothing. Also shown by hover and inlay hints, whose language its reason is in. Undefined where the effect is not identified.
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
  const where = say`from ${view.treatment} to ${view.outcome} in graph ${view.graph.name}`;
  return { ...sorted, reason: reasonOfGraph(sorted, where, view.graph.name) };
}

function reasonOfList({ kind, adjusted, instruments, mediators }: Omit<Way, 'view'>): string {
  const also =
    kind === 'instrument'
      ? say` ${listed(instruments)} ${inflected(instruments.length, 'is', 'are')} taken to touch the outcome through the treatment alone, as the spec says.`
      : mediators.length > 0
        ? say` ${listed(mediators)} ${inflected(mediators.length, 'is', 'are')} taken to carry the effect, as the spec says.`
        : '';
  if (adjusted.length > 0) {
    return say`${listed(adjusted)} ${inflected(adjusted.length, 'is', 'are')} adjusted for because the spec lists ${inflected(adjusted.length, 'it', 'them')}.${also}`;
  }
  const random = kind === 'adjustment' ? say`: the spec says that treatment was assigned at random` : '';
  return say`Nothing is adjusted for${random}.${also}`;
}

function reasonOfGraph(
  { kind, adjusted, instruments, mediators }: Omit<Way, 'view'>,
  where: string,
  graph: string,
): string {
  const given =
    adjusted.length > 0
      ? say` once ${listed(adjusted)} ${inflected(adjusted.length, 'is', 'are')} adjusted for`
      : '';
  switch (kind) {
    case 'adjustment': {
      if (adjusted.length === 0) return say`Nothing is adjusted for: no backdoor path leads ${where}.`;
      const how = adjusted.length === 1 ? say`it blocks` : say`together they block`;
      return say`${listed(adjusted)} ${inflected(adjusted.length, 'is', 'are')} adjusted for: ${how} every backdoor path ${where}.`;
    }
    case 'instrument':
      return say`By graph ${graph} ${listed(instruments)} ${inflected(instruments.length, 'is an instrument', 'are instruments')}${given}: the outcome is touched through the treatment alone.`;
    case 'front door':
      return say`Every causal path ${where} goes through ${listed(mediators)}, which nothing unobserved confounds with either end (front door).`;
    case 'mediation':
      return say`By graph ${graph} nothing confounds ${listed(mediators)} with either end${given}: direct and indirect effects can be told apart.`;
  }
}
