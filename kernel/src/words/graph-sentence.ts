import type { GraphStep, Role } from '../plan.js';
import { counted, listed } from './phrases.js';
import { say } from './say.js';

type Reading = Pick<NonNullable<GraphStep['parameters']['reading']>, 'treatment' | 'outcome'>;

/** What variables of a role do, for one of them and for several. */
const deeds: readonly (readonly [Role, (names: string, one: boolean) => string])[] = [
  ['confounder', (names, one) => (one ? say`${names} confounds` : say`${names} confound`)],
  ['mediator', (names, one) => (one ? say`${names} mediates` : say`${names} mediate`)],
  ['instrument', (names, one) => (one ? say`${names} is an instrument` : say`${names} are instruments`)],
  [
    'effect modifier',
    (names, one) => (one ? say`${names} is an effect modifier` : say`${names} are effect modifiers`),
  ],
  ['collider', (names, one) => (one ? say`${names} is a collider` : say`${names} are colliders`)],
  [
    'post-treatment',
    (names, one) => (one ? say`${names} comes after the treatment` : say`${names} come after the treatment`),
  ],
];

/** How many variables and arrows a graph has, and what each variable is to the effect that is read off it, where one is. */
export function graphSentence(
  nodes: readonly { readonly name: string; readonly role: Role }[],
  arrows: number,
  reading: Reading | undefined,
): string {
  const [some, drawn] = [counted(nodes.length, 'variable'), counted(arrows, 'arrow')];
  if (!reading) return say`${some} and ${drawn}; no effect is read off this graph.`;
  const named = (role: Role): string[] => nodes.filter((node) => node.role === role).map((node) => node.name);
  const known = deeds.flatMap(([role, deed]) => {
    const names = named(role);
    return names.length > 0 ? [deed(names.join(say`, `), names.length === 1)] : [];
  });
  const hidden = named('unobserved');
  const told = hidden.length > 0 ? [...known, say`nobody measured ${listed(hidden)}`] : known;
  const confounded = nodes.some(({ role }) => role === 'confounder');
  const parts = confounded ? told : [say`nothing observed confounds`, ...told];
  return say`${some} and ${drawn}. Of the effect of ${reading.treatment} on ${reading.outcome}: ${parts.join(say`; `)}.`;
}
