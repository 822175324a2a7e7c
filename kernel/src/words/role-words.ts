import type { Role } from '../plan.js';
import { say } from './say.js';

/** What a variable is to an effect, as a person reads it; nothing of one that has no part in it. */
export function roleWords(role: Role): string {
  switch (role) {
    case 'treatment':
      return say`treatment`;
    case 'outcome':
      return say`outcome`;
    case 'confounder':
      return say`confounder`;
    case 'mediator':
      return say`mediator`;
    case 'instrument':
      return say`instrument`;
    case 'effect modifier':
      return say`effect modifier`;
    case 'collider':
      return say`collider`;
    case 'post-treatment':
      return say`post-treatment`;
    case 'unobserved':
      return say`unobserved`;
    case 'other':
      return say`other`;
  }
}
