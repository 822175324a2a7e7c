import { numberColumn, type OutputColumn } from '../data/output-column.js';
import { estimateEffect } from '../effects/estimate-effect.js';
import { explainEffect } from '../effects/explain-effect.js';
import { type FittedEffect, packEffect, unpackEffect } from '../effects/fitted-effect.js';
import { type ArmScores, scoreEffect } from '../effects/score-effect.js';
import type { EffectStep } from '../plan.js';
import type { EffectResult } from '../result.js';
import { notWritable } from '../trees/exchange/refusals.js';
import type { Trainer } from './trainer.js';

/** Estimates effects; scores are conditional effects per arm with the ends of their intervals. */
export const effectTrainer: Trainer<EffectStep, EffectResult, FittedEffect> = {
  learn(step, { table, texts, groups }, provenance, task) {
    const { name, parameters } = step;
    const { fitted, ...finding } = estimateEffect({ name, table, texts, groups, parameters }, task);
    return { result: { ...finding, provenance }, fitted };
  },

  reads({ models, columns, texts }) {
    // What is the same for everyone asks nobody for anything.
    if (models.length === 0) return { columns: [], texts: [] };
    return { columns, texts: texts.map(({ name }) => name) };
  },

  score({ name }, fitted, { table, texts }, task) {
    return armColumns(name, scoreEffect(fitted, table, texts, task));
  },

  trees(_, library) {
    throw notWritable(
      library,
      'the leaves of an effect compare arms and hold no predictions; score files with `causal score`',
    );
  },

  explain(_, fitted, { table, texts }, rows, task) {
    return fitted.arms.slice(1).map((_, contrast, contrasts) => {
      const part = task.part(contrast / contrasts.length, (contrast + 1) / contrasts.length);
      return explainEffect(fitted, table, texts, rows, contrast, part);
    });
  },

  pack: packEffect,
  unpack: unpackEffect,
};

/** Columns of an effect per arm, each with the ends of its interval. */
export function armColumns(name: string, arms: readonly ArmScores[]): OutputColumn[] {
  const names = armNames(
    name,
    arms.map(({ arm }) => arm),
  );
  return arms.flatMap(({ effect, low, high }, i) => [
    numberColumn(names[i], effect),
    numberColumn(`${names[i]}_low`, low),
    numberColumn(`${names[i]}_high`, high),
  ]);
}

/** What the columns of arms are called: after the effect where there is one arm to compare. */
export function armNames(name: string, arms: readonly string[]): string[] {
  return arms.map((arm) => (arms.length === 1 ? name : `${name}_${wordOf(arm)}`));
}

/** An arm's name as part of a column's name. */
function wordOf(arm: string): string {
  return arm.replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_+|_+$/g, '');
}
