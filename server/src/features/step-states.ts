import { DocumentState, type LangiumDocument, type URI } from 'langium';
import { knownDataHash } from '../../../kernel/src/data/data-hash.js';
import { dataRead, stepOf } from '../compiler/compiled.js';
import { contextOf } from '../language/context.js';
import { pathOf } from '../language/data-path.js';
import { type Declaration, isData, isEffect, isModel, isPolicy, isRank } from '../language/generated/ast.js';
import type { StepState } from '../protocol.js';
import type { HashSource } from './last-runs.js';
import type { ServerServices } from './module.js';

/** What the declarations of a notebook compile to, and what their data files hold, as both are now; nothing of one that is not open. */
export async function stepStates(
  notebook: URI,
  { shared, notebooks }: ServerServices,
  hashes: HashSource,
): Promise<StepState[]> {
  const last = notebooks.cellsOf(notebook)?.at(-1);
  if (!last) return [];
  const { DocumentBuilder, LangiumDocuments } = shared.workspace;
  await DocumentBuilder.waitUntil(DocumentState.Linked, last);
  const document = LangiumDocuments.getDocument(last);
  if (!document) return [];
  const { declarations } = contextOf(document.parseResult.value);
  return Promise.all(declarations.map((declaration) => stateOf(declaration, document, hashes)));
}

async function stateOf(
  declaration: Declaration,
  { uri }: LangiumDocument,
  hashes: HashSource,
): Promise<StepState> {
  const question =
    isEffect(declaration) || isModel(declaration) || isPolicy(declaration) || isRank(declaration);
  const read = isData(declaration) ? [declaration] : question ? dataRead(declaration) : [];
  const found = await Promise.all(
    read.map((data) => {
      const path = pathOf(data);
      return path ? hashes.hash(path, uri) : undefined;
    }),
  );
  const dataHash = knownDataHash(found) ?? null;
  return { name: declaration.name, stepHash: stepOf(declaration)?.hash ?? null, dataHash };
}
