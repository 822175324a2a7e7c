import { columnsOf, type Expression } from '../data/expression.js';
import type { OutputColumn } from '../data/output-column.js';
import type { Part } from '../data/read-parts.js';
import type { Table } from '../data/table.js';
import { type PolicyRule, policyRule } from '../decide/policy-rule.js';
import type { FittedEffect } from '../effects/fitted-effect.js';
import { scoreEffect } from '../effects/score-effect.js';
import type { Action, PolicyStep, TextInput } from '../plan.js';
import type { Task } from '../task.js';
import { policyRequest } from './decide.js';
import { armColumns, armNames } from './effect-trainer.js';
import { withCounts } from './history-counts.js';
import { type Given, policyColumns } from './policy-scores.js';
import { reasonsColumn } from './reasons.js';
import type { Run } from './run.js';
import type { Inputs } from './trainer.js';
import { type Kept, trainerOf } from './training.js';
import type { TrainableStep } from './workbench.js';

interface Treating {
  readonly step: PolicyStep;
  readonly rule: PolicyRule;
}

/** Scores of some rows, and whom a policy has treated up to them. */
export interface Scored {
  readonly columns: readonly OutputColumn[];
  readonly table: Table;
  readonly texts: Inputs['texts'];
  readonly given?: Given;
}

/** Scores rows with what a step learnt, some at a time: the scores of a row do not depend on the rows beside it. */
export class Scorer {
  /** Texts that are read, in the order of the step. */
  readonly texts: readonly TextInput[];
  /** Columns that rows must have. */
  readonly needed: readonly string[];
  /** What training knew of the categories among them. */
  readonly levels: ReadonlyMap<string, readonly string[]>;

  private constructor(
    private readonly run: Run,
    private readonly step: TrainableStep,
    readonly learnt: Kept,
    private readonly reasons: number,
    readonly treating: Treating | undefined,
  ) {
    const { columns, texts } = trainerOf(step).reads(learnt.fitted);
    const { texts: all } = step.parameters;
    this.texts = all.filter(
      ({ name, count }) => texts.includes(name) || (count !== undefined && columns.includes(count)),
    );
    this.levels = new Map([...learnt.levels].filter(([name]) => columns.includes(name)));
    const counts = this.texts.map(({ count }) => count);
    this.needed = [
      ...new Set([
        ...columns.filter((name) => !counts.includes(name)),
        ...this.texts.flatMap((text) => run.bench.columnsOf(run.plan, text)),
        ...this.conditions.flatMap(columnsOf),
      ]),
    ];
  }

  /** Takes up what the step learnt, or has it learn. @param policy that treats by the effect `step` */
  static async open(
    run: Run,
    step: TrainableStep,
    { reasons = 0 }: Extract<Action, { verb: 'score' }>,
    policy: PolicyStep | undefined,
    task: Task,
  ): Promise<Scorer> {
    const learnt = await run.training.fitted(step, task.part(0, policy ? 0.5 : 1));
    if (!policy || step.kind !== 'effect') return new Scorer(run, step, learnt, reasons, undefined);
    const deciding = task.part(0.5, 1);
    const request = await policyRequest(run, policy, step, deciding);
    const rule = run.training.inDataFile(step, () => policyRule(request, deciding));
    return new Scorer(run, step, learnt, reasons, { step: policy, rule });
  }

  /** What rows are asked: whether they may be treated. */
  get conditions(): readonly Expression[] {
    const eligible = this.treating?.step.parameters.eligible;
    return eligible ? [eligible] : [];
  }

  /** Whom a policy has treated before the first row. */
  get nobody(): Given | undefined {
    return this.treating && { treated: this.treating.rule.money.costs.map(() => 0), spent: 0 };
  }

  /** @param before whom a policy has treated so far */
  async score({ table: read, holds }: Part, before: Given | undefined, task: Task): Promise<Scored> {
    const { run, step, learnt, texts: asked, treating } = this;
    const reading = task.part(0, 0.6);
    const texts = await run.bench.textDesigns(run.plan, run.folder, asked, read, reading, learnt);
    const table = withCounts(read, asked, texts);
    const inputs = { table, texts };
    const part = task.part(0.6, 0.8);
    const reasons = this.reasonsOf(inputs, task.part(0.8, 1));
    if (!treating || !before) {
      const columns = trainerOf(step).score(step, learnt.fitted, inputs, part);
      return { columns: [...columns, ...reasons], table, texts };
    }
    // Policies treat by effects, and this is what effects leave.
    const arms = scoreEffect(learnt.fitted as FittedEffect, table, texts, part);
    const { name } = treating.step;
    const { columns, given } = policyColumns(name, treating.rule, arms, holds[0], before);
    return { columns: [...columns, ...armColumns(step.name, arms), ...reasons], table, texts, given };
  }

  private reasonsOf(inputs: Inputs, task: Task): OutputColumn[] {
    const { step, learnt, reasons } = this;
    if (reasons === 0) return [];
    const rows = Int32Array.from({ length: inputs.table.rows }, (_, row) => row);
    const explained = trainerOf(step).explain(step, learnt.fitted, inputs, rows, task);
    const arms = step.kind === 'effect' ? (learnt.fitted as FittedEffect).arms.slice(1) : [step.name];
    const names = armNames(step.name, arms);
    return explained.map((each, i) => reasonsColumn(names[i], each, inputs.table, reasons));
  }
}
