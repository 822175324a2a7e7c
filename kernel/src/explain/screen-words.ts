import { CholeskyDecomposition, Matrix } from 'ml-matrix';

/** Words looked at, those in most texts first, and how many texts have to hold one. */
const [mostWords, leastTexts] = [300, 3];
/** Penalty per text, on words that are there or not. */
const penalty = 0.02;

/**
 * The words that go with large attributions of their texts: ridge regression of the attributions on which words are there, which
 * reads no text again. It chooses what is worth measuring and measures nothing itself.
 *
 * @param words of every text
 * @param values attribution of every text
 * @returns at most `count` words, those that seem to do most over all texts first
 */
export function screenWords(
  words: readonly (readonly string[])[],
  values: Float64Array,
  count: number,
): string[] {
  const n = words.length;
  const texts = new Map<string, number>();
  for (const word of words.flatMap((each) => [...new Set(each)])) texts.set(word, (texts.get(word) ?? 0) + 1);
  const columns = [...texts]
    .filter(([, held]) => held >= leastTexts && held < n)
    .sort(([a, m], [b, l]) => l - m || (a < b ? -1 : 1))
    .slice(0, mostWords)
    .map(([word]) => word);
  if (columns.length === 0) return [];
  const place = new Map(columns.map((word, j) => [word, j]));
  const shares = columns.map((word) => (texts.get(word) ?? 0) / n);
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const gram = Matrix.identity(columns.length).mul(penalty * n);
  const moment = Matrix.zeros(columns.length, 1);
  words.forEach((own, text) => {
    const held = [...new Set(own)].flatMap((word) => place.get(word) ?? []);
    for (const i of held) {
      moment.set(i, 0, moment.get(i, 0) + values[text] - mean);
      for (const j of held) gram.set(i, j, gram.get(i, j) + 1);
    }
  });
  for (let i = 0; i < columns.length; i++) {
    for (let j = 0; j < columns.length; j++) gram.set(i, j, gram.get(i, j) - n * (shares[i] * shares[j]));
  }
  const weights = new CholeskyDecomposition(gram).solve(moment).to1DArray();
  const reach = weights.map((weight, j) => Math.abs(weight) * Math.sqrt(shares[j]));
  return [...columns.keys()]
    .sort((a, b) => reach[b] - reach[a])
    .slice(0, count)
    .map((j) => columns[j]);
}
