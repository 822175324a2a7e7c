import type {
  EffectStep,
  ModelStep,
  PolicyStep,
  PriceStep,
  RankStep,
  Step,
  StockStep,
} from '../../../kernel/src/plan.js';
import { say } from '../../../kernel/src/words/say.js';

/** A step in words, one sentence or phrase a line. @param reason of an effect, in the person's language */
export function wordsOf(step: Step, reason?: string): string[] {
  switch (step.kind) {
    case 'load':
      return loadWords(step.parameters);
    case 'encode':
      return encodeWords(step.parameters);
    case 'graph': {
      const { nodes, edges } = step.parameters;
      const hidden = nodes.filter((node) => !node.observed).map((node) => node.name);
      const unobserved = hidden.length > 0 ? say` Not observed: ${codes(hidden)}.` : '';
      return [say`${nodes.length} variables, ${edges.length} arrows.${unobserved}`];
    }
    case 'effect':
      return effectWords(step.parameters, reason);
    case 'model':
      return modelWords(step.parameters);
    case 'policy':
      return policyWords(step.parameters);
    case 'price':
      return priceWords(step.parameters);
    case 'stock':
      return stockWords(step.parameters);
    case 'rank':
      return rankWords(step.parameters);
  }
}

function loadWords({
  path,
  derive,
  keep,
  unit,
  time,
  split,
}: Extract<Step, { kind: 'load' }>['parameters']): string[] {
  const words = [say`Reads ${code(path)}.`];
  if (keep.length > 0)
    words.push(
      keep.length === 1
        ? say`Keeps the rows that meet a condition.`
        : say`Keeps the rows that meet ${keep.length} conditions.`,
    );
  if (derive.length > 0) words.push(say`Derives ${codes(derive.map(({ name }) => name))}.`);
  if (unit) words.push(say`A unit is told by ${code(unit)}.`);
  if (time) words.push(say`Time is told by ${code(time)}.`);
  if (split) {
    const held = Math.round(100 - split.train * 100);
    words.push(say`Holds out ${held} % of the rows, split by ${split.by}, seed ${split.seed}.`);
  }
  return words;
}

function encodeWords({
  column,
  encoder,
  history,
}: Extract<Step, { kind: 'encode' }>['parameters']): string[] {
  const encodes = say`Encodes column ${code(column)} with ${code(encoder)}.`;
  if (!history) return [encodes];
  const { key, time, before } = history;
  return [
    encodes,
    say`A row's history are the events with its ${code(key)} and a ${code(time)} before its ${code(before)}; how many they are is a covariate of its own.`,
  ];
}

/** What is estimated, how, adjusted for what and why, and how it is checked. */
export function effectWords(effect: EffectStep['parameters'], reason = effect.reason): string[] {
  const { treatment, outcome, estimand, estimator, modifiers, horizon, checks, level, folds, seed } = effect;
  return [
    say`${estimand.toUpperCase()} of ${code(treatment)} on ${code(outcome)}, by ${chosen(estimator)}.`,
    escaped(reason),
    ...(horizon
      ? [
          say`Asks whether ${code(outcome)} happens within ${horizon.length}${horizon.days ? say` days` : ''}; rows that ${code(horizon.column)} says were lost from sight before are stood for by others of their arm.`,
        ]
      : []),
    ...(modifiers.length > 0 ? [say`Effect modifiers: ${codes(modifiers)}.`] : []),
    ...(effect.arms ? [say`Arms: ${codes(effect.arms)}; the first is the baseline.`] : []),
    checks.length > 0 ? say`Checks: ${checks.join(say`, `)}.` : say`No checks.`,
    say`${Math.round(level * 1000) / 10} % interval, ${folds} folds, seed ${seed}.`,
  ];
}

function modelWords({ outcome, features, texts, learner, folds, seed }: ModelStep['parameters']): string[] {
  const inputs = [...features, ...texts.map((text) => text.name)];
  return [
    say`Predicts ${code(outcome)} from ${codes(inputs)}, by ${chosen(learner)}.`,
    say`${folds} folds, seed ${seed}.`,
  ];
}

function policyWords({
  effect,
  costs,
  value,
  budget,
  capacity,
  eligible,
  today,
  depth,
  fair,
}: PolicyStep['parameters']): string[] {
  const money = [
    ...costs.map(({ arm, cost }) =>
      arm === undefined ? say`treating a row costs ${cost}` : say`treating with ${code(arm)} costs ${cost}`,
    ),
    value === undefined ? say`the outcome itself is counted` : say`one more of the outcome is worth ${value}`,
    ...(budget === undefined ? [] : [say`at most ${budget} is spent`]),
    ...(capacity === undefined ? [] : [say`at most ${capacity} rows are treated`]),
  ];
  const also = [
    ...(eligible ? [say`only rows of a condition may be treated`] : []),
    ...(today ? [say`it is held against today's rule`] : []),
    ...(depth ? [say`a tree of ${depth} levels says it in words`] : []),
    ...(fair ? [say`groups of ${codes(fair.columns)} are told apart`] : []),
    ...(fair?.within === undefined ? [] : [say`shares treated lie at most ${fair.within} apart`]),
  ];
  const sentence = (parts: readonly string[]): string[] => {
    const words = parts.join(say`, `);
    return words ? [say`${words[0].toUpperCase()}${words.slice(1)}.`] : [];
  };
  return [say`Treats by ${code(effect.replace(/^effect:/, ''))}.`, ...sentence(money), ...sentence(also)];
}

function priceWords({ effect, unitCost, by }: PriceStep['parameters']): string[] {
  return [
    say`Finds the price that earns most by ${code(effect.replace(/^effect:/, ''))}, at a unit cost of ${unitCost}.`,
    ...(by.length > 0 ? [say`Groups of ${codes(by)} have prices of their own.`] : []),
  ];
}

function stockWords({ effect, price, unitCost, salvage, by }: StockStep['parameters']): string[] {
  return [
    say`Orders by ${code(effect.replace(/^effect:/, ''))}: a unit sells for ${price}, costs ${unitCost} and brings ${salvage} when it is left over.`,
    ...(by.length > 0 ? [say`Groups of ${codes(by)} have orders of their own.`] : []),
  ];
}

function rankWords(rank: RankStep['parameters']): string[] {
  const { item, user, exposure, outcome, propensity, using, candidates, texts, top, above } = rank;
  const limits = [
    ...(top === undefined ? [] : [say`${top} at most`]),
    ...(above === undefined ? [] : [say`those that add more than ${above}`]),
  ];
  const limited = limits.length > 0 ? say`: ${limits.join(say`, `)}` : '';
  const from = [...candidates, ...texts.map(({ name }) => say`texts of ${code(name)}`)];
  const modified = using.length > 0 ? say` Effects may hang on ${codes(using)}.` : '';
  return [
    say`Shows ${code(item)} to ${code(user)} by what showing adds to ${code(outcome)}${limited}.`,
    say`Candidates: ${from.join(say`, `)}.${modified}`,
    propensity === undefined
      ? say`How likely ${code(exposure)} was is learned.`
      : say`How likely ${code(exposure)} was stands in ${code(propensity)}.`,
    say`${Math.round(rank.level * 1000) / 10} % interval, ${rank.folds} folds, seed ${rank.seed}.`,
  ];
}

function chosen({
  kind,
  options,
}: EffectStep['parameters']['estimator'] | ModelStep['parameters']['learner']): string {
  const set = Object.entries(options).map(([name, value]) => `${name} ${value}`);
  return set.length > 0 ? `${kind} (${set.join(', ')})` : kind;
}

/** A name out of a spec or a data file as Markdown: never markup. */
export function code(text: string): string {
  const plain = text.replace(/[\r\n]+/g, ' ');
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${plain}${pad}${fence}`;
}

/** Text with names of a person's in it, which may not become markup. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#!|]/g, '\\$&');
}

function codes(names: readonly string[]): string {
  return names.map(code).join(say`, `);
}
