import { AstUtils, GrammarAST, LangiumParserErrorMessageProvider, type LexerResult } from 'langium';
import { say, told, toTell } from '../../../kernel/src/words/say.js';
import { CausalGrammar } from '../language/generated/grammar.js';
import { reservedWords } from '../language/names.js';
import { suggestion } from './rule.js';

type Token = LexerResult['tokens'][number];
type TokenType = Token['tokenType'];

/** Blocks and the rule whose alternatives may stand in them. */
const blocks: Readonly<Record<string, { readonly rules: readonly string[]; readonly what: string }>> = {
  Spec: { rules: ['Declaration', 'Action'], what: toTell`declaration or verb` },
  Data: { rules: ['DataClause'], what: toTell`clause of data` },
  Text: { rules: ['TextClause'], what: toTell`clause of a text` },
  Effect: { rules: ['EffectClause'], what: toTell`clause of an effect` },
  Model: { rules: ['ModelClause'], what: toTell`clause of a model` },
  Policy: { rules: ['PolicyClause'], what: toTell`clause of a policy` },
  Rank: { rules: ['RankClause'], what: toTell`clause of a ranking` },
};

/** What the tokens that are no keywords are, in words. */
const kinds: Readonly<Record<string, string>> = {
  ID: toTell`a name`,
  NUMBER: toTell`a number`,
  STRING: toTell`a text in quotes`,
  EOF: toTell`the end of the file`,
};

/** Chevrotain's rule names carry an invisible suffix. */
const plainName = (rule: string): string => rule.replace(/\u200B/g, '');

/** First keywords of everything a rule can start with. */
function startsOf(ruleName: string): string[] {
  const rule = CausalGrammar().rules.find((candidate) => candidate.name === ruleName);
  if (!rule || !GrammarAST.isParserRule(rule)) return [];
  const first = AstUtils.streamAst(rule.definition).find(
    (node) => GrammarAST.isKeyword(node) || GrammarAST.isAlternatives(node),
  );
  if (GrammarAST.isKeyword(first)) return [first.value];
  const called = AstUtils.streamAst(rule.definition).filter(GrammarAST.isRuleCall);
  return called.flatMap((call) => startsOf(call.rule.$refText)).toArray();
}

/** Words that can begin what a block contains; undefined for a rule that is no block. */
export function wordsIn(rule: string): { words: readonly string[]; what: string } | undefined {
  const block = blocks[plainName(rule)];
  return block && { words: [...new Set(block.rules.flatMap(startsOf))], what: block.what };
}

function shown(token: Token): string {
  if (Number.isNaN(token.startOffset) || token.image === '') return say`the end of the file`;
  const image = token.image.length > 40 ? `${token.image.slice(0, 40)}...` : token.image;
  return image.startsWith('"') ? image : `"${image}"`;
}

function named(type: TokenType): string {
  const known = kinds[type.name];
  return known === undefined ? `"${type.name}"` : told(known);
}

/** Says in a sentence what the parser found and what it expected, instead of naming tokens. */
export class SyntaxMessages extends LangiumParserErrorMessageProvider {
  override buildMismatchTokenMessage(about: {
    expected: TokenType;
    actual: Token;
    previous: Token;
    ruleName: string;
  }): string {
    const { expected, actual, ruleName } = about;
    const ends = expected.name === '}' || expected.name === 'EOF';
    if (ends && actual.image !== '') return strayWord(ruleName, actual);
    return this.expected(named(expected), actual);
  }

  override buildNotAllInputParsedMessage(about: { firstRedundant: Token; ruleName: string }): string {
    return strayWord('Spec', about.firstRedundant);
  }

  override buildNoViableAltMessage(about: {
    expectedPathsPerAlt: TokenType[][][];
    actual: Token[];
    previous: Token;
    customUserDescription: string;
    ruleName: string;
  }): string {
    const firsts = about.expectedPathsPerAlt.flat().map((path) => path[0]);
    return this.oneOf(firsts, about.actual[0]!, plainName(about.ruleName));
  }

  override buildEarlyExitMessage(about: {
    expectedIterationPaths: TokenType[][];
    actual: Token[];
    previous: Token;
    customUserDescription: string;
    ruleName: string;
  }): string {
    const firsts = about.expectedIterationPaths.map((path) => path[0]);
    return this.oneOf(firsts, about.actual[0]!, plainName(about.ruleName));
  }

  private oneOf(types: readonly (TokenType | undefined)[], actual: Token, rule: string): string {
    if (['Operand', 'Condition', 'Comparison', 'Expression', 'Logical', 'Operation'].includes(rule)) {
      return this.expected(say`a value`, actual);
    }
    const known = [...new Set(types.filter((type) => type !== undefined))];
    if (known.some((type) => type.name === 'ID')) return this.expected(say`a name`, actual);
    const words = [...new Set(known.map(named))];
    const last = words.pop();
    return this.expected(
      words.length > 0 ? say`${words.join(say`, `)} or ${last}` : (last ?? say`something else`),
      actual,
    );
  }

  private expected(what: string, actual: Token): string {
    const backticks =
      what === say`a name` && reservedWords().has(actual.image)
        ? say`; as a name, write it in backticks: \`${actual.image}\``
        : '';
    return say`Expected ${what} here instead of ${shown(actual)}${backticks}.`;
  }
}

/** Says that a word begins nothing that may stand in a block. */
export function strayWord(rule: string, actual: Token): string {
  const block = wordsIn(rule);
  if (!block) return say`Expected "}" here instead of ${shown(actual)}.`;
  return say`${shown(actual)} begins no ${told(block.what)}${suggestion(actual.image, block.words, say`expected one of`).hint}`;
}
