import { dirname, resolve } from 'node:path';
import { type AstNode, AstUtils, type CstNode, GrammarUtils, type LangiumDocument, URI } from 'langium';
import type { DocumentLinkProvider } from 'langium/lsp';
import type { DocumentLink } from 'vscode-languageserver';
import { say } from '../../../kernel/src/words/say.js';
import { pathOf, pathPlace } from '../language/data-path.js';
import { filePathOf } from '../language/file-path.js';
import { isData, isScoreAction } from '../language/generated/ast.js';

/** No file has a zero in its name, and no address holds half a character. */
const noName = /\0|\p{Surrogate}/u;

/** Files that a spec names can be opened from it: data, and what a verb reads and writes. */
export class SpecDocumentLinks implements DocumentLinkProvider {
  getDocumentLinks(document: LangiumDocument): DocumentLink[] {
    const folder = dirname(filePathOf(document.uri));
    return [...AstUtils.streamAst(document.parseResult.value)].flatMap((node) =>
      pathsIn(node).flatMap(({ path, cst }) => {
        if (!path || !cst || noName.test(path)) return [];
        const target = URI.file(resolve(folder, path)).toString();
        return [{ range: cst.range, target, tooltip: say`Open ${path}` }];
      }),
    );
  }
}

function pathsIn(node: AstNode): { readonly path: string | undefined; readonly cst: CstNode | undefined }[] {
  const at = (property: string) => GrammarUtils.findNodeForProperty(node.$cstNode, property);
  if (isData(node)) return [{ path: pathOf(node), cst: at(pathPlace(node)) }];
  if (!isScoreAction(node)) return [];
  return [
    { path: node.on, cst: at('on') },
    { path: node.into, cst: at('into') },
  ];
}
