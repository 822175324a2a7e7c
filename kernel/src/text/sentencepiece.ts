import { normalizeText } from './normalize.js';
import { reserved, type Vocabulary } from './vocabulary.js';

const unknown = 0;
const space = '▁';
/** An unknown character is this much less likely than the least likely piece, as in SentencePiece. */
const unknownPenalty = 10;
/** Words kept with their ids: language repeats itself. */
const cachedWords = 50_000;
/** No word of any language is longer; what is cut lies far beyond an encoder's window. */
const longestWord = 4096;
/** No token is longer, blanks around it included: of a very long text only so much is looked at. */
const charactersPerToken = 256;

/**
 * Unigram tokenizer (Kudo 2018, arXiv 1804.10959) with the conventions of SentencePiece: a text begins with a space,
 * spaces are written `▁` and begin a piece, characters outside the vocabulary are unknown and neighbours among them
 * are one unknown. Because no piece holds a `▁` after its first character, the best segmentation of a text is that of
 * its words side by side, so each word is segmented once.
 */
export class SentencePiece {
  private readonly ids = new Map<string, number>();
  private readonly scores: readonly number[];
  private readonly unknownScore: number;
  private readonly longestPiece: number;
  private readonly words = new Map<string, readonly number[]>();

  constructor(vocabulary: Vocabulary) {
    this.scores = vocabulary.map(([, score]) => score);
    const pieces = vocabulary.slice(reserved);
    pieces.forEach(([piece], i) => {
      this.ids.set(piece, i + reserved);
    });
    this.unknownScore = Math.min(...this.scores) - unknownPenalty;
    this.longestPiece = Math.max(...pieces.map(([piece]) => [...piece].length));
  }

  /** Ids of the text's pieces, the first `limit` of them; a text without visible characters has none. */
  encode(text: string, limit = Number.POSITIVE_INFINITY): number[] {
    const normalized = normalizeText(text.slice(0, limit * charactersPerToken));
    const ids: number[] = [];
    if (normalized === '') return ids;
    for (const word of normalized.split(' ')) {
      ids.push(...this.encodeWord(space + word));
      if (ids.length >= limit) return ids.slice(0, limit);
    }
    return ids;
  }

  private encodeWord(word: string): readonly number[] {
    const cached = this.words.get(word);
    if (cached) return cached;
    const ids = this.segment([...word].slice(0, longestWord));
    if (this.words.size >= cachedWords) this.words.clear();
    this.words.set(word, ids);
    return ids;
  }

  /** Viterbi: the pieces that cover the characters with the greatest summed log probability. */
  private segment(characters: readonly string[]): number[] {
    const n = characters.length;
    const best = new Float64Array(n + 1).fill(Number.NEGATIVE_INFINITY);
    const from = new Int32Array(n + 1);
    const id = new Int32Array(n + 1);
    best[0] = 0;
    const reach = (end: number, start: number, piece: number, score: number) => {
      if (best[start] + score <= best[end]) return;
      best[end] = best[start] + score;
      from[end] = start;
      id[end] = piece;
    };
    for (let start = 0; start < n; start++) {
      let text = '';
      for (let end = start + 1; end <= Math.min(n, start + this.longestPiece); end++) {
        text += characters[end - 1];
        const piece = this.ids.get(text);
        if (piece !== undefined) reach(end, start, piece, this.scores[piece]);
        else if (end === start + 1) reach(end, start, unknown, this.unknownScore);
      }
    }
    const ids: number[] = [];
    for (let end = n; end > 0; end = from[end]) {
      if (id[end] !== unknown || ids.at(-1) !== unknown) ids.push(id[end]);
    }
    return ids.reverse();
  }
}
