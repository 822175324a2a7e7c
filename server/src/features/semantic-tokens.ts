import { type AstNode, GrammarUtils } from 'langium';
import { AbstractSemanticTokenProvider, type SemanticTokenAcceptor } from 'langium/lsp';
import { SemanticTokenModifiers, SemanticTokenTypes } from 'vscode-languageserver';
import {
  isCall,
  isCheckClause,
  isDeclaration,
  isDeriveClause,
  isEstimandClause,
  isEstimatorClause,
  isLearnerClause,
  isNode,
  isOption,
  isParameter,
  isText,
  isVariable,
  type Node,
  type Variable,
} from '../language/generated/ast.js';
import { resolveVariable } from '../language/variables.js';

/** Token type of what a variable stands for. */
const variableTypes = {
  column: SemanticTokenTypes.property,
  derived: SemanticTokenTypes.variable,
  text: SemanticTokenTypes.class,
  unobserved: SemanticTokenTypes.parameter,
  parameter: SemanticTokenTypes.variable,
} as const;

/**
 * Colours by meaning: a column of the file, a derived column, a text and a variable nobody measured differ, and a word
 * that is used as a name does not look like a keyword.
 */
export class SpecTokens extends AbstractSemanticTokenProvider {
  private turn: Promise<unknown> = Promise.resolve();

  // The provider keeps the document it is at in a field, and an editor asks for all cells of a notebook at once.
  private inTurn<Tokens>(compute: () => Promise<Tokens>): Promise<Tokens> {
    const tokens = this.turn.then(compute);
    this.turn = tokens.catch(() => undefined);
    return tokens;
  }

  override semanticHighlight(...of: Parameters<AbstractSemanticTokenProvider['semanticHighlight']>) {
    return this.inTurn(() => super.semanticHighlight(...of));
  }

  override semanticHighlightRange(
    ...of: Parameters<AbstractSemanticTokenProvider['semanticHighlightRange']>
  ) {
    return this.inTurn(() => super.semanticHighlightRange(...of));
  }

  override semanticHighlightDelta(
    ...of: Parameters<AbstractSemanticTokenProvider['semanticHighlightDelta']>
  ) {
    return this.inTurn(() => super.semanticHighlightDelta(...of));
  }

  protected override highlightElement(node: AstNode, accept: SemanticTokenAcceptor): void {
    if (isParameter(node)) {
      const modifier = [SemanticTokenModifiers.declaration, SemanticTokenModifiers.readonly];
      accept({ node, property: 'name', type: variableTypes.parameter, modifier });
    } else if (isDeclaration(node)) {
      accept({
        node,
        property: 'name',
        type: SemanticTokenTypes.class,
        modifier: SemanticTokenModifiers.declaration,
      });
      if (isText(node)) accept({ node, property: 'column', type: variableTypes.column });
    } else if (isDeriveClause(node)) {
      accept({
        node,
        property: 'name',
        type: variableTypes.derived,
        modifier: SemanticTokenModifiers.declaration,
      });
    } else if (isVariable(node) || isNode(node)) {
      highlightVariable(node, accept);
    } else if (isCall(node)) {
      accept({ node, property: 'function', type: SemanticTokenTypes.function });
    } else if (isOption(node)) {
      accept({ node, property: 'name', type: SemanticTokenTypes.parameter });
    } else {
      highlightChoice(node, accept);
    }
    highlightReferences(node, accept);
  }
}

function highlightVariable(node: Variable | Node, accept: SemanticTokenAcceptor): void {
  const kind = resolveVariable(node)?.kind ?? 'column';
  const modifier = kind === 'parameter' ? SemanticTokenModifiers.readonly : undefined;
  accept({ node, property: 'name', type: variableTypes[kind], modifier });
}

/** Names from a fixed list: estimands, estimators, learners, checks. */
function highlightChoice(node: AstNode, accept: SemanticTokenAcceptor): void {
  const type = SemanticTokenTypes.enumMember;
  if (isEstimandClause(node)) accept({ node, property: 'estimand', type });
  else if (isEstimatorClause(node)) accept({ node, property: 'estimator', type });
  else if (isLearnerClause(node)) accept({ node, property: 'learner', type });
  else if (isCheckClause(node)) accept({ node, property: 'checks', type });
}

/** Names of data, graphs, effects, models and parameters where they are referred to. */
function highlightReferences(node: AstNode, accept: SemanticTokenAcceptor): void {
  for (const property of ['data', 'graph', 'effect', 'subject', 'other']) {
    const cst = GrammarUtils.findNodeForProperty(node.$cstNode, property);
    if (cst) accept({ cst, type: SemanticTokenTypes.class });
  }
  for (const property of ['source', 'parameter']) {
    const cst = GrammarUtils.findNodeForProperty(node.$cstNode, property);
    if (cst) accept({ cst, type: variableTypes.parameter, modifier: SemanticTokenModifiers.readonly });
  }
}
