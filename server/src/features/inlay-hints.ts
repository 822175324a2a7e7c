import type { AstNode } from 'langium';
import { AbstractInlayHintProvider, type InlayHintAcceptor } from 'langium/lsp';
import { say } from '../../../kernel/src/words/say.js';
import { parametersOf } from '../compiler/compiled.js';
import { defaultEncoder } from '../compiler/steps.js';
import { reasonedWay } from '../compiler/way-reason.js';
import { clauseOf } from '../language/declarations.js';
import {
  type Effect,
  isCheckClause,
  isEffect,
  isEncoderClause,
  isEstimandClause,
  isEstimatorClause,
  isHorizonClause,
  isInClause,
  isLearnerClause,
  isModel,
  isOfClause,
  isPredictClause,
  isText,
  type Model,
  type Text,
} from '../language/generated/ast.js';
import { wayKindOf } from '../language/ways.js';
import { lastRunOf } from '../validation/last-run-rules.js';
import { checkWords, runWords } from './last-run-words.js';
import { effectWords, escaped } from './plan-words.js';
import { otherSetsWords } from './ways-words.js';

/**
 * Shows what the spec does not say and what changes an answer all the same, the adjustment set and every default; and how the checks of the last
 * run came out.
 */
export class SpecInlayHints extends AbstractInlayHintProvider {
  override computeInlayHint(node: AstNode, accept: InlayHintAcceptor): void {
    if (isEffect(node)) hintEffect(node, accept);
    if (isModel(node)) hintModel(node, accept);
    if (isText(node)) hintText(node, accept);
  }
}

function hintEffect(effect: Effect, accept: InlayHintAcceptor): void {
  const parameters = parametersOf(effect);
  if (!parameters) return;
  const { adjustment, texts, estimand, estimator, checks } = parameters;
  const reason = reasonedWay(effect)?.reason ?? parameters.reason;
  const counts = texts.map((text) => text.count);
  const columns = adjustment.filter((name) => !counts.includes(name));
  const adjusted = [...columns, ...texts.map((text) => text.name)].sort();
  const others = wayKindOf(effect) === 'adjustment' ? otherSetsWords(effect, adjusted) : '';
  const about = others ? `${escaped(reason)}\n\n${others}` : escaped(reason);
  hint(clauseOf(effect, isInClause), say`adjusts for ${adjusted.join(', ') || say`nothing`}`, about, accept);
  const defaults = [
    ...(clauseOf(effect, isEstimandClause) ? [] : [`estimand ${estimand}`]),
    ...(clauseOf(effect, isEstimatorClause) ? [] : [`with ${estimator.kind}`]),
    ...(clauseOf(effect, isCheckClause) ? [] : [`check ${checks.join(', ')}`]),
  ];
  hint(
    clauseOf(effect, isOfClause),
    defaults.join(' · '),
    effectWords(parameters, reason).join('\n\n'),
    accept,
  );
  const horizon = clauseOf(effect, isHorizonClause);
  const unseen = say`Rows that were lost from sight before it are left out; others of their arm stand for them, by Kaplan and Meier's chance of not being lost.`;
  hint(horizon, say`weighed by inverse probability of censoring`, unseen, accept);
  const seen = lastRunOf(effect);
  const checked = clauseOf(effect, isCheckClause);
  if (seen) hint(checked, checkWords(seen), runWords(seen).map(escaped).join('\n\n'), accept);
}

function hintModel(model: Model, accept: InlayHintAcceptor): void {
  const learner = clauseOf(model, isLearnerClause) ? undefined : parametersOf(model)?.learner.kind;
  const about = say`The learner where none is given.`;
  hint(clauseOf(model, isPredictClause), learner ? `with ${learner}` : '', about, accept);
}

function hintText(text: Text, accept: InlayHintAcceptor): void {
  if (clauseOf(text, isEncoderClause) || !text.column) return;
  hint(text, `encoder "${defaultEncoder}"`, say`The encoder that is built in.`, accept);
}

function hint(after: AstNode | undefined, label: string, about: string, accept: InlayHintAcceptor): void {
  const end = after?.$cstNode?.range.end;
  if (!end || label === '') return;
  accept({ position: end, label, paddingLeft: true, tooltip: { kind: 'markdown', value: about } });
}
