import { AstUtils, GrammarAST } from 'langium';
import { describe, expect, it } from 'vitest';
import { CausalGrammar } from '../../../server/src/language/generated/grammar.js';
import { quoteName, reservedWords } from '../../../server/src/language/names.js';
import { softWords } from '../../../server/src/language/token-builder.js';
import { build, filesInMemory, told } from '../in-memory.js';

const words = AstUtils.streamAllContents(CausalGrammar())
  .filter(GrammarAST.isKeyword)
  .map((keyword) => keyword.value)
  .filter((word) => /^[a-z]/.test(word))
  .distinct()
  .toArray();

/** A spec that uses a column in every kind of place. */
async function problemsWith(column: string): Promise<string[]> {
  const name = quoteName(column);
  const text = `data d from "d.csv" { unit ${name} column ${name} numeric keep ${name} > 1 derive twice = 2 * ${name} }
    graph g { ${name} -> handed, y  handed -> y }
    effect e { of handed on y from d in g by ${name} where ${name} < 3 }
    model m { predict y from d using ${name}, twice }`;
  const files = filesInMemory({ 'd.csv': { [column]: 'numeric', handed: 'boolean', y: 'numeric' } });
  return told(await build(text, files));
}

describe('a column may be named', () => {
  it.each(words)('%s, and with letters behind it', async (word) => {
    expect(await problemsWith(word)).toEqual([]);
    expect(await problemsWith(`${word}ed`)).toEqual([]);
    expect(await problemsWith(`${word}_1`)).toEqual([]);
  });

  it.each(['购买', 'Größe', 'naïve_été', 'two words', '2nd', 'a-b', '__proto__', 'constructor'])(
    '%s',
    async (name) => {
      expect(await problemsWith(name)).toEqual([]);
    },
  );
});

describe('words of the language', () => {
  it('that are names too are words of the language', () => {
    expect([...softWords].filter((word) => !words.includes(word))).toEqual([]);
  });

  it('that are no names are written in backticks', () => {
    expect([quoteName('with'), quoteName('train'), quoteName('tenure')]).toEqual([
      '`with`',
      'train',
      'tenure',
    ]);
    expect(reservedWords().has('from')).toBe(true);
  });
});
