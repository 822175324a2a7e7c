import { say } from '../../../kernel/src/words/say.js';
import type { FrontDoorFault } from '../identification/front-door.js';
import type { InstrumentFault } from '../identification/instruments.js';
import type { MediationFault } from '../identification/mediation.js';
import { type Path, showPath } from '../identification/separation.js';
import type { GraphView } from './adjustment.js';
import { unobservedMark } from './declarations.js';

/** Steps of a path that are shown at its start and at its end, where it is longer. */
const [firstSteps, lastSteps] = [9, 3];

/** A path as the person drew it, `?` behind what nobody observed; the middle of a very long one is left out. */
export function shownPath({ graph }: GraphView, path: Path): string {
  const shown = (part: Path): string =>
    showPath(part, (name) => (unobservedMark(graph, name) ? `${name}?` : name));
  if (path.length <= firstSteps + lastSteps) return shown(path);
  return `${shown(path.slice(0, firstSteps))} ... ${shown(path.slice(-lastSteps))}`;
}

/** Why a variable is no instrument. */
export function instrumentFaultWords(view: GraphView, fault: InstrumentFault): string {
  switch (fault.fault) {
    case 'open':
      return say`it reaches ${view.outcome} past the treatment by ${shownPath(view, fault.path)}`;
    case 'irrelevant':
      return say`nothing connects it to ${view.treatment}`;
    case 'not usable':
      return say`"${fault.variable}" is not observed, not in the graph, or an effect of ${view.treatment}`;
  }
}

/** Why variables are no front door; `them` is how the sentence speaks of them. */
export function frontDoorFaultWords(view: GraphView, fault: FrontDoorFault, them = say`them`): string {
  switch (fault.fault) {
    case 'not usable':
      return say`"${fault.variable}" is not observed or not in the graph`;
    case 'bypassed':
      return say`the causal path ${shownPath(view, fault.path)} goes past ${them}`;
    case 'confounded with treatment':
      return say`${shownPath(view, fault.path)} confounds ${them} with ${view.treatment}`;
    case 'confounded with outcome':
      return say`${shownPath(view, fault.path)} confounds ${them} with ${view.outcome}`;
  }
}

/** Why direct and indirect effects cannot be told apart. */
export function mediationFaultWords(view: GraphView, fault: MediationFault): string {
  switch (fault.fault) {
    case 'no mediator':
      return say`no observed variable lies on a causal path from ${view.treatment} to ${view.outcome}; draw one`;
    case 'not a mediator':
      return say`"${fault.variable}" is not observed or on no causal path from ${view.treatment} to ${view.outcome}; take it out`;
    case 'treatment confounded':
      return say`${shownPath(view, fault.path)} confounds the treatment; observe a variable on it`;
    case 'mediator confounded':
      return say`${shownPath(view, fault.path)} confounds the mediator with ${view.outcome}, and what the treatment causes cannot be adjusted for; observe a variable on it, or count it among the mediators`;
  }
}
