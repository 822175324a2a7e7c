import { AstUtils, GrammarAST } from 'langium';
import { CausalGrammar } from './generated/grammar.js';
import { softWords } from './token-builder.js';

const plain = /^[\p{L}_][\p{L}\p{N}_]*$/u;

let reserved: ReadonlySet<string> | undefined;

/** Words of the language that cannot stand as a name without backticks. */
export function reservedWords(): ReadonlySet<string> {
  reserved ??= new Set(
    AstUtils.streamAllContents(CausalGrammar())
      .filter(GrammarAST.isKeyword)
      .map((keyword) => keyword.value)
      .filter((word) => plain.test(word) && !softWords.has(word)),
  );
  return reserved;
}

/** A name as a spec writes it: in backticks where it is not a plain word. */
export function quoteName(name: string): string {
  return plain.test(name) && !reservedWords().has(name) ? name : `\`${name}\``;
}
