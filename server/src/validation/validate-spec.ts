import { type AstNode, AstUtils, GrammarUtils, interruptAndCheck } from 'langium';
import type {
  CancellationToken,
  Diagnostic,
  DiagnosticRelatedInformation,
  Range,
} from 'vscode-languageserver';
import { rangeOf } from '../language/ranges.js';
import { contentsOf } from '../language/walk.js';
import { type Code, codes } from './codes.js';
import { diagnoseAs } from './diagnose.js';
import type { Finding } from './rule.js';
import { rulesFor, type SomeRule } from './rules.js';

/** Nodes between two looks at the cancellation token. */
const nodesPerLook = 500;

/**
 * Runs every rule over a spec in one pass.
 * @throws OperationCancelled where the token says so
 */
export async function validateSpec(root: AstNode, token?: CancellationToken): Promise<Diagnostic[]> {
  const found: Diagnostic[] = [];
  const whole = (root.$document?.parseResult.parserErrors.length ?? 0) === 0;
  let visited = 0;
  for (const node of contentsOf(root).nodes) {
    if (token && ++visited % nodesPerLook === 0) await interruptAndCheck(token);
    for (const { code, rule, wholeOnly } of rulesFor(node.$type)) {
      if (wholeOnly && !whole) continue;
      run(code, rule, node, found);
    }
  }
  return found;
}

function run(code: Code, rule: SomeRule, node: AstNode, found: Diagnostic[]): void {
  rule(node, (finding) => {
    const as = finding.as ?? { code, severity: codes[code].severity };
    const diagnostic = diagnoseAs(as, placeOf(finding), finding.message, finding.fix);
    const related = (finding.related ?? []).flatMap(({ node: other, message }) => relatedTo(other, message));
    if (related.length > 0) diagnostic.relatedInformation = related;
    found.push(diagnostic);
  });
}

function placeOf<N extends AstNode>(finding: Finding<N>): Range {
  if (finding.range) return finding.range;
  const { node, property, index } = finding;
  const cst = property && GrammarUtils.findNodeForProperty(node.$cstNode, property, index);
  return cst ? cst.range : rangeOf(node);
}

function relatedTo(node: AstNode, message: string): DiagnosticRelatedInformation[] {
  const document = AstUtils.findRootNode(node).$document;
  return document ? [{ location: { uri: document.uri.toString(), range: rangeOf(node) }, message }] : [];
}
