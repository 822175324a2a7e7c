import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DataEngine } from '../../../kernel/src/data/open.js';
import { createRandom } from '../../../kernel/src/statistics/random.js';
import { encoders } from '../../../kernel/src/text/encoder-list.js';
import { checkFiles } from '../../../server/src/compile.js';
import { workspaceWith } from '../../kernel/data/workspace.js';

const browsed = 'shoes coat lamp tent mug desk radio scarf kettle bicycle'.split(' ');

interface Visit {
  readonly history: string;
  readonly history_at: string;
  readonly sent_at: string;
  readonly seen_at: string;
  readonly bought_at: string;
  readonly tenure: number;
  readonly coupon: boolean;
  readonly purchased: boolean;
}

const day = (number: number) => new Date(Date.UTC(2026, 0, 1 + number)).toISOString().slice(0, 10);

/** Visits in which a text written on day 1 is followed by a coupon on day 3 and an outcome on day 5, all but for changes. */
function visits(rows: number, change: (visit: Visit, row: number) => Partial<Visit> = () => ({})): string {
  const { next } = createRandom(5);
  const all = Array.from({ length: rows }, (_, i): Visit => {
    const words = browsed.filter(() => next() < 0.4).map((word) => `looked at a ${word} with the family`);
    const visit = {
      history: words.join(' and '),
      history_at: day(1),
      sent_at: day(3),
      seen_at: day(2),
      bought_at: day(5),
      tenure: Math.floor(20 * next()),
      coupon: next() < 0.5,
      purchased: next() < 0.4,
    };
    return { ...visit, ...change(visit, i + 1) };
  });
  return [Object.keys(all[0]).join(','), ...all.map((visit) => Object.values(visit).join(','))].join('\n');
}

const text = 'text browsing from visits.history';
const effect = 'effect lift { of coupon on purchased  from visits  adjust for tenure, browsing }';
const times = 'time sent_at of coupon  time history_at of history  time bought_at of purchased';
const spec = (clauses: string) => `data visits from "visits.csv" { ${clauses} }\n${text}\n${effect}\n`;

async function problems(rows: string, written: string, engine?: DataEngine): Promise<string[]> {
  const workspace = await workspaceWith({ 'visits.csv': rows, 'spec.causal': written });
  const file = join(workspace.folder, 'spec.causal');
  const checked = (await checkFiles([file], workspace.folder, engine ?? workspace.engine)).get(file);
  return (checked?.problems ?? []).map(({ code, severity, message }) => `${severity} ${code} ${message}`);
}

describe('times', () => {
  it('in order are told nothing of', async () => {
    expect(await problems(visits(500), spec(times))).toEqual([]);
  });

  it('refuse a text that is younger than the treatment, with the share of rows and the first', async () => {
    const rows = visits(500, (_, row) => (row % 10 === 7 ? { history_at: day(4) } : {}));
    expect(await problems(rows, spec(times))).toEqual([
      'error CS1604 Text "browsing" is younger than the treatment coupon in 10% of 500 rows (history_at after sent_at, first in row 7), and may hold what the treatment did; use it as it stood at sent_at, or take it out.',
    ]);
  });

  it('refuse a history that is cut after the treatment, and none that is cut at it', async () => {
    const rows = visits(200, (_, row) => (row === 9 ? { seen_at: day(4) } : {}));
    const history = (before: string) =>
      `data visits from "visits.csv" { ${times} }\ndata events from "visits.csv" { time history_at }\n` +
      `text browsing from events.history { of visits by tenure before ${before} }\n${effect}\n`;
    expect(await problems(rows, history('sent_at'))).toEqual([]);
    expect(await problems(rows, history('seen_at'))).toEqual([
      'error CS1604 Text "browsing" is younger than the treatment coupon in 0.5% of 200 rows (seen_at after sent_at, first in row 9), and may hold what the treatment did; write `before sent_at`, or take it out.',
    ]);
  });

  it('count kept rows alone, and no row that lacks a time', async () => {
    const rows = visits(500, (_, row) =>
      row % 10 === 7 ? { history_at: day(4), tenure: 99 } : { sent_at: '' },
    );
    expect(await problems(rows, spec(`${times} keep tenure < 50`))).toEqual([]);
    const [told] = await problems(rows, spec(times));
    expect(told).toContain('in 100% of 50 rows');
  });

  it('refuse a column, also one that another is derived from, and a modifier', async () => {
    const rows = visits(200, (_, row) => (row === 150 ? { seen_at: day(9) } : {}));
    const written = spec(`${times} time seen_at of tenure  derive old = tenure > 5`).replace(
      'adjust for tenure, browsing',
      'adjust for browsing, old  by tenure',
    );
    const told = await problems(rows, written);
    expect(told).toHaveLength(2);
    expect(told[0]).toContain('CS1604 "old" is younger than the treatment coupon in 0.5% of 200 rows');
    expect(told[1]).toContain('CS1604 "tenure" is younger');
  });

  it('warn where the treatment has the time of its row alone, and of dates that come later', async () => {
    const rows = visits(200, (_, row) => (row > 100 ? { history_at: day(8) } : {}));
    const row = await problems(rows, spec('time seen_at  time history_at of history'));
    expect(row).toEqual([
      'warning CS1605 Text "browsing" may be younger than the treatment coupon in 50% of 200 rows (history_at after seen_at, first in row 101); if the treatment has a time of its own, say it with `time COLUMN of coupon`.',
    ]);
    const dated = spec(times).replace('adjust for tenure, browsing', 'adjust for bought_at, browsing');
    expect(await problems(visits(200), dated)).toEqual([
      'warning CS1605 "bought_at" may be younger than the treatment coupon in 100% of 200 rows (bought_at after sent_at, first in row 1); if bought_at came about by the treatment, take it out.',
    ]);
  });

  it('warn of an outcome that is older than the treatment', async () => {
    const rows = visits(200, (_, row) => (row === 20 ? { bought_at: day(2) } : {}));
    expect(await problems(rows, spec(times))).toEqual([
      'warning CS1606 The outcome purchased is older than the treatment coupon in 0.5% of 200 rows (sent_at after bought_at, first in row 20), which cannot have caused it; leave these rows out with `keep`.',
    ]);
  });

  it('leave the order of rows as it was', async () => {
    const split = spec(`time seen_at  ${times}  split 80/20 by time`);
    expect(await problems(visits(50), split)).toEqual([]);
    const told = await problems(visits(50), spec(`${times}  split 80/20 by time`));
    expect(told).toEqual([expect.stringContaining('CS1204')]);
  });
});

describe('a text that the graph says the treatment causes', () => {
  const graph = 'graph shop { tenure -> coupon, purchased  coupon -> browsing, purchased }\n';

  it('is refused where it is listed, and never derived', async () => {
    expect(await problems(visits(300), graph + spec(''))).toEqual([
      expect.stringContaining('error CS3010 "browsing"'),
    ]);
    const derived = spec('').replace('adjust for tenure, browsing', 'in shop');
    expect(await problems(visits(300), graph + derived)).toEqual([]);
  });
});

describe('quotes', () => {
  const quoting = (word: string, of: 'coupon' | 'purchased') =>
    visits(800, (visit) => (visit[of] ? { history: `${visit.history} ${word}` } : {}));

  it('of the treatment are told with the rows', async () => {
    expect(await problems(quoting('code SAVE10', 'coupon'), spec(''))).toEqual([
      expect.stringMatching(
        /^warning CS1603 All \d+ rows looked at whose text browsing says "code save10" have coupon true; if it quotes the treatment, cut it/,
      ),
    ]);
  });

  it('of the outcome are told of effects and of models', async () => {
    const rows = quoting('thanks for your order', 'purchased');
    const told = expect.stringMatching(
      /CS1603 .* have purchased true; if it was written when the outcome was known/,
    );
    expect(await problems(rows, spec(''))).toEqual([told]);
    const model = 'model buys { predict purchased from visits  using browsing, tenure }';
    expect(await problems(rows, spec('').replace(effect, model))).toEqual([told]);
  });

  it('are not told of a text that nothing is adjusted for', async () => {
    const alone = spec('').replace('tenure, browsing', 'tenure').replace(text, '');
    expect(await problems(quoting('code SAVE10', 'coupon'), alone)).toEqual([]);
  });
});

describe('texts and their encoder', () => {
  it('are told of where many are longer than all its windows', async () => {
    const rows = visits(400, (visit, row) =>
      row % 4 === 0 ? { history: `${visit.history} lamp`.repeat(1500) } : {},
    );
    expect(await problems(rows, spec(''))).toEqual([
      'warning CS1601 About 25.1% of the texts of browsing are longer than the 4,096 tokens that "use-lite" reads, and the rest of each is left out; shorten them, or choose another encoder.',
    ]);
  });

  it('are told of where most are in a language it has not learnt', async () => {
    const rows = visits(400, (_, row) =>
      row % 5 > 0 ? { history: '看了 一件 暖和 的 外套 然后 买了 一双 鞋' } : {},
    );
    const [told, ...others] = await problems(rows, spec(''));
    expect(others).toEqual([]);
    expect(told).toMatch(
      /^warning CS1602 About 8\d(\.\d)?% of the texts of browsing are not in English, all that "use-lite" has learnt, but most of these in Chinese; /,
    );
    expect(told?.includes('`encoder "lsa"`')).toBe(encoders.some(({ name }) => name === 'lsa'));
  });
});

describe('names of products', () => {
  it('are in no language, whatever they look like', async () => {
    const products =
      'iPhone 12 Pro Max case; Samsung Galaxy S21 Ultra; WHITE HANGING HEART T-LIGHT HOLDER; Nike Air Zoom Pegasus; Philips Hue starter kit; SET OF 3 CAKE TINS PANTRY DESIGN; Bosch cordless drill; Lego Star Wars Millennium Falcon; JUMBO BAG RED RETROSPOT; Dyson V11 vacuum; Kindle Paperwhite; REGENCY CAKESTAND 3 TIER; Sony headphones WH-1000XM4; Le Creuset casserole; Adidas Stan Smith; Nespresso Vertuo pods'.split(
        '; ',
      );
    const rows = visits(400, (_, row) => ({
      history: `${products[(row * 7) % 16]} ${products[(row * 3) % 16]}`,
    }));
    expect(await problems(rows, spec(''))).toEqual([]);
  });
});

describe('rows that cannot be read', () => {
  it('are told nothing of beyond what is wrong', async () => {
    const typed = spec('keep tenure > "3"');
    expect(await problems(visits(50), typed)).toEqual([expect.stringContaining('CS2001')]);
    expect(await problems('', spec(times))).toEqual([expect.stringContaining('CS1104')]);
  });
});
