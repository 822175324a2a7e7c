import { say } from '../../../kernel/src/words/say.js';

/** What kinds of declarations are called in a sentence. */
export function kindWord(kind: string): string {
  switch (kind) {
    case 'parameter':
      return say`parameter`;
    case 'data':
      return say`data`;
    case 'text':
      return say`text`;
    case 'graph':
      return say`graph`;
    case 'effect':
      return say`effect`;
    case 'model':
      return say`model`;
    case 'policy':
      return say`policy`;
    default:
      return kind;
  }
}

/** What a variable is to an effect, in a sentence. */
export const roleWord = (role: 'treatment' | 'outcome'): string =>
  role === 'treatment' ? say`treatment` : say`outcome`;
