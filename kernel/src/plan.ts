/**
 * The contract between what a spec means and what the kernel computes: typed steps, each with a content hash.
 * A step is pure: the same step hash, data bytes and seed give the same result bytes, so every result is kept by content.
 */

import type { Expression } from './data/expression.js';
import type { ColumnType } from './data/table.js';

export const planVersion = 1;

export interface Plan {
  readonly version: typeof planVersion;
  /** File the plan was compiled from, relative to the workspace, for messages. */
  readonly spec: string;
  /** sha256 over all steps: two specs that differ in comments and order alone share it. */
  readonly specHash: string;
  /** Seed of everything random that no clause gives one of its own. */
  readonly seed: number;
  /** Values of the spec's parameters by name, dates as they are written: said of results, computed from by the steps that hold them already. */
  readonly parameters?: Readonly<Record<string, number | string | boolean | undefined>>;
  /** In an order in which every step follows its inputs. */
  readonly steps: readonly Step[];
  /** The verbs of the file in reading order. */
  readonly actions: readonly Action[];
}

/** Where in the spec something was asked for; lines and characters from 1. `cell` counts notebook cells from 0. */
export interface SpecPlace {
  readonly line: number;
  readonly character: number;
  readonly cell?: number;
}

/** Of an action that a command asks for, and no spec. */
export const nowhere: SpecPlace = { line: 1, character: 1 };

interface StepBase {
  /** `kind:name`, as in `effect:coupon_lift`; unique in a plan. */
  readonly id: string;
  readonly name: string;
  /**
   * sha256 of the step's parameters and of the hashes of its inputs; places and names of files' folders not in it, nor an effect's
   * graph, since all that is read off it stands in the effect's parameters.
   */
  readonly hash: string;
  /** Ids of the steps whose results this one reads. */
  readonly inputs: readonly string[];
  readonly place: SpecPlace;
}

export type Step =
  | LoadStep
  | EncodeStep
  | GraphStep
  | EffectStep
  | ModelStep
  | PolicyStep
  | PriceStep
  | StockStep
  | RankStep;

/** Kinds of steps that are trained. */
export const trainedKinds: ReadonlySet<Step['kind']> = new Set([
  'effect',
  'model',
  'policy',
  'price',
  'stock',
  'rank',
]);

/** Names of all effects, models, policies and rankings of a plan: what can be trained. */
export function trainedNames(plan: Plan): string[] {
  return plan.steps.filter(({ kind }) => trainedKinds.has(kind)).map(({ name }) => name);
}

export interface LoadStep extends StepBase {
  readonly kind: 'load';
  readonly parameters: {
    /** As written in the spec: relative to the spec's folder, inside the workspace. */
    readonly path: string;
    readonly format: 'csv' | 'tsv' | 'parquet' | 'json';
    /** Types the spec declares; all others come from the data. */
    readonly declared: readonly { readonly column: string; readonly type: ColumnType }[];
    /** In order; a later one may use an earlier one. */
    readonly derive: readonly { readonly name: string; readonly expression: Expression }[];
    readonly keep: readonly Expression[];
    readonly unit?: string;
    readonly time?: string;
    readonly split?: {
      /** Share of rows to learn from, as .8 in `80/20`. */
      readonly train: number;
      readonly by: 'row' | 'unit' | 'time';
      readonly seed: number;
    };
  };
}

export interface EncodeStep extends StepBase {
  readonly kind: 'encode';
  readonly parameters: {
    readonly column: string;
    readonly encoder: string;
    /** How the vectors of a text's tokens become one; the model's own way where absent. */
    readonly pooling?: Pooling;
    /** Hidden layer whose vectors are pooled: 0 is the embeddings, 1 the first layer; the last where absent. */
    readonly layer?: number;
    /** Where a row's text is what happened to its unit before: the column is one of the events. */
    readonly history?: HistoryRule;
    /** Adapted to the texts themselves; vectors as the encoder gives them where absent. */
    readonly adapt?: Choice<'contrastive'> & {
      /** Column whose values say which texts belong together. */
      readonly pairs?: string;
    };
  };
}

/** Which events of another file are a row's history, and how much each weighs. */
export interface HistoryRule {
  /** Id of the load step of the events. */
  readonly events: string;
  /** Column of rows and events alike: whose they are. */
  readonly key: string;
  /** Column of the events: when they happened. */
  readonly time: string;
  /** Column of the rows: what did not happen strictly before is no part of the history. */
  readonly before: string;
  /** Age at which an event weighs half, in milliseconds where times are dates, else in their own unit; all weigh the same where absent. */
  readonly halfLife?: number;
}

export type Pooling = 'cls' | 'mean' | 'max';

/** What a variable of a graph is to an effect. */
export type Role =
  | 'treatment'
  | 'outcome'
  | 'confounder'
  | 'mediator'
  | 'collider'
  | 'post-treatment'
  | 'instrument'
  | 'effect modifier'
  | 'unobserved'
  | 'other';

export interface GraphStep extends StepBase {
  readonly kind: 'graph';
  readonly parameters: {
    readonly nodes: readonly { readonly name: string; readonly observed: boolean }[];
    /** `[cause, effect]`. */
    readonly edges: readonly (readonly [string, string])[];
    /** What the graph says of the first effect that is read off it; absent where none is. */
    readonly reading?: {
      readonly treatment: string;
      readonly outcome: string;
      /** In the order of `nodes`. */
      readonly roles: readonly Role[];
      /** Places of the arrows on a path that confounds the effect. */
      readonly confounding: readonly number[];
    };
  };
}

/** A text that enters a model or an adjustment set: through fold-honest heads, never as raw axes. */
export interface TextInput {
  /** Name of the `text` declaration. */
  readonly name: string;
  readonly column: string;
  /** Id of the encode step. */
  readonly step: string;
  /** Of a history: name of the covariate that says how many events it has. It stands among the columns, too. */
  readonly count?: string;
  /** Scores of its heads alone where absent. */
  readonly reduction?: Reduction;
  /** Scores of linear heads alone where absent. */
  readonly head?: Choice<HeadKind>;
  /** Embeddings that heads learn to adapt; the encoder's own where absent. */
  readonly adapt?: Choice<'supervised'>;
}

/**
 * What nuisances and models see of a text. Directions of partial least squares that go along with the treatment, the outcome or both: beside the
 * scores of the text's heads. Principal components, which know of neither: instead of them.
 */
export type Reduction =
  | {
      readonly kind: 'directions';
      readonly count: number;
      readonly of: readonly ('treatment' | 'outcome')[];
    }
  | { readonly kind: 'components'; readonly count: number };

/** A learner or an estimator with the options written behind it in braces. */
export interface Choice<Kind extends string> {
  readonly kind: Kind;
  readonly options: Readonly<Record<string, number | string | boolean>>;
}

/**
 * Whom an average is over: everyone, the treated, the untreated, or those who could well have been in either arm (each row
 * weighted by how open its treatment was).
 */
export type Estimand = 'ate' | 'att' | 'atc' | 'overlap';
export type EstimatorKind =
  | 'difference in means'
  | 'lin'
  | 'cuped'
  | 'ipw'
  | 'stratification'
  | 'matching'
  | 'aipw'
  | 'tmle'
  | 'causal forest'
  | 's learner'
  | 't learner'
  | 'x learner'
  | 'r learner'
  | 'dr learner'
  | 'da learner'
  | 'auto'
  | 'dml'
  | 'two stage regression'
  | 'instrumental dml'
  | 'instrumental forest'
  | 'front door'
  | 'mediation'
  | 'dose response';
export type CheckKind =
  | 'overlap'
  | 'balance'
  | 'placebo'
  | 'dummy outcome'
  | 'random cause'
  | 'subsets'
  | 'bootstrap'
  | 'negative controls'
  | 'implications'
  | 'calibration'
  | 'heterogeneity'
  | 'uplift'
  | 'unobserved'
  | 'simulated cause'
  | 'text overlap'
  | 'text residual'
  | 'text balance'
  | 'shuffled text';
/**
 * What of the texts an effect is adjusted for: all that they say of treatment and outcome, what they say of the outcome alone (Gui and
 * Veitch 2022), or nothing.
 */
export type TextMode = 'full' | 'outcome only' | 'without text';
/** What the conditional means of treatment and outcome are learned with. */
export type NuisanceKind = 'stack' | 'boosted trees' | 'linear';
/** What a text's scores are learned with beside ridge regression. */
export type HeadKind = 'network';
/** What an encoder is adapted by: the texts themselves, or treatment and outcome. */
export type AdaptKind = 'contrastive' | 'supervised';
export type LearnerKind = 'tree' | 'forest' | 'boosted trees' | 'linear' | 'imported';

/** The outcome says whether an event happened while a row was observed; asked is whether it happens within a horizon. */
export interface Horizon {
  /** In days, else in the unit of the column. */
  readonly length: number;
  /** Whether the spec calls the column's unit days. */
  readonly days: boolean;
  /** Column of how long a row was observed, or until the event where that came first. */
  readonly column: string;
}

/** An arrow from the first variable to the second, or an unobserved cause of both, that a graph lacks. */
export interface GraphAddition {
  readonly missing: 'arrow' | 'common cause';
  readonly between: readonly [string, string];
  /** Places of the implications that a graph with it would make no longer. */
  readonly takesBack: readonly number[];
}

export interface EffectStep extends StepBase {
  readonly kind: 'effect';
  readonly parameters: {
    readonly treatment: string;
    readonly outcome: string;
    /** Named arms, baseline first; absent: taken from the data (the smallest value is the baseline). */
    readonly arms?: readonly string[];
    readonly where?: Expression;
    /** Columns adjusted for, texts not among them. */
    readonly adjustment: readonly string[];
    readonly texts: readonly TextInput[];
    /** What of the texts the headline is adjusted for; `full` where absent. */
    readonly textMode?: TextMode;
    readonly modifiers: readonly string[];
    /** Columns that move the treatment and touch the outcome through it alone. */
    readonly instruments: readonly string[];
    /** Columns that the treatment acts through. */
    readonly mediators: readonly string[];
    /** Named sets of rows to average over, beside those of the modifiers. */
    readonly groups: readonly { readonly name: string; readonly condition: Expression }[];
    /** Column of clusters whose rows depend on each other. */
    readonly cluster?: string;
    /** Column of sample weights. */
    readonly weights?: string;
    /** Absent where every outcome is known as it is. */
    readonly horizon?: Horizon;
    /** Columns that the treatment cannot have moved, and treatments that cannot have moved the outcome. */
    readonly negativeOutcomes: readonly string[];
    readonly negativeTreatments: readonly string[];
    /** Values of a continuous treatment to tell the outcome at; the first is the baseline. Absent: from the data. */
    readonly doses?: readonly number[];
    readonly nuisances: Choice<NuisanceKind>;
    /** Independences that the graph implies among columns: what the check of its implications tests. */
    readonly implications: readonly {
      readonly a: string;
      readonly b: string;
      readonly given: readonly string[];
      /** What the graph may lack if it fails; absent where the compiler did not look. */
      readonly additions?: readonly GraphAddition[];
    }[];
    readonly estimand: Estimand;
    readonly estimator: Choice<EstimatorKind>;
    readonly checks: readonly CheckKind[];
    /** How the adjustment set came about, in one sentence. */
    readonly reason: string;
    /** Of the interval, as .95. */
    readonly level: number;
    readonly folds: number;
    readonly seed: number;
  };
}

export interface ModelStep extends StepBase {
  readonly kind: 'model';
  readonly parameters: {
    readonly outcome: string;
    readonly features: readonly string[];
    readonly texts: readonly TextInput[];
    readonly learner: Choice<LearnerKind>;
    readonly folds: number;
    readonly seed: number;
  };
}

/** Who is treated, by what an effect says treatment changes; see `kernel/src/decide`. */
export interface PolicyStep extends StepBase {
  readonly kind: 'policy';
  readonly parameters: {
    /** Id of the effect step that says what treatment changes. */
    readonly effect: string;
    /** Of treating one row, in money; without an arm: with any arm that is not named. Nothing costs anything where empty. */
    readonly costs: readonly { readonly arm?: string; readonly cost: number }[];
    /** What one more of the outcome is worth, in money; below 0 where less is better. The outcome itself is counted where absent. */
    readonly value?: number;
    /** Most money spent, and most rows treated, over the rows of the effect's data. */
    readonly budget?: number;
    readonly capacity?: number;
    /** Who may be treated; anyone where absent. */
    readonly eligible?: Expression;
    /** Who is treated today: those of a condition, or by what arm a column names. */
    readonly today?:
      | { readonly kind: 'condition'; readonly condition: Expression }
      | { readonly kind: 'column'; readonly column: string };
    /** Levels of questions of a readable policy. */
    readonly depth?: 1 | 2 | 3;
    /** Columns whose groups are told apart, and how far the shares treated of those of a single one may lie apart. */
    readonly fair?: { readonly columns: readonly string[]; readonly within?: number };
  };
}

/** Which price earns most, by what an effect says of demand at each; see `kernel/src/decide/price`. */
export interface PriceStep extends StepBase {
  readonly kind: 'price';
  readonly parameters: {
    /** Id of the effect step: the curve of demand by the price. */
    readonly effect: string;
    /** Of one more of what is demanded, in the money of the price. */
    readonly unitCost: number;
    /** Columns whose groups have a price of their own. */
    readonly by: readonly string[];
  };
}

/** How much is ordered, by the distribution of demand in each arm of an effect; see `kernel/src/decide/stock`. */
export interface StockStep extends StepBase {
  readonly kind: 'stock';
  readonly parameters: {
    /** Id of the effect step: what moves demand. */
    readonly effect: string;
    /** What a unit sells for, what it costs, and what one left over still brings; below 0 where getting rid of it costs. */
    readonly price: number;
    readonly unitCost: number;
    readonly salvage: number;
    /** Columns whose groups have orders of their own. */
    readonly by: readonly string[];
  };
}

/** Where items for a user may come from beside texts; each gives a score, and what scores are worth together is learned. */
export type CandidateKind = 'popularity' | 'similar items' | 'factors';

/** Which items are shown to whom, by what showing changes; see `kernel/src/decide/rank`. */
export interface RankStep extends StepBase {
  readonly kind: 'rank';
  readonly parameters: {
    /** Columns of ids: what is shown, and to whom. */
    readonly item: string;
    readonly user: string;
    /** Columns of 0 and 1: whether the row's item was shown, and what came of it. */
    readonly exposure: string;
    readonly outcome: string;
    /** Column of the chance that the row's item was shown; learned where absent. */
    readonly propensity?: string;
    /** Columns that purchases and effects may hang on. */
    readonly using: readonly string[];
    readonly candidates: readonly CandidateKind[];
    /** Texts of the items, one at most. */
    readonly texts: readonly TextInput[];
    /** Most items shown to a user, and what each has to add at least to the probability of the outcome. */
    readonly top?: number;
    readonly above?: number;
    /** File that the lists of all users are written to. */
    readonly into?: string;
    readonly level: number;
    readonly folds: number;
    readonly seed: number;
  };
}

/** Something to do, in the order the file says it. `name` is the effect, model, policy, ranking or graph it concerns. */
export type Action =
  | { readonly verb: 'train'; readonly name: string; readonly place: SpecPlace }
  | { readonly verb: 'check'; readonly name?: string; readonly place: SpecPlace }
  | { readonly verb: 'show'; readonly name: string; readonly place: SpecPlace }
  | {
      readonly verb: 'score';
      readonly name: string;
      readonly on: string;
      readonly into: string;
      /** How many attributions of a row are told in words; none where absent. */
      readonly reasons?: number;
      /** By the version that was promoted, whatever the spec says today. */
      readonly live?: boolean;
      readonly place: SpecPlace;
    }
  | {
      readonly verb: 'export';
      readonly name: string;
      readonly into: string;
      /** What LightGBM loads, or XGBoost. */
      readonly format: 'lightgbm' | 'xgboost';
      readonly place: SpecPlace;
    }
  | {
      readonly verb: 'explain';
      readonly name: string;
      readonly where?: Expression;
      readonly limit: number;
      readonly place: SpecPlace;
    }
  /** Versions of what was learned: today's becomes the one that scores, that one learns more, the one before scores again, or all are told. */
  | {
      readonly verb: 'promote' | 'continue' | 'roll back' | 'versions';
      readonly name: string;
      readonly place: SpecPlace;
    }
  /** Holds a new file against the data of training. */
  | { readonly verb: 'drift'; readonly name: string; readonly on: string; readonly place: SpecPlace }
  | { readonly verb: 'compare'; readonly name: string; readonly with: string; readonly place: SpecPlace }
  | { readonly verb: 'report'; readonly name: string; readonly place: SpecPlace };

/** The step an action or another step names, or undefined. */
export function findStep(plan: Plan, name: string): Step | undefined {
  return (
    plan.steps.find((step) => step.name === name && step.kind !== 'load' && step.kind !== 'encode') ??
    plan.steps.find((step) => step.name === name)
  );
}
