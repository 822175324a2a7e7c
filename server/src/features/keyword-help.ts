import { say, told } from '../../../kernel/src/words/say.js';
import { methodOf } from '../language/methods.js';
import { textModes } from '../language/text-modes.js';

/** What a word of the language does, with a line to copy. Read by hover and by completion. */
export interface KeywordHelp {
  readonly about: string;
  readonly example: string;
}

const halfLife = [
  'The age at which an event of a history weighs half as much as a new one; without it all weigh the same.',
  'half life 30 days',
] as const;

const table: readonly (readonly [words: string, about: string, example: string])[] = [
  // declarations
  [
    'parameter',
    'A value with a name, for expressions, options and paths: set from outside with `causal run --set`.',
    'parameter since = date "2026-01-01"',
  ],
  [
    'data',
    'A data file: CSV, TSV, Parquet or JSON inside the workspace.',
    'data visits from "visits.parquet"',
  ],
  ['text', 'A column of free text, turned into numbers by an encoder.', 'text browsing from visits.history'],
  ['graph', 'What causes what, as you believe it.', 'graph shop { tenure -> coupon, purchased }'],
  [
    'effect',
    'A question: what does the treatment do to the outcome?',
    'effect lift { of coupon on purchased  from visits  in shop }',
  ],
  [
    'model',
    'A prediction of an outcome from columns and texts.',
    'model will_buy { predict purchased from visits  using tenure }',
  ],
  [
    'policy',
    'Who is to be treated, by what an effect says treatment changes, and what that is worth.',
    'policy coupons { treat by coupon_lift  cost 2.5  value 30  budget 10000 }',
  ],
  [
    'rank',
    'Which items to show to whom, by what showing them changes, and what that is worth.',
    'rank offers { show sku to user_id  from impressions  exposure shown  outcome purchased  top 10 }',
  ],
  // clauses of data and text
  ['from', 'Where the rows come from: a file, or a `data` declaration.', 'from visits'],
  ['unit', 'The column that says who a row is about; a unit is never split in two.', 'unit user_id'],
  [
    'time',
    'The column that says when a row happened, or, with `of`, when the values of other columns came about.',
    'time seen_at  time history_at of history',
  ],
  [
    'column',
    'Declares the type of columns, where the data alone would say otherwise.',
    'column segment, grade ordinal',
  ],
  ['keep', 'Keeps the rows for which a condition is true.', 'keep country == "CN"'],
  ['derive', 'A new column, computed from others.', 'derive recency = days(seen_at - last_seen)'],
  ['split', 'Holds rows out, to measure models on what they have not seen.', 'split 80/20 by unit seed 7'],
  ['seed', 'Starts the random numbers, so that a run can be repeated.', 'split 80/20 seed 7'],
  ['row', 'Splits single rows, whoever they are about.', 'split 80/20 by row'],
  ['numeric', 'A number whose size means something.', 'column age numeric'],
  ['categorical', 'One of a few named levels without an order.', 'column country categorical'],
  ['ordinal', 'One of a few levels with an order.', 'column grade ordinal'],
  ['boolean', 'True or false.', 'column newbie boolean'],
  ['date', 'A date or a date with a time.', 'keep seen_at >= date "2026-01-01"'],
  [
    'encoder',
    'What turns a text into numbers: `"use-lite"` for English, `"lsa"` for any language, learnt from the column itself, or a model by name.',
    'encoder "use-lite"',
  ],
  [
    'pool',
    "How the vectors of a text's tokens become one, of a model named as `hf:organisation/model`.",
    'pool mean',
  ],
  ['mean', "The mean of all tokens' vectors.", 'pool mean'],
  ['cls', 'The vector of the token before the first word, which some models train for this.', 'pool cls'],
  ['max', "The largest value of each dimension over all tokens' vectors.", 'pool max'],
  ['layer', 'The hidden layer whose vectors are pooled: 0 is the embeddings, 1 the first layer.', 'layer 11'],
  [
    'adapt',
    "Adapts the encoder's vectors to the shop by a small trained map, where that is a gain on held-out data: to its own texts, or to treatment and outcome.",
    'adapt contrastive pairs by basket_id',
  ],
  [
    'contrastive',
    'Texts that belong together are brought nearer than others: those of one value behind `pairs by`, or each text and itself with numbers left out. It sees no treatment and no outcome.',
    'adapt contrastive pairs by basket_id { epochs 5 }',
  ],
  [
    'supervised',
    'Heads of treatment and outcome train the map in the folds, for confounding that bends along the text.',
    'adapt supervised',
  ],
  [
    'pairs',
    'Behind `by`, the column whose values say which texts belong together.',
    'adapt contrastive pairs by basket_id',
  ],
  [
    'reduce',
    'How many directions of a text are seen beside its scores: those that go along with the variables behind `for`; without `for`, principal components alone, which keep confounding.',
    'reduce 16 for coupon, purchased',
  ],
  [
    'head',
    "What a text's scores of treatment and outcome are learnt with, beside the linear ones.",
    'head network',
  ],
  [
    'network',
    'A small network on embedding and n-grams: one hidden layer shared by treatment and outcomes, for confounding that bends along the text.',
    'head network { hidden 32 dropout 0.1 }',
  ],
  [
    'before',
    'The time of a row that its history is cut at: events at it or after it are left out, since the treatment may have caused them.',
    'of visits by user_id before sent_at',
  ],
  ...['half life', 'half', 'life'].map((words) => [words, ...halfLife] as const),
  ...['minutes', 'hours', 'days', 'weeks'].map(
    (unit) => [unit, `The half-life of events, in ${unit}.`, `half life 30 ${unit}`] as const,
  ),
  // clauses of an effect
  [
    'of',
    'The treatment, and behind `on` the outcome; behind `time`, the columns it is the time of; in a text, the data whose rows have what happened to them before as a text.',
    'of coupon on purchased',
  ],
  ['on', 'The outcome of an effect, or the file to score.', 'of coupon on purchased'],
  ['in', 'The graph the adjustment set is derived from; in an expression: one of a list.', 'in shop'],
  ['adjust', 'The variables to adjust for, where no graph says it.', 'adjust for tenure, recency'],
  [
    'for',
    "The variables to adjust for, or that a text's directions go along with.",
    'adjust for tenure, recency',
  ],
  ['nothing', 'Adjusts for nothing: for an experiment.', 'adjust for nothing'],
  [
    'by',
    'Effect modifiers: for whom does it work? In a history, the column that says whose an event is.',
    'by tenure, recency',
  ],
  ['estimand', 'The average that is asked for.', 'estimand att'],
  ['ate', 'Average treatment effect: over everybody.', 'estimand ate'],
  ['atc', 'Average treatment effect on the controls: over those who had the baseline.', 'estimand atc'],
  ['att', 'Average treatment effect on the treated: over those who had it.', 'estimand att'],
  ['arms', 'The values of the treatment by name; the first is the baseline.', 'arms none, mens, womens'],
  ['where', 'Narrows the rows to those for which a condition is true.', 'where country == "CN"'],
  ['with', 'How it is estimated or learnt.', 'with causal forest { trees 2000 }'],
  ['check', 'Attempts to refute the estimate.', 'check placebo, overlap, balance'],
  [
    'group',
    'A named set of rows with an average effect of its own; may be said again.',
    'group loyal = tenure > 12',
  ],
  [
    'instrument',
    'Columns that move the treatment and touch the outcome through it alone.',
    'instrument lottery',
  ],
  ['through', 'Columns that the treatment acts through: mediators.', 'through visits_after'],
  [
    'negative',
    'Negative controls: outcomes the treatment cannot have moved, or treatments that cannot have moved the outcome.',
    'negative outcome visits_before',
  ],
  ['outcome', 'What the treatment is to change.', 'negative outcome visits_before'],
  ['treatment', 'What is done, or not done.', 'negative treatment coupon_next_month'],
  [
    'cluster',
    'The column of clusters, whose rows depend on each other: errors and folds keep them whole.',
    'cluster store',
  ],
  [
    'weights',
    'The column of sample weights: how many of the population a row stands for.',
    'weights survey_weight',
  ],
  [
    'horizon',
    'Asks whether the event of the outcome happens within so long, though rows were observed for different times: the column says how long, or until the event.',
    'horizon 90 days of observed_for',
  ],
  ['doses', 'Values of a continuous treatment to compare; the first is the baseline.', 'doses 0, 5, 10'],
  [
    'headline',
    'What of the texts the effect is adjusted for; the others are reported beside it.',
    'headline outcome only',
  ],
  ['full', textModes.full, 'headline full'],
  ['outcome only', textModes['outcome only'], 'headline outcome only'],
  ['without text', textModes['without text'], 'headline without text'],
  ['only', textModes['outcome only'], 'headline outcome only'],
  ['without', textModes['without text'], 'headline without text'],
  ['nuisances', 'What the means of treatment and outcome are learnt with.', 'nuisances stack'],
  ['stack', 'Linear curves and boosted trees, weighted by how well each predicts.', 'nuisances stack'],
  ['level', 'How sure the interval shall be.', 'level 0.9'],
  ['folds', 'Parts for cross-fitting: each is estimated by models that never saw it.', 'folds 10'],
  // clauses of a model, and learners
  ['predict', 'The outcome to predict.', 'predict purchased from visits'],
  ['using', 'The columns and texts to predict from.', 'using browsing, tenure'],
  ['tree', 'One small tree that can be read: a model, or with `depth` whom a policy treats.', 'with tree'],
  ['forest', 'Many trees on random parts of the rows, averaged.', 'with forest'],
  ['boosted trees', 'Trees that correct each other in turn.', 'with boosted trees { rounds 500 }'],
  ['linear', 'A ridge or ridge-logistic regression.', 'with linear'],
  [
    'imported',
    'A model that LightGBM or XGBoost has fitted: measured, explained and scored with as any other.',
    'with imported { file "churn.txt" }',
  ],
  // clauses of a policy
  [
    'treat',
    'The effect that says for whom treatment changes most; learned without the rows that the policy is judged on.',
    'treat by coupon_lift',
  ],
  [
    'price',
    'With `by`, the curve of demand whose best price is asked for; with an amount, what a unit that is ordered sells for.',
    'price by price_on_demand',
  ],
  ['unit cost', 'What one more unit costs, in the money of its price.', 'unit cost 6.5'],
  [
    'stock',
    'The effect that moves demand: how much to order in each of its arms.',
    'stock by promotion_on_demand',
  ],
  [
    'salvage',
    'What a unit left over still brings; below 0 where getting rid of it costs, 0 where nothing is said.',
    'salvage 4',
  ],
  ['cost', 'What treating one row costs; of several arms each by its name.', 'cost mens 0.4, womens 0.5'],
  [
    'value',
    'What one more of the outcome is worth, in the money of the costs; below 0 where less is better.',
    'value 30',
  ],
  ['budget', 'Most money spent on all rows of the data together.', 'budget 10000'],
  ['capacity', 'Most rows treated.', 'capacity 500'],
  ['eligible', 'Who may be treated at all: the rows for which a condition is true.', 'eligible tenure >= 1'],
  [
    'against',
    "Today's rule, which the policy is held against: a condition, or a column that says who is treated, or with which arm.",
    'against tenure < 6',
  ],
  // clauses of a ranking
  ['to', 'The column that says to whom items are shown.', 'show sku to user_id'],
  ['exposure', "The column that says whether the row's item was shown: 0 or 1.", 'exposure shown'],
  [
    'propensity',
    "The column of the chance that the row's item was shown, whether it was or not; without it, it is learned.",
    'propensity chance',
  ],
  [
    'candidates',
    'Where items for a user come from; all of them where absent. What each is worth is learned.',
    'candidates popularity, similar items, factors',
  ],
  ['popularity', 'How often an item is bought, as if all were shown alike.', 'candidates popularity'],
  ['similar items', 'What those bought who bought the same.', 'candidates similar items'],
  ['factors', 'Tastes of users and items, by matrix factorisation of what was bought.', 'candidates factors'],
  [
    'content',
    'A text of the items: those with texts like what a user bought come first, and new items are known by theirs.',
    'content product',
  ],
  ['top', 'Most items shown to each.', 'top 10'],
  ['above', 'What an item has to add at least to the probability of the outcome to be shown.', 'above 0.002'],
  ['depth', 'Levels of questions of a tree that says in words whom to treat: 1, 2 or 3.', 'tree depth 2'],
  ['fair', 'Effect, share treated and gain by the groups of columns.', 'fair by region within 0.1'],
  [
    'within',
    'How far shares treated of the groups of one column may lie apart, from 0 to 1.',
    'fair by region within 0.1',
  ],
  // verbs
  ['train', 'Estimates an effect, fits a model, makes a policy or a ranking.', 'train coupon_lift'],
  ['show', 'Draws a graph; in a ranking, what is shown and to whom.', 'show graph shop'],
  [
    'score',
    'Applies an effect or a model to the rows of a file.',
    'score coupon_lift on "june.parquet" into "scored.parquet"',
  ],
  ['into', 'The file to write.', 'score coupon_lift on "june.parquet" into "scored.parquet"'],
  ['explain', 'Says what moved the numbers of single rows.', 'explain coupon_lift where user_id == 42'],
  ['limit', 'At most so many rows.', 'explain coupon_lift limit 10'],
  ['compare', 'Puts two results side by side.', 'compare will_buy with will_buy_2'],
  ['report', 'Everything about one effect, model, policy or ranking on a page.', 'report coupon_lift'],
  // expressions
  ['and', 'True where both conditions are.', 'country == "CN" and tenure > 3'],
  ['or', 'True where one of the conditions is.', 'country == "CN" or country == "JP"'],
  ['not', 'True where the condition is not.', 'not newbie'],
  [
    'case',
    'The value of the first branch whose condition is true.',
    'case when tenure < 1 then "new" else "old" end',
  ],
  ['when', 'Starts a branch of `case`.', 'case when tenure < 1 then "new" else "old" end'],
  ['then', 'The value of a branch.', 'case when tenure < 1 then "new" else "old" end'],
  [
    'else',
    'The value where no branch is true; without it the value is missing.',
    'case when tenure < 1 then "new" else "old" end',
  ],
  ['end', 'Ends a `case`.', 'case when tenure < 1 then "new" else "old" end'],
  ['missing', 'No value, or whether there is none.', 'keep not missing(tenure)'],
  ['true', 'The boolean value.', 'keep newbie == true'],
  ['false', 'The boolean value.', 'keep newbie == false'],
  // signs
  ['->', 'The variables on the left are causes of those on the right.', 'tenure, browsing -> coupon'],
  ['?', 'Nobody measured this variable. It is never adjusted for.', 'taste? -> purchased'],
];

/** Words that are neither estimators nor checks, in English. */
export const plainHelp: ReadonlyMap<string, KeywordHelp> = new Map(
  table.map(([words, about, example]) => [words, { about, example }]),
);

/**
 * Help for a word, or for the words of a name such as `boosted trees`; undefined for what needs none. Of an estimator or a check: what
 * it computes, what it assumes and where it is from.
 */
export function keywordHelp(words: string): KeywordHelp | undefined {
  const method = methodOf(words);
  if (!method) return toldOf(plainHelp.get(words));
  const { about, formula, assumes, reference, example } = method;
  const more = [
    `\`${told(formula)}\``,
    say`**Assumes.** ${assumes.map(told).join(say` `)}`,
    say`**From.** ${reference}`,
  ];
  return { about: [told(about), ...more].join('\n\n'), example };
}

const toldOf = (plain: KeywordHelp | undefined): KeywordHelp | undefined =>
  plain && { ...plain, about: told(plain.about) };

/** Help as Markdown: what it does, then the line to copy. */
export function keywordMarkdown({ about, example }: KeywordHelp): string {
  return `${about}\n\n\`\`\`causal\n${example}\n\`\`\``;
}
