import type { GraphStep, Role } from '../plan.js';
import { counted, listed } from './phrases.js';

type Reading = Pick<NonNullable<GraphStep['parameters']['reading']>, 'treatment' | 'outcome'>;

/** What variables of a role do, for one of them and for several. */
const deeds: readonly (readonly [Role, (names: readonly string[]) => string])[] = [
  ['confounder', (names) => `${names.join(', ')} ${names.length > 1 ? 'confound' : 'confounds'}`],
  ['mediator', (names) => `${names.join(', ')} ${names.length > 1 ? 'mediate' : 'mediates'}`],
  ['instrument', (names) => `${names.join(', ')} ${beNoun(names, 'an instrument', 'instruments')}`],
  [
    'effect modifier',
    (names) => `${names.join(', ')} ${beNoun(names, 'an effect modifier', 'effect modifiers')}`,
  ],
  ['collider', (names) => `${names.join(', ')} ${beNoun(names, 'a collider', 'colliders')}`],
  [
    'post-treatment',
    (names) => `${names.join(', ')} ${names.length > 1 ? 'come' : 'comes'} after the treatment`,
  ],
  ['unobserved', (names) => `nobody measured ${listed(names)}`],
];

const beNoun = (names: readonly string[], one: string, several: string): string =>
  names.length > 1 ? `are ${several}` : `is ${one}`;

/** How many variables and arrows a graph has, and what each variable is to the effect that is read off it, where one is. */
export function graphSentence(
  nodes: readonly { readonly name: string; readonly role: Role }[],
  arrows: number,
  reading: Reading | undefined,
): string {
  const counts = `${counted(nodes.length, 'variable')} and ${counted(arrows, 'arrow')}`;
  if (!reading) return `${counts}; no effect is read off this graph.`;
  const told = deeds.flatMap(([role, deed]) => {
    const names = nodes.filter((node) => node.role === role).map((node) => node.name);
    return names.length > 0 ? [deed(names)] : [];
  });
  const confounded = nodes.some(({ role }) => role === 'confounder');
  const parts = confounded ? told : ['nothing observed confounds', ...told];
  return `${counts}. Of the effect of ${reading.treatment} on ${reading.outcome}: ${parts.join('; ')}.`;
}
