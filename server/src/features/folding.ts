import { type AstNode, CstUtils, type LangiumDocument } from 'langium';
import { DefaultFoldingRangeProvider, type FoldingRangeAcceptor } from 'langium/lsp';
import { FoldingRangeKind } from 'vscode-languageserver';
import { isDeclaration, isOptions, isSpec } from '../language/generated/ast.js';

/** Folds declarations, options, long comments, and runs of line comments. */
export class SpecFolding extends DefaultFoldingRangeProvider {
  protected override shouldProcess(node: AstNode): boolean {
    return isDeclaration(node) || isOptions(node);
  }

  protected override shouldProcessContent(node: AstNode): boolean {
    return isSpec(node) || node.$container !== undefined;
  }

  protected override collectCommentFolding(
    document: LangiumDocument,
    node: AstNode,
    acceptor: FoldingRangeAcceptor,
  ): void {
    super.collectCommentFolding(document, node, acceptor);
    if (!node.$cstNode) return;
    let first = -1;
    let last = -1;
    const close = () => {
      if (last > first) acceptor({ startLine: first, endLine: last, kind: FoldingRangeKind.Comment });
    };
    for (const leaf of CstUtils.flattenCst(node.$cstNode)) {
      if (!leaf.hidden || !leaf.text.startsWith('//')) continue;
      const { line } = leaf.range.start;
      if (line !== last + 1 || first < 0) {
        close();
        first = line;
      }
      last = line;
    }
    close();
  }
}
