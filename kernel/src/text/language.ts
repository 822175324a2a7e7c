import { detect } from 'tinyld/light';
import { takingTurns } from '../turns.js';

/** A language, and the share of some texts that are in it. */
export interface LanguageShare {
  /** BCP 47, as `es`; `und-Cyrl` where the script alone is known. */
  readonly tag: string;
  /** In English. */
  readonly name: string;
  readonly share: number;
}

/** Scripts with the language they stand for, where they stand for one, and how many Latin letters a character is worth. */
const scripts = [
  ['Hira', 'ja', 3],
  ['Kana', 'ja', 3],
  ['Hani', 'zh', 3],
  ['Hang', 'ko', 3],
  ['Cyrl', undefined, 1],
  ['Arab', undefined, 1],
  ['Hebr', 'he', 1],
  ['Grek', 'el', 1],
  ['Deva', undefined, 1],
  ['Beng', undefined, 1],
  ['Taml', 'ta', 1],
  ['Telu', 'te', 1],
  ['Thai', 'th', 1],
  ['Armn', 'hy', 1],
  ['Geor', 'ka', 1],
  ['Ethi', undefined, 1],
] as const;

const patterns = scripts.map(([script]) => new RegExp(`\\p{sc=${script}}`, 'gu'));
const latin = /\p{sc=Latn}/gu;

/**
 * Letters from which the language of Latin letters is told: of English reviews of that length .4 % are taken for another
 * language, of those of 20 letters 3 %. Shorter texts are told together with their neighbours.
 */
const enoughLetters = 80;
/** Passages whose language is told. */
const mostPassages = 200;

/**
 * The languages of a sample of texts, most frequent first: other scripts than the Latin by their characters, languages written
 * in Latin letters by groups of letters. A text without letters is in none, and counts for nothing.
 */
export async function languagesOf(texts: readonly string[]): Promise<LanguageShare[]> {
  const counts = new Map<string, number>();
  const inLatin: string[] = [];
  for (const text of texts) {
    const script = scriptOf(text);
    if (script === 'latin') inLatin.push(text);
    else if (script !== undefined) counts.set(script, (counts.get(script) ?? 0) + 1);
  }
  const passages = passagesOf(inLatin);
  const turn = takingTurns();
  for (const { text } of passages) {
    await turn();
    const tag = detect(text);
    if (tag === '') continue;
    counts.set(tag, (counts.get(tag) ?? 0) + inLatin.length / passages.length);
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [...counts]
    .map(([tag, count]) => ({ tag, name: nameOf(tag), share: count / total }))
    .sort((a, b) => b.share - a.share);
}

/** `latin`, the tag that another script stands for, or undefined for a text without letters. */
function scriptOf(text: string): string | undefined {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const inLatin = count(latin);
  const weights = scripts.map(([, , weight], i) => weight * count(patterns[i]));
  const others = weights.reduce((sum, weight) => sum + weight, 0);
  if (inLatin === 0 && others === 0) return undefined;
  if (inLatin >= others) return 'latin';
  // Japanese is written in three scripts, and most of its characters may be those of Chinese.
  const most = weights[0] + weights[1] > 0.1 * others ? 0 : weights.indexOf(Math.max(...weights));
  const [script, tag] = scripts[most];
  return tag ?? `und-${script}`;
}

/** Texts of enough letters by themselves, shorter ones put together. */
function passagesOf(texts: readonly string[]): { readonly text: string }[] {
  const passages: { text: string }[] = [];
  let open = '';
  for (const text of texts) {
    if (passages.length === mostPassages) break;
    open = open === '' ? text : `${open}\n${text}`;
    if ((open.match(latin)?.length ?? 0) < enoughLetters) continue;
    passages.push({ text: open });
    open = '';
  }
  if (passages.length === 0 && open !== '') passages.push({ text: open });
  return passages;
}

function nameOf(tag: string): string {
  const script = /^und-(\w+)$/.exec(tag)?.[1];
  const names = new Intl.DisplayNames('en', { type: script ? 'script' : 'language' });
  return script ? `${names.of(script)} script` : (names.of(tag) ?? tag);
}
