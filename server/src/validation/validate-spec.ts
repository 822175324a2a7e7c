import { type AstNode, AstUtils, GrammarUtils, interruptAndCheck } from 'langium';
import type {
  CancellationToken,
  Diagnostic,
  DiagnosticRelatedInformation,
  Range,
} from 'vscode-languageserver';
import type { Spec } from '../language/generated/ast.js';
import { areAnswered, askedWhile, askQuestions, type PreviewSource } from '../language/previews.js';
import { rangeOf } from '../language/ranges.js';
import { contentsOfItem, type Item } from '../language/walk.js';
import { itemsToCheck, keepClean } from './clean-items.js';
import { type Code, codes } from './codes.js';
import { diagnoseAs } from './diagnose.js';
import type { Finding } from './rule.js';
import { rulesFor, type SomeRule } from './rules.js';

/** Nodes between two looks at the cancellation token. */
const nodesPerLook = 500;

/**
 * Runs every rule over a spec in one pass, and those that ask for rows of data files a second time where there are answers. Items
 * that are known to be clean are passed over.
 *
 * @param previews where answers come from
 * @throws OperationCancelled where the token says so
 */
export async function validateSpec(
  root: AstNode,
  previews: PreviewSource,
  token?: CancellationToken,
): Promise<Diagnostic[]> {
  const spec = root as Spec;
  const whole = (spec.$document?.parseResult.parserErrors.length ?? 0) === 0;
  const ofSpec: Look = { found: [], askers: [] };
  lookAt(spec, whole, ofSpec);
  const checked = itemsToCheck(spec, whole);
  const looks = new Map([...checked.keys()].map((item): [Item, Look] => [item, { found: [], askers: [] }]));
  let visited = 0;
  for (const [item, look] of looks) {
    for (const node of contentsOfItem(item).nodes) {
      if (token && ++visited % nodesPerLook === 0) await interruptAndCheck(token);
      lookAt(node, whole, look);
    }
  }
  // What is asked first is not known yet, so that nothing is told.
  const asked = new Map([...looks].map(([item, { askers }]) => [item, askedWhile(() => run(askers))]));
  if (await askQuestions(root, previews)) for (const { askers } of looks.values()) run(askers);
  for (const [item, grounds] of checked) {
    const known = areAnswered(root, asked.get(item) ?? new Set());
    if (known && looks.get(item)?.found.length === 0) keepClean(item, grounds);
  }
  return [ofSpec, ...looks.values()].flatMap(({ found }) => found);
}

/** What is found in one item, and its rules that ask for rows of data files. */
interface Look {
  readonly found: Diagnostic[];
  readonly askers: (() => void)[];
}

function run(askers: readonly (() => void)[]): void {
  for (const ask of askers) ask();
}

function lookAt(node: AstNode, whole: boolean, { found, askers }: Look): void {
  for (const { code, rule, wholeOnly, ofRows } of rulesFor(node.$type)) {
    if (wholeOnly && !whole) continue;
    if (ofRows) askers.push(() => tell(code, rule, node, found));
    else tell(code, rule, node, found);
  }
}

function tell(code: Code, rule: SomeRule, node: AstNode, found: Diagnostic[]): void {
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
