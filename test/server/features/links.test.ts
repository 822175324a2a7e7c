import { expect, test } from 'vitest';
import { workbench } from './workbench.js';

const bench = workbench();

async function links(text: string): Promise<[string, string | undefined][]> {
  const document = await bench.open(text);
  const found =
    (await bench.services.lsp.DocumentLinkProvider!.getDocumentLinks(document, {
      textDocument: { uri: document.uri.toString() },
    })) ?? [];
  return found.map(({ range, target }) => [document.textDocument.getText(range), target]);
}

test('files that a spec names open from it, wherever the spec is', async () => {
  const text = `data visits from "visits.parquet"
data june from "../june/new visits.csv"
effect lift { of coupon on purchased  from visits  adjust for tenure }
score lift on "june.csv" into "out/scored.csv"
`;
  expect(await links(text)).toEqual([
    ['"visits.parquet"', 'file:///shop/visits.parquet'],
    ['"../june/new visits.csv"', 'file:///june/new%20visits.csv'],
    ['"june.csv"', 'file:///shop/june.csv'],
    ['"out/scored.csv"', 'file:///shop/out/scored.csv'],
  ]);
});

test('what is not written to its end is no link', async () => {
  expect(await links('data visits from ""\ndata events from')).toEqual([]);
});

test('what no file can be called is no link', async () => {
  expect(await links('data a from "half \ud83c.csv"\ndata b from "zero \u0000.csv"')).toEqual([]);
});
