import { EmptyFileSystem, type LangiumDocument, URI } from 'langium';
import type { Position, TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ColumnSchema } from '../../../kernel/src/process/protocol.js';
import type { SummarySource } from '../../../server/src/features/data-files.js';
import { createServerServices } from '../../../server/src/features/module.js';
import type { Spec } from '../../../server/src/language/generated/ast.js';
import type { SchemaSource } from '../../../server/src/language/schemas.js';

export const visits: readonly ColumnSchema[] = [
  { name: 'user_id', type: 'numeric', storage: 'BIGINT' },
  { name: 'tenure', type: 'numeric', storage: 'DOUBLE' },
  { name: 'country', type: 'categorical', storage: 'VARCHAR' },
  { name: 'seen_at', type: 'date', storage: 'TIMESTAMP' },
  { name: 'last_seen', type: 'date', storage: 'TIMESTAMP' },
  { name: 'history', type: 'text', storage: 'VARCHAR' },
  { name: 'coupon', type: 'boolean', storage: 'BOOLEAN' },
  { name: 'purchased', type: 'boolean', storage: 'BOOLEAN' },
  { name: 'first order', type: 'numeric', storage: 'DOUBLE' },
];

const events: readonly ColumnSchema[] = [
  { name: 'user_id', type: 'numeric', storage: 'BIGINT' },
  { name: 'happened', type: 'date', storage: 'TIMESTAMP' },
  { name: 'page', type: 'text', storage: 'VARCHAR' },
];

/** Knows `visits.parquet`, `events.parquet` and nothing else. */
export const schemas: SchemaSource = {
  async columns(path) {
    if (path === 'events.parquet') return { path, columns: events, problems: [] };
    if (path === 'visits.parquet') return { path, columns: visits, problems: [] };
    return {
      path,
      columns: [],
      problems: [{ code: 'CS2001', severity: 'error', message: `No file ${path}.` }],
    };
  },
};

/** What is known of one column of `visits.parquet`. */
const summaries: SummarySource = {
  async summaries(path) {
    if (path !== 'visits.parquet') return undefined;
    return [{ name: 'tenure', rows: 20_000, shareMissing: 0.025, distinct: 1200, low: '0', high: '240' }];
  },
};

export const shop = `data visits from "visits.parquet" {
  unit   user_id
  derive recency = days(seen_at - last_seen)
  split  80/20 by unit
}

text browsing from visits.history {
  encoder "use-lite"
}

graph shop {
  tenure, browsing -> coupon
  tenure, browsing, coupon -> purchased
  taste? -> browsing, purchased
}

effect coupon_lift {
  of    coupon on purchased
  from  visits
  in    shop
  by    tenure, recency
  with  causal forest { trees 2000 }
  check placebo, overlap
}

model will_buy {
  predict purchased from visits
  using   browsing, tenure
  with    boosted trees { rounds 500 }
}

train coupon_lift
`;

/** Splits a text at its one `|`: the text without it, and where it stood. */
export function cursor(marked: string): { text: string; offset: number } {
  const offset = marked.indexOf('|');
  if (offset < 0) throw new Error('The text has no cursor.');
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

/** The services of the language server over documents held in memory. */
export function workbench(source: SchemaSource = schemas) {
  const { shared, Causal, occurrences } = createServerServices({
    ...EmptyFileSystem,
    schemas: source,
    summaries,
  });
  let count = 0;
  return {
    shared,
    services: Causal,
    occurrences,
    async open(text: string): Promise<LangiumDocument<Spec>> {
      const uri = URI.parse(`file:///shop/spec${count++}.causal`);
      const document = shared.workspace.LangiumDocumentFactory.fromString<Spec>(text, uri);
      shared.workspace.LangiumDocuments.addDocument(document);
      await shared.workspace.DocumentBuilder.build([document], { validation: true });
      return document;
    },
  };
}

/** What a person at the cursor of a text is offered, by label, and what hovers there; nothing is the empty text. */
export function asker({ open, services: { lsp } }: ReturnType<typeof workbench>) {
  return {
    async complete(marked: string): Promise<string[]> {
      const { text, offset } = cursor(marked);
      const document = await open(text);
      const list = await lsp.CompletionProvider!.getCompletion(document, at(document, offset));
      return (list?.items ?? []).map(({ label }) => label);
    },
    async hover(marked: string): Promise<string> {
      const { text, offset } = cursor(marked);
      const document = await open(text);
      const found = await lsp.HoverProvider!.getHoverContent(document, at(document, offset));
      const contents = found?.contents;
      return contents && typeof contents === 'object' && 'value' in contents ? contents.value : '';
    },
  };
}

export function at(document: LangiumDocument, offset: number) {
  return {
    textDocument: { uri: document.uri.toString() },
    position: document.textDocument.positionAt(offset),
  };
}

/** Position behind the `index`-th mention (from 0) of a word. */
export function mention(document: LangiumDocument, word: string, index = 0): Position {
  const text = document.textDocument.getText();
  let offset = -1;
  for (let i = 0; i <= index; i++) {
    offset = text.indexOf(word, offset + 1);
    if (offset < 0) throw new Error(`No mention ${index} of ${word}.`);
  }
  return document.textDocument.positionAt(offset + 1);
}

export function applied(text: string, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create('file:///t', 'causal', 0, text), [...edits]);
}
