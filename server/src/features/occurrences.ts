import {
  type AstNode,
  AstUtils,
  type CstNode,
  CstUtils,
  GrammarUtils,
  isReference,
  type LangiumDocument,
  type ReferenceInfo,
} from 'langium';
import type { LangiumSharedServices } from 'langium/lsp';
import {
  isDeclaration,
  isDeriveClause,
  isGraph,
  isNode,
  isText,
  isVariable,
} from '../language/generated/ast.js';
import { resolveVariable } from '../language/variables.js';
import type { NotebookSync } from './notebook-sync.js';

/** What a name in a spec stands for. Two mentions are of the same thing if all three are equal. */
export interface Subject {
  readonly kind: 'declaration' | 'column' | 'derived' | 'unobserved' | 'unknown';
  readonly name: string;
  /** The declaration itself; of a column its data, of an unobserved variable its graph; of a name nobody knows its block. */
  readonly home: AstNode | undefined;
}

/** One place that names a subject. */
export interface Mention {
  readonly subject: Subject;
  readonly cst: CstNode;
  /** Whether this is where the subject comes into being. */
  readonly declares: boolean;
}

/** The mention a position lies in or just behind. */
export function mentionAt(document: LangiumDocument, offset: number): Mention | undefined {
  const root = document.parseResult.value.$cstNode;
  if (!root) return undefined;
  for (const at of [offset, offset - 1]) {
    const leaf = at >= 0 ? CstUtils.findLeafNodeAtOffset(root, at) : undefined;
    const mention = leaf && mentionOf(leaf.astNode, leaf);
    if (mention) return mention;
  }
  return undefined;
}

/** Every mention of a subject in the documents that can see each other: a file, or the cells of a notebook. */
export class Occurrences {
  constructor(
    private readonly shared: LangiumSharedServices,
    private readonly notebooks: NotebookSync,
  ) {}

  of(subject: Subject, document: LangiumDocument): { document: LangiumDocument; mention: Mention }[] {
    return this.documentsAround(document).flatMap((other) =>
      mentionsOf(other.parseResult.value, subject).map((mention) => ({ document: other, mention })),
    );
  }

  private documentsAround(document: LangiumDocument): LangiumDocument[] {
    const cells = this.notebooks.cellsAround(document.uri);
    if (!cells) return [document];
    return cells.flatMap((uri) => this.shared.workspace.LangiumDocuments.getDocument(uri) ?? []);
  }
}

function mentionsOf(root: AstNode, subject: Subject): Mention[] {
  const found: Mention[] = [];
  const add = (mention: Mention | undefined) => {
    if (mention && sameSubject(mention.subject, subject)) found.push(mention);
  };
  for (const node of AstUtils.streamAst(root)) {
    // Resolving costs; a name that differs cannot be of the same thing.
    if ('name' in node && node.name === subject.name) {
      add(mentionOf(node, GrammarUtils.findNodeForProperty(node.$cstNode, 'name')));
    }
    if (isText(node) && node.column === subject.name) {
      add(mentionOf(node, GrammarUtils.findNodeForProperty(node.$cstNode, 'column')));
    }
    for (const info of AstUtils.streamReferences(node)) {
      if (info.reference.$refText === subject.name) add(referenceMention(info));
    }
  }
  return found;
}

export function sameSubject(a: Subject, b: Subject): boolean {
  return a.kind === b.kind && a.name === b.name && a.home === b.home;
}

/** What a token of a node mentions, if it is a name at all. */
function mentionOf(node: AstNode, token: CstNode | undefined): Mention | undefined {
  if (!token) return undefined;
  for (const info of AstUtils.streamReferences(node)) {
    const { reference } = info;
    if (isReference(reference) && reference.$refNode && covers(reference.$refNode, token))
      return referenceMention(info);
  }
  if (isText(node)) {
    const column = GrammarUtils.findNodeForProperty(node.$cstNode, 'column');
    if (column && covers(column, token)) {
      const home = node.data?.ref;
      return { subject: { kind: 'column', name: node.column, home }, cst: column, declares: false };
    }
  }
  const name = GrammarUtils.findNodeForProperty(node.$cstNode, 'name');
  const subject = name && covers(name, token) ? subjectOf(node) : undefined;
  return subject && name && { subject, cst: name, declares: declares(node) };
}

function referenceMention({ reference }: ReferenceInfo): Mention | undefined {
  if (!isReference(reference) || !reference.$refNode) return undefined;
  const target = reference.ref;
  const subject: Subject = target
    ? { kind: 'declaration', name: (target as AstNode & { name: string }).name, home: target }
    : { kind: 'unknown', name: reference.$refText, home: undefined };
  return { subject, cst: reference.$refNode, declares: false };
}

/** The subject a node's own name stands for. */
function subjectOf(node: AstNode): Subject | undefined {
  if (isDeclaration(node)) return { kind: 'declaration', name: node.name, home: node };
  if (isDeriveClause(node)) return { kind: 'derived', name: node.name, home: node };
  if (!isVariable(node) && !isNode(node)) return undefined;
  const info = resolveVariable(node);
  const { name } = node;
  switch (info?.kind) {
    case 'text':
    case 'parameter':
      return { kind: 'declaration', name, home: info.declaredAt };
    case 'derived':
      return { kind: 'derived', name, home: info.declaredAt };
    case 'unobserved':
      return { kind: 'unobserved', name, home: AstUtils.getContainerOfType(info.declaredAt, isGraph) };
    case 'column':
      return { kind: 'column', name, home: info.data };
    default:
      return { kind: 'unknown', name, home: AstUtils.getContainerOfType(node, isDeclaration) };
  }
}

function declares(node: AstNode): boolean {
  return isDeclaration(node) || isDeriveClause(node) || (isNode(node) && node.unobserved);
}

function covers(outer: CstNode, inner: CstNode): boolean {
  return outer.offset <= inner.offset && inner.end <= outer.end;
}
