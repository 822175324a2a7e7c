import { type AstNode, AstUtils, GrammarUtils, interruptAndCheck } from 'langium';
import type {
  CancellationToken,
  Diagnostic,
  DiagnosticRelatedInformation,
  Range,
} from 'vscode-languageserver';
import type { Spec } from '../language/generated/ast.js';
import {
  askAgain,
  askQuestions,
  noteAsked,
  type PreviewSource,
  someAnswered,
  stillOpen,
} from '../language/previews.js';
import { rangeOf } from '../language/ranges.js';
import { contentsOfItem, type Item } from '../language/walk.js';
import { groundsOf, isClean, keepClean, openIn } from './clean-items.js';
import { type Code, codes } from './codes.js';
import { diagnoseAs } from './diagnose.js';
import type { Finding } from './rule.js';
import { rulesFor, type SomeRule } from './rules.js';

/** Nodes between two looks at the cancellation token. */
const nodesPerLook = 500;

/**
 * Runs every rule over a spec in one pass, and those that ask for rows of data files a second time where there are answers. Items
 * that are known to be clean are passed over until what they asked is answered.
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
  const ofSpec = newLook();
  lookAt(spec, whole, ofSpec);
  const grounds = groundsOf(spec, whole);
  const looks = new Map<Item, Look>();
  let visited = 0;
  const look = async (items: readonly Item[]) => {
    for (const item of items) {
      const own = newLook();
      looks.set(item, own);
      for (const node of contentsOfItem(item).nodes) {
        if (token && ++visited % nodesPerLook === 0) await interruptAndCheck(token);
        lookAt(node, whole, own);
      }
    }
  };
  const clean = new Set([...grounds].flatMap(([item, on]) => (isClean(item, on) ? [item] : [])));
  await look([...grounds.keys()].filter((item) => !clean.has(item)));
  for (const item of clean) askAgain(root, openIn(item));
  // What is asked first is not known yet, so that nothing is told.
  for (const own of looks.values()) ask(own);
  if (await askQuestions(root, previews)) {
    await look([...clean].filter((item) => someAnswered(root, openIn(item))));
    for (const own of looks.values()) ask(own);
  }
  for (const [item, { found, asked }] of looks) {
    if (found.length === 0) keepClean(item, grounds.get(item) ?? [], stillOpen(root, asked));
  }
  return [ofSpec, ...looks.values()].flatMap(({ found }) => found);
}

/** What is found in one item, and its rules that ask for rows of data files with the keys of what they asked. */
interface Look {
  readonly found: Diagnostic[];
  readonly askers: (() => void)[];
  readonly asked: Set<string>;
}

const newLook = (): Look => ({ found: [], askers: [], asked: new Set() });

function ask({ askers, asked }: Look): void {
  noteAsked(asked, () => {
    for (const rule of askers) rule();
  });
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
