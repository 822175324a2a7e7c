import { EmptyFileSystem, OperationCancelled, URI } from 'langium';
import { expect, test } from 'vitest';
import { createCausalServices } from '../../../server/src/language/module.js';
import { shopFiles, told } from '../in-memory.js';

test('a build that is stopped while a schema is read is finished by the next one, columns and all', async () => {
  let stopped = false;
  const { shared } = createCausalServices({
    ...EmptyFileSystem,
    schemas: {
      async columns(path, relativeTo) {
        if (stopped) return shopFiles.columns(path, relativeTo);
        stopped = true;
        throw OperationCancelled;
      },
    },
  });
  const { LangiumDocumentFactory, LangiumDocuments, DocumentBuilder } = shared.workspace;
  const text = 'data d from "visits.csv" { keep tenur > 1 }\ncheck';
  const document = LangiumDocumentFactory.fromString(text, URI.file('/shop/spec.causal'));
  LangiumDocuments.addDocument(document);
  await expect(DocumentBuilder.update([], [])).rejects.toBe(OperationCancelled);
  await DocumentBuilder.update([], []);
  expect(told(document)).toContain('CS1003 There is no "tenur" in data d; did you mean "tenure"?');
});
