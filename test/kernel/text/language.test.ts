import { describe, expect, it } from 'vitest';
import { languagesOf } from '../../../kernel/src/text/language.js';

const english = [
  'red shoes with a low heel for an evening out',
  'love it',
  'a warm coat that is light enough to travel with',
  'ok',
];
const spanish = [
  'zapatos rojos de tacón bajo para una noche de fiesta',
  'me encanta',
  'un abrigo cálido y ligero para viajar',
];
const german = [
  'rote Schuhe mit niedrigem Absatz für den Abend',
  'ein warmer Mantel, leicht genug für die Reise',
  'sehr gut',
];

const tags = async (texts: readonly string[]) => (await languagesOf(texts)).map(({ tag }) => tag);

describe('the languages of texts', () => {
  it('are told from groups of letters', async () => {
    expect(await tags(english)).toEqual(['en']);
    expect(await tags(spanish)).toEqual(['es']);
    expect(await tags(german)).toEqual(['de']);
  });

  it('are told from scripts, a short text by itself', async () => {
    expect(await tags(['跑步鞋'])).toEqual(['zh']);
    expect(await tags(['赤い靴を買いました'])).toEqual(['ja']);
    expect(await tags(['빨간 구두'])).toEqual(['ko']);
    const [russian] = await languagesOf(['красные туфли на низком каблуке']);
    expect(russian).toEqual({ tag: 'und-Cyrl', name: 'Cyrillic script', share: 1 });
  });

  it('are mixed by the number of texts', async () => {
    const mixed = [...english, '跑步鞋 iPhone', '无线耳机', '婴儿推车', '咖啡机'];
    const shares = await languagesOf(mixed);
    expect(shares.map(({ name, share }) => `${name} ${share}`).sort()).toEqual([
      'Chinese 0.5',
      'English 0.5',
    ]);
  });

  it('are none where there is no letter', async () => {
    expect(await languagesOf(['', '12 !', '🙂'])).toEqual([]);
  });
});
