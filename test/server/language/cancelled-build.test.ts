import { DocumentState, EmptyFileSystem, OperationCancelled, URI } from 'langium';
import { expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver';
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

test('whoever waits for a state is told, though the build is stopped right when a document has come to it', async () => {
  const { shared } = createCausalServices({ ...EmptyFileSystem, schemas: shopFiles });
  const { LangiumDocumentFactory, LangiumDocuments, DocumentBuilder } = shared.workspace;
  const uri = URI.file('/shop/spec.causal');
  const document = LangiumDocumentFactory.fromString('data d from "visits.csv"', uri);
  LangiumDocuments.addDocument(document);
  const stop = new CancellationTokenSource();
  DocumentBuilder.onDocumentPhase(DocumentState.IndexedContent, () => stop.cancel());
  const waiting = DocumentBuilder.waitUntil(DocumentState.IndexedContent, uri);
  await expect(DocumentBuilder.update([], [], stop.token)).rejects.toBe(OperationCancelled);
  // Another document's change goes on with the build, and this one has no such state before it any more.
  await DocumentBuilder.update([], []);
  await expect(waiting).resolves.toEqual(uri);
});

test('whoever begins to wait for the workspace while others are told of its state is answered, too', async () => {
  const { shared } = createCausalServices({ ...EmptyFileSystem, schemas: shopFiles });
  const { LangiumDocumentFactory, LangiumDocuments, DocumentBuilder } = shared.workspace;
  const document = LangiumDocumentFactory.fromString(
    'data d from "visits.csv"',
    URI.file('/shop/spec.causal'),
  );
  LangiumDocuments.addDocument(document);
  let late: Promise<void> | undefined;
  DocumentBuilder.onBuildPhase(DocumentState.IndexedReferences, () => {
    late = DocumentBuilder.waitUntil(DocumentState.IndexedReferences);
  });
  await DocumentBuilder.update([], []);
  const never = new Promise((resolve) => setTimeout(resolve, 500, 'nobody answers'));
  expect(await Promise.race([late, never])).toBeUndefined();
});
