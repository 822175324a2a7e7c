import type { Action } from '../../../kernel/src/plan.js';
import type * as ast from '../language/generated/ast.js';
import { compileExpression } from './compile-expression.js';
import { placeOf } from './places.js';

/** Rows explained where no limit is given. */
const defaultLimit = 10;

/** A verb of a valid spec. */
export function compileAction(action: ast.Action): Action {
  const place = placeOf(action);
  switch (action.$type) {
    case 'TrainAction':
      return { verb: 'train', name: action.subject.ref!.name, place };
    case 'CheckAction':
      return { verb: 'check', ...(action.subject && { name: action.subject.ref!.name }), place };
    case 'ShowAction':
      return { verb: 'show', name: action.subject.ref!.name, place };
    case 'ScoreAction':
      return { verb: 'score', name: action.subject.ref!.name, on: action.on, into: action.into, place };
    case 'ExplainAction':
      return {
        verb: 'explain',
        name: action.subject.ref!.name,
        ...(action.condition && { where: compileExpression(action.condition) }),
        limit: action.limit ?? defaultLimit,
        place,
      };
    case 'CompareAction':
      return { verb: 'compare', name: action.subject.ref!.name, with: action.other.ref!.name, place };
    case 'ReportAction':
      return { verb: 'report', name: action.subject.ref!.name, place };
  }
}
