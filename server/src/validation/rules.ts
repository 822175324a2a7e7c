import type { AstNode } from 'langium';
import type { CausalAstType } from '../language/generated/ast.js';
import * as actions from './action-rules.js';
import * as clauses from './clause-rules.js';
import type { Code } from './codes.js';
import * as data from './data-rules.js';
import * as decisions from './decision-rules.js';
import * as effects from './effect-rules.js';
import * as expressions from './expression-rules.js';
import * as graphs from './graph-rules.js';
import * as histories from './history-rules.js';
import * as lastRuns from './last-run-rules.js';
import * as names from './name-rules.js';
import * as policies from './policy-rules.js';
import * as rankings from './rank-rules.js';
import * as rows from './row-rules.js';
import type { Rule } from './rule.js';
import * as texts from './text-rules.js';
import * as times from './time-rules.js';

/** A rule of any node, once it is found by the node's type. */
export type SomeRule = Rule<AstNode>;

interface Registered {
  readonly code: Code;
  readonly rule: SomeRule;
  /** Not asked of a spec with syntax errors, where much is missing that the person did write. */
  readonly wholeOnly: boolean;
  /** Asks for rows of data files: run last, and again once it is known what is in them. */
  readonly ofRows: boolean;
}

const table = new Map<string, Registered[]>();

type Types = CausalAstType;

/** Registers rules under a code for every type of node they look at. */
function on<T extends keyof Types>(
  types: readonly T[],
  code: Code,
  ...rules: Rule<Types[T] & AstNode>[]
): void {
  for (const type of types) {
    const registered = rules.map((rule) => ({
      code,
      rule: rule as SomeRule,
      wholeOnly: wholeOnly.has(code) || ofRows.has(code),
      ofRows: ofRows.has(code),
    }));
    table.set(type, [...(table.get(type) ?? []), ...registered]);
  }
}

/** Clauses of an effect that list variables beside treatment and outcome. */
const lists = ['AdjustClause', 'ByClause', 'InstrumentClause', 'ThroughClause', 'NegativeClause'] as const;
/** Those whose variables cannot be texts, not even declared ones. */
const untyped = ['InstrumentClause', 'ThroughClause', 'NegativeClause', 'ClusterClause'] as const;

const wholeOnly = new Set<Code>(['CS1005', 'CS1008', 'CS1410', 'CS1213', 'CS1303']);
const ofRows = new Set<Code>(['CS1601', 'CS1602', 'CS1603', 'CS1604', 'CS1605', 'CS1606']);

on(['Variable'], 'CS1003', names.unknownVariable);
on(['Text'], 'CS1003', names.unknownTextColumn);
on(['ColumnClause'], 'CS1003', data.declaredColumn);
on(['Spec'], 'CS1004', names.declaredTwice, names.parameterIsColumn);
on(['Spec'], 'CS1005', names.neverUsed);
on(['Effect'], 'CS1008', clauses.effectClauseMissing);
on(['Model'], 'CS1008', clauses.modelClauseMissing);
on(['Policy'], 'CS1008', decisions.policyClauseMissing);
on(['Rank'], 'CS1008', rankings.rankClauseMissing);
on(['Data', 'Text', 'Effect', 'Model', 'Policy', 'Rank'], 'CS1009', clauses.clauseTwice);
on(['Options'], 'CS1010', clauses.unknownOption);
on(['Options'], 'CS1011', clauses.optionRange, clauses.optionAlone);
on(['Options'], 'CS1012', clauses.optionTwice);
on([...lists, 'UsingClause', 'ReduceClause', 'FairClause', 'SegmentClause'], 'CS1012', effects.variableTwice);
on(['Effect'], 'CS1012', effects.groupTwice);
on(['CheckClause'], 'CS1012', effects.checkTwice);
on(['CostClause'], 'CS1012', policies.costTwice);
on(['CandidatesClause'], 'CS1012', rankings.candidateTwice);

on(['Data'], 'CS1201', data.dataFileKind, data.dataFileProblems);
on(['ScoreAction'], 'CS1201', data.scoredFileKind, actions.scoredFileProblems);
on(['Data'], 'CS1202', data.columnTwice, data.timedTwice);
on(['IntoClause'], 'CS1201', rankings.listsFileKind);
on(['SplitClause'], 'CS1203', data.splitShares);
on(['SplitClause'], 'CS1204', data.splitColumn);
on(['TimeClause'], 'CS1205', data.timeColumn);
on(['Variable'], 'CS1206', names.usedBeforeDerived);
on(['Text'], 'CS1207', data.textOfWords);
on(['EncoderClause'], 'CS1208', data.unknownEncoder);
on(['DeriveClause'], 'CS1209', data.derivedSpan);
on(['PoolClause', 'LayerClause'], 'CS1210', data.settingOfModel);
on(['ReduceClause'], 'CS1211', texts.reductionCount);
on(['Effect', 'Model'], 'CS1211', texts.reductionOfOthers);
on(['ReduceClause'], 'CS1212', texts.componentsKeep);
on(['AdaptClause'], 'CS1216', texts.pairsOfSupervised, texts.historyAdapted);
on(['Effect', 'Model'], 'CS1216', texts.pairsTell);

on(['HistoryClause'], 'CS1213', histories.partMissing);
on(['HistoryClause'], 'CS1214', histories.keyOfEvents, histories.timesAlike);
on(['HalfLifeClause'], 'CS1215', histories.halfLife);

on(['OfClause'], 'CS1301', effects.treatmentIsOutcome);
on(lists, 'CS1302', effects.treatmentAmongOthers);
on(['ClusterClause', 'WeightsClause', 'HorizonClause'], 'CS1302', effects.treatmentAsOther);
on(['Effect'], 'CS1303', clauses.twoWaysToAdjust);
on([...lists, 'UsingClause'], 'CS1304', effects.rawText);
on(['Graph'], 'CS1304', graphs.rawTextInGraph);
on(['ByClause'], 'CS1305', effects.textModifier);
on(['OfClause'], 'CS1306', effects.notATreatment);
on(['OfClause'], 'CS1307', effects.notAnOutcome);
on(['PredictClause'], 'CS1307', actions.notPredictable);
on(['ArmsClause'], 'CS1308', effects.armsOfEffect);
on(['DosesClause'], 'CS1308', effects.dosesOfEffect);
on(['Effect'], 'CS1309', effects.meansWithAdjustment);
on(['LevelClause', 'FoldsClause', 'SeedClause'], 'CS1310', effects.numbersInRange);
on(['CheckClause'], 'CS1311', effects.checkOfNothing);
on(['HeadlineClause'], 'CS1311', effects.headlineOfNothing);
on(['EstimatorClause'], 'CS1312', effects.forestOfNothing);
on(['WeightsClause'], 'CS1313', effects.weightsAreNumbers);
on([...untyped], 'CS1314', effects.textAsNumber);
on(['HorizonClause'], 'CS1315', effects.horizonOfTime, effects.horizonOfEvent);
on(['WeightsClause', 'HorizonClause'], 'CS1316', effects.weightsOfEstimator);
on(['Model'], 'CS1401', actions.knowsItsAnswer);
on(['Model'], 'CS1402', actions.importedModel);
on(['ArmCost'], 'CS1403', policies.costNotNegative);
on(['ValueClause', 'BudgetClause', 'CapacityClause'], 'CS1403', policies.amountInRange);
on(['Policy'], 'CS1403', policies.budgetPaysNobody);
on(['Policy'], 'CS1404', policies.moneyWithoutValue);
on(['BudgetClause'], 'CS1404', policies.budgetWithoutCost);
on(['Policy'], 'CS1405', policies.policyOfSuchEffect, decisions.demandOfSuchEffect);
on(['ArmCost'], 'CS1406', policies.costOfUnknownArm);
on(['AgainstClause'], 'CS1406', policies.ruleOfToday);
on(['DepthClause'], 'CS1407', policies.depthInRange);
on(['FairClause'], 'CS1408', policies.fairness);
on(['SegmentClause'], 'CS1408', decisions.segmentsOfText);
on(['Rank'], 'CS1409', rankings.columnsApart, rankings.columnsOfKind);
on(['TopClause', 'AboveClause'], 'CS1410', rankings.limitInRange);
on(['Rank'], 'CS1410', rankings.limitMissing);
on(['ContentClause'], 'CS1411', rankings.contentOfItems);
on(['UnitCostClause'], 'CS1412', decisions.unitCostNotNegative);
on(['Policy'], 'CS1412', decisions.orderPays);
on(['Policy'], 'CS1413', decisions.clauseOfAnotherKind);
on(['CompareAction'], 'CS1501', actions.unlikeCompared);
on(['ExplainAction'], 'CS1502', actions.explainLimit);
on(['ScoreAction'], 'CS1503', actions.scoredColumnMissing);
on(['ScoreAction'], 'CS1504', decisions.scoredByDecision);

on(['Text'], 'CS1601', rows.textBeyondWindow);
on(['Text'], 'CS1602', rows.foreignText);
on(['Effect'], 'CS1603', rows.textQuotes);
on(['Model'], 'CS1603', rows.textQuotesPredicted);
on(['Effect'], 'CS1604', times.laterThanTreatment);
on(['Effect'], 'CS1605', times.perhapsLater);
on(['Effect'], 'CS1606', times.outcomeBeforeTreatment);

on(['Operation'], 'CS2001', expressions.operandTypes);
on(['Unary'], 'CS2001', expressions.unaryType);
on(['Logical'], 'CS2001', expressions.logicalTypes);
on(['Membership'], 'CS2001', expressions.optionTypes);
on(['Case'], 'CS2001', expressions.caseTypes);
on(['Call'], 'CS2001', expressions.argumentTypes);
on(
  ['KeepClause', 'WhereClause', 'GroupClause', 'EligibleClause', 'Branch', 'ExplainAction'],
  'CS2002',
  expressions.conditionIsOne,
);
on(['Call'], 'CS2003', expressions.unknownFunction);
on(['Call'], 'CS2004', expressions.argumentCount);
on(['DateValue'], 'CS2005', expressions.dateIsOne);
on(['NumberValue'], 'CS2006', expressions.exactNumber);

on(['Graph'], 'CS3001', graphs.cycle);
on(['Edge'], 'CS3002', graphs.selfCause);
on(['Graph'], 'CS3003', names.nodeInNoData);
on(['Node'], 'CS3004', graphs.observedAfterAll);
on(['Effect'], 'CS3005', graphs.notInGraph);
on(['Effect'], 'CS3006', graphs.noEffectByGraph);
on(['Effect'], 'CS3007', graphs.openBackdoor);
on(['Effect'], 'CS3012', graphs.notAnInstrument);
on(['Effect'], 'CS3013', graphs.noFrontDoor);
on(['Effect'], 'CS3014', graphs.noMediation);
on(['Effect'], 'CS3015', graphs.clauseWithoutUse);
on(['Effect'], 'CS3016', graphs.clauseOfWay);
on(['Effect'], 'CS3017', graphs.unobservedQuestion);
on(['Graph'], 'CS3018', graphs.arrowTwice);
on(['Effect'], 'CS3008', graphs.adjustsForUnobserved);
on(['Effect'], 'CS3009', graphs.listedSetLeavesOpen);
on(['Effect'], 'CS3010', graphs.adjustsForDescendant);
on(['Effect'], 'CS3011', graphs.meansUnderConfounding);

on(['Effect'], 'CS7001', lastRuns.checkFailed('CS7001'));
on(['Effect'], 'CS7002', lastRuns.checkFailed('CS7002'));
on(['Effect'], 'CS7003', lastRuns.checkFailed('CS7003'));
on(['Effect'], 'CS7004', lastRuns.noEffectTold);
on(['Effect'], 'CS7005', lastRuns.runOutdated);

const none: readonly Registered[] = [];

/** The rules that look at nodes of a type. */
export function rulesFor(type: string): readonly Registered[] {
  return table.get(type) ?? none;
}
