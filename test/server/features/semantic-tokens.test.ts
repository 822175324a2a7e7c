import { expect, test } from 'vitest';
import { shop, workbench } from './workbench.js';

test('cells that are asked for at once get the colours they get alone', async () => {
  const { services, open } = workbench();
  const provider = services.lsp.SemanticTokenProvider!;
  const documents = await Promise.all(
    [shop, 'data visits from "visits.parquet"', `${shop}\nreport coupon_lift`].map(open),
  );
  const ask = async (document: (typeof documents)[number]) =>
    (await provider.semanticHighlight(document, { textDocument: { uri: document.uri.toString() } })).data;

  const alone: number[][] = [];
  for (const document of documents) alone.push(await ask(document));
  expect(await Promise.all(documents.map(ask))).toEqual(alone);
});
