import { DefaultTokenBuilder, type GrammarAST, type LexerResult } from 'langium';

type TokenType = LexerResult['tokens'][number]['tokenType'];

/** Chevrotain sorts characters above this into buckets of its own size: one hint per bucket is enough. */
const bucketSize = 255;

/** Words that begin or fill clauses and may also name columns: a data file has not read the grammar. */
export const softWords: ReadonlySet<string> = new Set(
  (
    'data text graph effect model parameter policy unit time column split row seed encoder tree forest linear boosted trees imported causal difference ' +
    'means train score limit report numeric categorical ordinal boolean placebo overlap balance arms estimand date level ' +
    'folds group instrument through negative outcome treatment cluster weights horizon doses nuisances stack ' +
    'lin cuped stratification ipw matching tmle dml s t x r dr da learner auto two stage regression instrumental front door ' +
    'mediation dose response dummy random cause subsets bootstrap controls implications calibration heterogeneity uplift ' +
    'unobserved simulated headline full only without residual shuffled pool cls mean max layer ' +
    'reduce head network adapt contrastive supervised pairs before half life minutes hours days weeks ' +
    'treat cost value budget capacity eligible against depth fair within price stock salvage ' +
    'rank to exposure propensity candidates popularity similar items factors content top above'
  ).split(' '),
);

/** Every character a name can start with, one per bucket beyond Latin-1; surrogates stand for the planes above. */
function nameStarts(): number[] {
  const starts = new Map<number, number>();
  for (let code = 0; code < 0x10000; code++) {
    const surrogate = code >= 0xd800 && code <= 0xdfff;
    if (!surrogate && !/[\p{L}_`]/u.test(String.fromCharCode(code))) continue;
    const bucket = code < 256 ? code : 256 + Math.trunc(code / bucketSize);
    if (!starts.has(bucket)) starts.set(bucket, code);
  }
  return [...starts.values()];
}

/**
 * Tells the lexer which characters a name starts with. Without it the Unicode pattern of `ID` switches off the lexer's
 * table of first characters, and every keyword is tried at every token: seven times slower.
 */
export class CausalTokenBuilder extends DefaultTokenBuilder {
  protected override buildTerminalToken(terminal: GrammarAST.TerminalRule): TokenType {
    const token = super.buildTerminalToken(terminal);
    if (terminal.name === 'ID') {
      token.START_CHARS_HINT = nameStarts();
      token.LINE_BREAKS = false;
    }
    return token;
  }

  protected override buildKeywordToken(
    keyword: GrammarAST.Keyword,
    terminals: TokenType[],
    caseInsensitive: boolean,
  ): TokenType {
    const token = super.buildKeywordToken(keyword, terminals, caseInsensitive);
    const name = terminals.find((terminal) => terminal.name === 'ID');
    if (name && /^[a-z]/.test(keyword.value)) {
      // Langium cannot see that the Unicode pattern of a name goes on where a word ends: `trained` is no `train`.
      token.LONGER_ALT = [name];
      if (softWords.has(keyword.value)) token.CATEGORIES = [name];
    }
    return token;
  }
}
