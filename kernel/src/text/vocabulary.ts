/** A piece and its log probability; the id of a piece is its position. */
export type Vocabulary = readonly (readonly [piece: string, logProbability: number])[];

/** The first ids stand for no text: unknown, start, end and three spare ones. */
export const reserved = 6;

/**
 * Pieces the published vocabulary lost to a spreadsheet: all three read `”5` there. Their rows in the embedding table
 * lie next to those of `,"`, `."` and `?"` (cosine .83, .84, .71), the same pieces with a straight quotation mark.
 */
const lost: ReadonlyMap<number, string> = new Map([
  [230, ',”'],
  [238, '.”'],
  [4464, '?”'],
]);

/**
 * Reads the published vocabulary of the Universal Sentence Encoder Lite and mends it: three lost pieces are put back,
 * and pieces with a colon, whose log probability became a time of day or null, get one between their neighbours'.
 * @throws Error where the file is not a list of pieces in order of falling probability.
 */
export function readVocabulary(json: string): Vocabulary {
  const raw: unknown = JSON.parse(json);
  if (!Array.isArray(raw)) throw new Error('The vocabulary is not a list.');
  const rows = raw.map((row: unknown, id) => {
    if (!Array.isArray(row) || typeof row[0] !== 'string') throw new Error(`Piece ${id} has no text.`);
    const piece = lost.get(id) ?? row[0];
    const score: unknown = row[1];
    return { piece, score: typeof score === 'number' && score < 0 ? score : Number.NaN };
  });
  let above = 0;
  return rows.map(({ piece, score }, id) => {
    if (id < reserved) return [piece, 0];
    if (score > above && above < 0) throw new Error(`Piece ${id} is out of order.`);
    const below = rows.slice(id + 1, id + 9).find((row) => row.score < 0)?.score ?? above;
    above = Number.isNaN(score) ? (above + below) / 2 : score;
    return [piece, above];
  });
}
