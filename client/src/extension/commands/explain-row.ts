import * as vscode from 'vscode';
import type { Expression } from '../../../../kernel/src/data/expression.js';
import type { LoadStep, Plan, Step } from '../../../../kernel/src/plan.js';
import { runAction } from '../run-action.js';
import type { Command } from '../services.js';
import { pickSubject } from '../subject.js';
import { requireTrust } from '../trust.js';

const mostRows = 10;

/** The data a step learns from. */
function dataOf(plan: Plan, step: Step): LoadStep | undefined {
  return plan.steps.find(
    (other): other is LoadStep => other.kind === 'load' && step.inputs.includes(other.id),
  );
}

/** Rows of one unit. An id that reads as a number is compared as one, since a file may hold it either way. */
function isUnit(unit: string, id: string): Expression {
  const column: Expression = { kind: 'column', name: unit };
  const numeric = id.trim() !== '' && Number.isFinite(Number(id));
  return numeric
    ? {
        kind: 'binary',
        operator: '==',
        left: { kind: 'call', function: 'number', arguments: [column] },
        right: { kind: 'number', value: Number(id) },
      }
    : { kind: 'binary', operator: '==', left: column, right: { kind: 'text', value: id } };
}

/** Says what moved the effect or the prediction of single rows. */
export const explainRow: Command = (services) => async (argument) => {
  if (!requireTrust()) return;
  const subject = await pickSubject(services, ['effect', 'model'], argument);
  if (!subject) return;
  const { name, place } = subject.step;
  const unit = dataOf(subject.plan, subject.step)?.parameters.unit;
  const id =
    unit === undefined
      ? ''
      : await vscode.window.showInputBox({
          title: vscode.l10n.t('Explain {0}: which {1}?', name, unit),
          prompt: vscode.l10n.t('Value of {0}; leave it empty for the first {1} rows', unit, mostRows),
        });
  if (id === undefined) return;
  const where = unit === undefined || id === '' ? undefined : isUnit(unit, id);
  const action = { verb: 'explain' as const, name, where, limit: mostRows, place };
  const title =
    unit === undefined || id === ''
      ? vscode.l10n.t('Explain {0}', name)
      : vscode.l10n.t('Explain {0} for {1} {2}', name, unit, id);
  await runAction(services, subject, action, title);
};
