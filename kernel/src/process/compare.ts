import type { SpecPlace } from '../plan.js';
import { inputError } from '../problem.js';
import type { ComparisonResult, EffectResult, ModelResult } from '../result.js';
import type { Task } from '../task.js';
import type { Run } from './run.js';
import type { TrainableStep } from './workbench.js';

/** Puts two effects, or two models, side by side: estimates with intervals, or metrics on rows they have not seen. */
export async function compareSteps(
  run: Run,
  [first, second]: readonly [TrainableStep, TrainableStep],
  place: SpecPlace,
  task: Task,
): Promise<void> {
  const a = await run.training.train(first, task.part(0, 0.5));
  const b = await run.training.train(second, task.part(0.5, 1));
  const table =
    a.result.kind === 'effect' && b.result.kind === 'effect'
      ? compareEffects(a.result, b.result)
      : a.result.kind === 'model' && b.result.kind === 'model'
        ? compareModels(a.result, b.result)
        : undefined;
  if (!table) {
    throw inputError(
      'CS1139',
      `"${first.name}" and "${second.name}" cannot be compared: one is an effect, one a model.`,
    );
  }
  const name = `${first.name} and ${second.name}`;
  const provenance = { ...a.result.provenance, place };
  run.emit({ kind: 'comparison', name, provenance, warnings: [], ...table }, a.reused && b.reused, place);
}

type Comparison = Pick<ComparisonResult, 'columns' | 'rows' | 'sentence'>;

function compareEffects(a: EffectResult, b: EffectResult): Comparison {
  const rows = [a, b].flatMap((result) =>
    result.contrasts.map(({ arm, estimate, stdError, interval }) => ({
      name: result.contrasts.length > 1 ? `${result.name}: ${arm}` : result.name,
      values: [estimate, stdError, interval[0], interval[1], result.n, result.estimator],
    })),
  );
  const [first, second] = [a.contrasts[0]!, b.contrasts[0]!];
  const difference = short(second.estimate - first.estimate);
  return {
    columns: ['estimate', 'standard error', 'low', 'high', 'rows', 'estimator'],
    rows,
    sentence: `${a.name} is ${short(first.estimate)} and ${b.name} is ${short(second.estimate)}: a difference of ${difference}.`,
  };
}

function compareModels(a: ModelResult, b: ModelResult): Comparison {
  const metrics = (result: ModelResult) => result.metrics.at(-1);
  const names = [
    ...new Set([a, b].flatMap((result) => metrics(result)?.metrics.map(({ name }) => name) ?? [])),
  ];
  const rows = [a, b].map((result) => {
    const found = new Map(metrics(result)?.metrics.map(({ name, value }) => [name, value]));
    return {
      name: result.name,
      values: [...names.map((name) => found.get(name) ?? null), metrics(result)?.n ?? null],
    };
  });
  const [name] = names;
  const value = (row: number) => rows[row]!.values[0];
  return {
    columns: [...names, 'rows'],
    rows,
    sentence:
      name === undefined
        ? 'Neither model has metrics.'
        : `${name} (${metrics(a)?.split ?? 'none'}): ${a.name} ${short(value(0))}, ${b.name} ${short(value(1))}.`,
  };
}

function short(value: number | string | null | undefined): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(3))) : 'none';
}
