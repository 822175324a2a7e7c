import { type CstNode, DefaultValueConverter, type GrammarAST, type ValueType } from 'langium';
import { candidateKinds } from './candidates.js';
import { methodNames } from './methods.js';
import { learnerOptions } from './options.js';
import { textModes } from './text-modes.js';

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"' };

/** Escapes that mean something in a text; any other character may stand behind a backslash for itself. */
function unescapeText(token: string): string {
  const closed = token.length > 1 && token.endsWith('"');
  return token
    .slice(1, closed ? -1 : undefined)
    .replace(/\\(.)/g, (_, character: string) => escapes[character] ?? character);
}

/** The parser glues the words of a name together: the names it can have glued, by what that gives. */
const namesOfSeveralWords = new Map(
  [...methodNames, ...Object.keys(learnerOptions), ...Object.keys(textModes), ...candidateKinds].map(
    (name) => [name.replaceAll(' ', ''), name],
  ),
);

/** Turns tokens into values: `` `names like this` `` lose their backticks, texts their quotes and escapes. */
export class CausalValueConverter extends DefaultValueConverter {
  protected override runConverter(rule: GrammarAST.AbstractRule, input: string, node: CstNode): ValueType {
    switch (rule.name) {
      case 'ID':
        return input.startsWith('`') ? input.slice(1, -1) : input;
      case 'STRING':
        return unescapeText(input);
      case 'NUMBER':
        // The lexer tells of a number that is too large; what goes on with it needs one all the same.
        return Math.min(Number(input), Number.MAX_VALUE);
      case 'Estimator':
      case 'Learner':
      case 'CheckName':
      case 'TextMode':
      case 'Nuisance':
      case 'Candidate':
        return namesOfSeveralWords.get(input) ?? input;
      default:
        return super.runConverter(rule, input, node);
    }
  }
}
