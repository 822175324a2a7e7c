import { numberColumn } from '../data/write.js';
import { estimateEffect } from '../effects/estimate-effect.js';
import { explainEffect } from '../effects/explain-effect.js';
import { type FittedEffect, packEffect, unpackEffect } from '../effects/fitted-effect.js';
import { scoreEffect } from '../effects/score-effect.js';
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

  score(step, fitted, { table, texts }, task) {
    const arms = scoreEffect(fitted, table, texts, task);
    return arms.flatMap(({ arm, effect, low, high }) => {
      const name = arms.length === 1 ? step.name : `${step.name}_${wordOf(arm)}`;
      return [
        numberColumn(name, effect),
        numberColumn(`${name}_low`, low),
        numberColumn(`${name}_high`, high),
      ];
    });
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

/** An arm's name as part of a column's name. */
function wordOf(arm: string): string {
  return arm.replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_+|_+$/g, '');
}
