import { AstUtils, GrammarAST } from 'langium';
import { CausalGrammar } from './generated/grammar.js';

const plain = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** Keywords inside a rule, without those of the rules it calls. */
function keywordsIn(node: GrammarAST.AbstractParserRule): string[] {
  return AstUtils.streamAllContents(node)
    .filter(GrammarAST.isKeyword)
    .map((keyword) => keyword.value)
    .toArray();
}

let reserved: ReadonlySet<string> | undefined;

/** Words of the language that cannot stand as a name without backticks. */
export function reservedWords(): ReadonlySet<string> {
  if (!reserved) {
    const rules = CausalGrammar().rules.filter(GrammarAST.isAbstractParserRule);
    const free = new Set(rules.filter((rule) => rule.name === 'Name').flatMap(keywordsIn));
    reserved = new Set(rules.flatMap(keywordsIn).filter((word) => plain.test(word) && !free.has(word)));
  }
  return reserved;
}

/** A name as a spec writes it: in backticks where it is not a plain word. */
export function quoteName(name: string): string {
  return plain.test(name) && !reservedWords().has(name) ? name : `\`${name}\``;
}
