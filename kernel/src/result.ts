/**
 * The contract between what was computed and everything that shows it: plain data, JSON through and through.
 * Renderer, terminal, report and diagnostics read results and nothing else. Numbers that do not exist are null, never NaN.
 */
import type { CheckKind, Estimand, Role, SpecPlace, TextMode } from './plan.js';

export type Result =
  | EffectResult
  | ModelResult
  | PolicyResult
  | PriceResult
  | StockResult
  | RankingResult
  | AttributionResult
  | GraphResult
  | ScoreResult
  | ComparisonResult;

/** What a result was made from, so that it can be made again and seen to be stale. */
export interface Provenance {
  /** `hash` of the step that made it. */
  readonly stepHash: string;
  readonly specHash: string;
  /** sha256 of the data file's bytes; of those of all data files where a history is read. */
  readonly dataHash: string;
  readonly seed: number;
  /** Of the program and of what it computes with, by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly place?: SpecPlace;
}

interface ResultBase {
  readonly name: string;
  /** One plain sentence that says what the chart and the table say. */
  readonly sentence: string;
  readonly provenance: Provenance;
  /** Doubts met on the way: repairs while loading, rows left out, and so on. */
  readonly warnings: readonly string[];
  /** What was done on the way and is no doubt, such as an encoder adapted to its texts; absent where there is nothing to tell. */
  readonly notes?: readonly string[];
}

export type Interval = readonly [low: number, high: number];

/** A point with its sampling error. */
export interface Estimate {
  readonly estimate: number;
  readonly stdError: number;
  readonly interval: Interval;
}

/** Effect of one arm against the baseline. */
export interface Contrast extends Estimate {
  readonly arm: string;
  /** Rows in this arm. */
  readonly n: number;
  /** Mean outcome had all whom the estimand is about been in the baseline arm, as estimated; null where the estimator knows none. */
  readonly baselineMean: number | null;
  /** `estimate / baselineMean`, null where the baseline mean is near 0. */
  readonly relative: number | null;
  /** Interval of `relative` (Fieller 1954); null where the baseline mean could be 0. */
  readonly relativeInterval?: Interval | null;
  /** Of outcomes that are 0 or 1; null where the effect is 0. */
  readonly numberNeeded?: NumberNeeded | null;
}

/** How many have to be treated for one outcome more, or one fewer (Altman 1998). */
export interface NumberNeeded {
  readonly estimate: number;
  /** Null where the effect may be 0: the number could then be anything, in either direction. */
  readonly interval: Interval | null;
  readonly of: 'more' | 'fewer';
}

export interface Check {
  readonly name: CheckKind;
  readonly passed: boolean;
  /** The statistic; what it is stands in `sentence`. */
  readonly value: number;
  readonly threshold: number;
  /** Null hypothesis or requirement, threshold and verdict, in one sentence. */
  readonly sentence: string;
}

/** Standardised mean differences of one covariate between an arm and the baseline. */
export interface BalanceRow {
  readonly arm: string;
  /** Column, `column = level` for a category, or `text (score)`. */
  readonly covariate: string;
  readonly before: number;
  readonly after: number;
}

/** Counts per bin: bin `i` covers `edges[i]` to `edges[i + 1]`. */
export interface Histogram {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

export interface Overlap {
  readonly arm: string;
  /** Estimated probability of the arm against the baseline, among rows of the arm and rows of the baseline. */
  readonly treated: Histogram;
  readonly untreated: Histogram;
  /** Propensities below or above these are outside. */
  readonly bounds: Interval;
  readonly shareOutside: number;
  /** Kish effective sample sizes under the weights of the estimand. */
  readonly effectiveTreated: number;
  readonly effectiveUntreated: number;
  /** Propensities that trimming by its rule would keep; 0 and 1 where it would keep all. */
  readonly trimming?: Interval;
}

/** How strong an unobserved confounder would have to be to explain the effect of one arm away. */
export interface Sensitivity {
  readonly arm: string;
  /**
   * Risk ratio that it would need with treatment and outcome alike: of the estimate, and of the end of its interval nearer to no
   * effect (1 where the interval holds it).
   */
  readonly eValue: { readonly estimate: number; readonly interval: number };
  /** Share that it would need to explain of what is left open of treatment and outcome alike to bring estimate, or interval, to 0. */
  readonly robustness: { readonly estimate: number; readonly interval: number };
  /** What one as strong as a column or text that is adjusted for would do at worst, the strongest first. */
  readonly benchmarks: readonly {
    readonly column: string;
    /** Gains in R2: of the outcome, and of the treatment (of the Riesz representer), relative to what is left open without it. */
    readonly outcome: number;
    readonly treatment: number;
    readonly bias: number;
    /** Interval of the effect where the bias may go either way. */
    readonly interval: Interval;
  }[];
}

/** What adjusting for a simulated cause of treatment and outcome, which works against the effect, would make of the effect of one arm. */
export interface SimulatedCause {
  readonly arm: string;
  /** The covariate whose effects are 1. */
  readonly unit: string;
  /** Effects of the cause on the outcome, and on the treatment, in these units. */
  readonly multiples: readonly number[];
  /** `[on the outcome][on the treatment]`; null where so strong a cause is impossible. */
  readonly estimates: readonly (readonly (number | null)[])[];
  /** Effects, of both, that bring the estimate to 0; null where none does. */
  readonly turns: number | null;
}

/** The effect of one arm by what of the texts is adjusted for. */
export interface TextModes {
  readonly arm: string;
  readonly modes: readonly (Estimate & {
    readonly mode: TextMode;
    /** Less the effect of the headline's mode, with the error of that difference over the same rows; null of the headline's own. */
    readonly difference: Estimate | null;
  })[];
  /** Mode of the effect's headline. */
  readonly headline: TextMode;
  /** Share of those the estimand is about whose treatment the texts alone nearly tell. */
  readonly readable: number;
  readonly sentence: string;
}

/** Average effect over a group of rows, as the scores of the estimator give it. */
export interface GroupEstimate extends Estimate {
  readonly group: string;
  readonly n: number;
  /** Holds at once with those of all other groups and arms of the effect: what groups are compared by. */
  readonly simultaneous?: Interval;
}

/** Conditional effects of one arm. */
export interface Heterogeneity {
  readonly arm: string;
  readonly distribution: Histogram;
  readonly quantiles: readonly { readonly probability: number; readonly value: number }[];
  /** Averages of the quarters of each modifier, or of each of its levels. */
  readonly groups: readonly (GroupEstimate & { readonly modifier: string })[];
  /** Share of rows whose own interval lies above, below and across 0. */
  readonly shares: { readonly positive: number; readonly negative: number; readonly unclear: number };
}

/** How strongly instruments move a treatment, and what follows for the interval. */
export interface InstrumentStrength {
  readonly columns: readonly string[];
  /** One per arm but the baseline. */
  readonly firstStage: readonly {
    readonly arm: string;
    readonly statistic: 'effective F' | 'conditional F';
    readonly value: number;
    /** Below this the instruments are weak. */
    readonly threshold: number;
  }[];
  /** Interval that holds however weak the instruments are, of a single treatment; null where it has no end on that side. */
  readonly robust?: readonly [low: number | null, high: number | null];
  /** Hansen's test of instruments against each other, where there are more of them than treatments. */
  readonly overIdentification?: {
    readonly statistic: number;
    readonly freedom: number;
    readonly pValue: number;
  };
  readonly sentence: string;
}

/** The effect of one arm, parted into what goes through the mediators and what does not. */
export interface Mediation {
  readonly arm: string;
  readonly mediators: readonly string[];
  readonly total: Estimate;
  /** Natural direct effect: the arm changed, the mediators as under the baseline. */
  readonly direct: Estimate;
  /** Natural indirect effect: the mediators changed, the arm set. */
  readonly indirect: Estimate;
  /** `indirect / total`; null where the total is not clearly different from 0. */
  readonly proportion: Estimate | null;
  readonly sentence: string;
}

/** Mean outcome had everyone had one dose. */
export interface DosePoint extends Estimate {
  readonly dose: number;
  /** Holds the whole curve at once, with the probability of the level. */
  readonly band: Interval;
}

export interface DoseCurve {
  readonly points: readonly DosePoint[];
  /** Effect of a small step up of everyone's own dose, per unit of the dose. */
  readonly slope: Estimate;
  /** Width that the curve was smoothed over, in units of the dose. */
  readonly bandwidth: number;
  /** Rows by dose. */
  readonly distribution: Histogram;
  readonly sentence: string;
}

/**
 * What treating a share of the rows gains, those with the largest predicted effects first (Qini curve). The curve of random order is the straight
 * line to the last point, and that of one effect for all is the same.
 */
export interface UpliftCurve {
  readonly arm: string;
  /** From none to all treated; gains are per row of all. */
  readonly points: readonly {
    readonly share: number;
    readonly gain: Estimate;
    /** Less what as many random rows gain. */
    readonly overRandom: Estimate;
    /** Gain of the order of a model of the outcome in the arm. */
    readonly response: number;
  }[];
  /** Area under the targeting curve (RATE). */
  readonly autoc: Estimate;
  /** Area between the curve and that of random order, per row; and as a share of what treating all gains, null where that may be 0. */
  readonly qini: Estimate;
  readonly qiniShare: number | null;
  /** Qini area of the order of a model of the outcome, and by how much that of the predicted effects is above. */
  readonly response: Estimate;
  readonly overResponse: Estimate;
  readonly sentence: string;
}

/** How learners of the conditional effect of one arm were chosen, by losses on rows that they had seen nothing of. */
export interface Selection {
  readonly arm: string;
  readonly sentence: string;
  readonly candidates: readonly {
    readonly learner: string;
    /** Share in the effect; all add up to 1. */
    readonly share: number;
    readonly rLoss: number;
    /** Null where overlap is too poor for it to judge. */
    readonly drLoss: number | null;
    /** R-loss less that of one effect for all, with its standard error: below 0 is better. */
    readonly gain: number;
    readonly gainError: number;
  }[];
}

export interface EffectResult extends ResultBase {
  readonly kind: 'effect';
  readonly estimand: Estimand;
  /** The estimand in words, with the person's own variables. */
  readonly estimandSentence: string;
  readonly treatment: string;
  readonly outcome: string;
  /** Baseline first. */
  readonly arms: readonly string[];
  /** One per arm but the baseline. */
  readonly contrasts: readonly Contrast[];
  readonly level: number;
  /** Rows used. */
  readonly n: number;
  readonly adjustment: {
    readonly columns: readonly string[];
    readonly texts: readonly string[];
    readonly reason: string;
  };
  readonly estimator: string;
  readonly checks: readonly Check[];
  readonly overlap: readonly Overlap[];
  readonly balance: readonly BalanceRow[];
  /** One per contrast, where the check `unobserved` or `simulated cause` was asked for. */
  readonly sensitivity?: readonly Sensitivity[];
  /** One per contrast, where the check `simulated cause` was asked for and something is adjusted for. */
  readonly simulated?: readonly SimulatedCause[];
  /** One per contrast, where texts are adjusted for. */
  readonly textModes?: readonly TextModes[];
  readonly heterogeneity: readonly Heterogeneity[];
  /** Averages of the groups that the spec names, by arm, where it names some. */
  readonly groups?: readonly (GroupEstimate & { readonly arm: string })[];
  /** Outcome difference with no adjustment at all, per contrast, to show what the adjustment did. */
  readonly unadjusted: readonly Estimate[];
  /** What moves the conditional effect (of the first contrast), where it was learned. */
  readonly attribution?: GlobalAttribution;
  /** One per contrast, where the check `heterogeneity` or `uplift` was asked for and effects could differ. */
  readonly uplift?: readonly UpliftCurve[];
  /** How the learner of conditional effects was chosen, one per contrast, where several were tried. */
  readonly selection?: readonly Selection[];
  /** Where instruments were used. */
  readonly instrument?: InstrumentStrength;
  /** Where the effect was parted, one per arm but the baseline. */
  readonly mediation?: readonly Mediation[];
  /** Where the treatment is an amount and its curve was drawn. */
  readonly dose?: DoseCurve;
}

/** A number measured on held-out rows, with a bootstrap interval. */
export interface Metric {
  readonly name: 'AUC' | 'log loss' | 'Brier' | 'calibration error' | 'RMSE' | 'MAE' | 'R2';
  readonly value: number;
  readonly interval: Interval;
}

export interface CalibrationBin {
  readonly predicted: number;
  readonly observed: number;
  readonly n: number;
}

/** A readable tree: `ml-cart`'s, drawn. */
export type TreeNode =
  | { readonly leaf: true; readonly value: number; readonly n: number }
  | {
      readonly leaf: false;
      /** The question, in the person's words: `tenure < 12`. */
      readonly question: string;
      readonly n: number;
      readonly yes: TreeNode;
      readonly no: TreeNode;
    };

export interface ModelResult extends ResultBase {
  readonly kind: 'model';
  readonly task: 'classification' | 'regression';
  readonly outcome: string;
  readonly learner: string;
  readonly n: number;
  /** Metrics by split: `held out`, or `cross-validated` where the data has no split. */
  readonly metrics: readonly {
    readonly split: string;
    readonly n: number;
    readonly metrics: readonly Metric[];
  }[];
  /** Classification: ten bins of equal size. */
  readonly calibration: readonly CalibrationBin[];
  readonly attribution: GlobalAttribution;
  readonly tree?: TreeNode;
}

/** A policy's tree: each leaf says which arm its rows get. */
export type PolicyTreeNode =
  | {
      readonly leaf: true;
      /** Null: not treated. */
      readonly arm: string | null;
      /** Share of the rows that may be treated. */
      readonly share: number;
    }
  | {
      readonly leaf: false;
      /** The question, in the person's words: `tenure <= 12`. */
      readonly question: string;
      /** What is true of the rows of `no`: `tenure > 12`. */
      readonly denial: string;
      readonly share: number;
      readonly yes: PolicyTreeNode;
      readonly no: PolicyTreeNode;
    };

/** What a way to treat is worth over all rows, by doubly robust scores of rows that it was not learned from. */
export interface PolicyValue {
  readonly kind: 'by effect' | 'tree' | 'today' | 'everyone' | 'random' | 'nobody';
  /** `everyone gets mens`. */
  readonly name: string;
  /** Share of all rows treated, and rows of each arm but the baseline. */
  readonly share: number;
  readonly treated: readonly number[];
  readonly cost: number;
  /** Worth less cost, over treating nobody. */
  readonly gain: Estimate;
  /** Gain of the policy less that of this; null of the policy itself. */
  readonly difference: Estimate | null;
  /** Whether it keeps budget, capacity and eligibility. */
  readonly allowed: boolean;
}

/** What a policy spends on an arm, and what that brings. */
export interface PolicySpending {
  /** Null: all arms together. */
  readonly arm: string | null;
  /** Rows that get it. */
  readonly rows: number;
  readonly cost: number;
  /** Of all that is spent. */
  readonly share: number;
  /** Worth of what the arm changes, its cost not taken off. */
  readonly worth: Estimate;
  /** Worth per unit of money spent; null of an arm that costs nothing. */
  readonly returned: Estimate | null;
}

/** What a policy does to a group of rows. */
export interface PolicyGroup {
  readonly column: string;
  readonly group: string;
  readonly n: number;
  /** Share treated of those who may be. */
  readonly share: number;
  /** Average effect of the first arm in the group, per row. */
  readonly effect: Estimate;
  /** Gain of the policy over treating nobody, per row of the group. */
  readonly gain: Estimate;
}

export interface PolicyResult extends ResultBase {
  readonly kind: 'policy';
  /** Name of the effect it treats by. */
  readonly effect: string;
  readonly treatment: string;
  readonly outcome: string;
  /** Baseline first: what rows get that are not treated. */
  readonly arms: readonly string[];
  readonly level: number;
  readonly n: number;
  /** Rows that may be treated. */
  readonly eligible: number;
  /** Null where the outcome itself is counted. */
  readonly value: number | null;
  /** Of each arm but the baseline. */
  readonly costs: readonly number[];
  readonly budget: number | null;
  readonly capacity: number | null;
  /** The policy first. */
  readonly policies: readonly PolicyValue[];
  /** Where the policy's money goes: its arms, and all of them together last. Absent where nothing is spent. */
  readonly spending?: { readonly arms: readonly PolicySpending[]; readonly sentence: string };
  /** Whom it treats, where a single question says it well: `mostly those with tenure <= 12`. */
  readonly whom?: string;
  /** What other budgets would gain. */
  readonly curve: {
    readonly points: readonly { readonly spent: number; readonly share: number; readonly gain: Estimate }[];
    readonly sentence: string;
  };
  /** Predicted gain of the policy, and the most that any within the limits could have, were rows treated in part. */
  readonly predicted: { readonly gain: number; readonly bound: number };
  readonly tree?: { readonly root: PolicyTreeNode; readonly sentence: string };
  readonly groups?: readonly PolicyGroup[];
  /** What groups say, in a sentence. */
  readonly fairness?: string;
}

/** The price that earns most, of all rows or of a group. */
export interface BestPrice {
  readonly n: number;
  /** Prices between which demand is told. */
  readonly support: Interval;
  readonly price: { readonly estimate: number; readonly interval: Interval };
  /** Whether the best price is the lowest or the highest of the support, so that a better one may lie beyond; null where it lies inside. */
  readonly edge: 'lowest' | 'highest' | null;
  /** Demand per row had all the best price. */
  readonly demand: Estimate;
  /** Margin per row had all the best price: price less unit cost, times demand. */
  readonly margin: Estimate;
  /** The prices that were: their mean, the margin per row that they had, and by how much the best price has more. */
  readonly today: { readonly price: number; readonly margin: Estimate; readonly gain: Estimate };
  /** Margin per row had all today's mean price, and by how much the best price has more; null where the mean lies outside the support. */
  readonly atMean: { readonly margin: Estimate; readonly gain: Estimate } | null;
  /** Percent by which demand changes with one percent more on a price, the one of the support nearest to today's mean; null where demand may be 0. */
  readonly elasticity: (Estimate & { readonly price: number }) | null;
}

export interface PriceResult extends ResultBase {
  readonly kind: 'price';
  /** Name of the effect. */
  readonly effect: string;
  /** The column of prices, and that of what is demanded. */
  readonly treatment: string;
  readonly outcome: string;
  readonly level: number;
  readonly unitCost: number;
  readonly best: BestPrice;
  /** Demand and margin per row over the support, each with its own interval. */
  readonly curve: {
    readonly points: readonly {
      readonly price: number;
      readonly demand: Estimate;
      readonly margin: Estimate;
    }[];
    readonly sentence: string;
  };
  readonly segments?: readonly (BestPrice & { readonly column: string; readonly group: string })[];
  /** What segments say, in a sentence. */
  readonly segmentSentence?: string;
}

/** What to order for an arm, per row. */
export interface Order {
  readonly arm: string;
  /** Rows that had it. */
  readonly n: number;
  /** Quantile of demand had every row had the arm. */
  readonly quantity: { readonly estimate: number; readonly interval: Interval };
  /** The same quantile of the rows that had it, as if they were like all others. */
  readonly observedQuantile: number;
  /** Mean demand had every row had the arm. */
  readonly demand: Estimate;
  /** Expected profit per row with this order. */
  readonly profit: Estimate;
  /** Ordering the mean of the rows that had the arm instead, and by how much the order above earns more per row. */
  readonly observedMean: { readonly quantity: number; readonly profit: Estimate; readonly gain: Estimate };
}

export interface StockResult extends ResultBase {
  readonly kind: 'stock';
  /** Name of the effect. */
  readonly effect: string;
  readonly treatment: string;
  readonly outcome: string;
  /** Baseline first. */
  readonly arms: readonly string[];
  readonly level: number;
  readonly n: number;
  readonly price: number;
  readonly unitCost: number;
  readonly salvage: number;
  /** Probability with which demand is to be met: (price - unit cost) / (price - salvage). */
  readonly fractile: number;
  /** One per arm. */
  readonly orders: readonly Order[];
  /** Probability that demand is at most so much, per arm. */
  readonly distributions: readonly {
    readonly arm: string;
    readonly points: readonly { readonly demand: number; readonly probability: Estimate }[];
  }[];
  readonly distributionSentence: string;
  readonly groups?: readonly {
    readonly column: string;
    readonly group: string;
    readonly n: number;
    readonly orders: readonly Order[];
  }[];
  /** What groups say, in a sentence. */
  readonly groupSentence?: string;
}

/** What showing items in some order adds, by rows that the order was not learned from. */
export interface RankingWay {
  readonly kind: 'increment' | 'purchase' | 'popularity' | 'random' | 'today';
  /** `by predicted purchase`. */
  readonly name: string;
  /** Items shown per user. */
  readonly shown: number;
  /** More of the outcome per user than with nothing shown (doubly robust). */
  readonly gain: Estimate;
  /** Gain of the ranking less that of this; null of the ranking itself. */
  readonly difference: Estimate | null;
  /** Of the order as a prediction of the outcome, each counting by one over the chance of its exposure; null where there is no order. */
  readonly ndcg: number | null;
  readonly map: number | null;
  readonly recall: number | null;
}

/** Measures of lists; null where no list has what they need. */
export interface ListMeasures {
  /** Share of the items that stand in some list. */
  readonly coverage: number;
  /** One less the mean likeness of two items of a list. */
  readonly diversity: number | null;
  /** Mean surprise of an item in bits. */
  readonly novelty: number | null;
}

/** Which items are shown to whom, and what that is worth. */
export interface RankingResult extends ResultBase {
  readonly kind: 'ranking';
  readonly item: string;
  readonly user: string;
  readonly outcome: string;
  readonly exposure: string;
  readonly level: number;
  /** Rows used, and users and items among them. */
  readonly n: number;
  readonly users: number;
  readonly items: number;
  /** Null where there is no such limit. */
  readonly top: number | null;
  readonly above: number | null;
  readonly propensity: 'known' | 'learned';
  /** The ranking first. */
  readonly ways: readonly RankingWay[];
  /** What the ranking adds by each estimator. */
  readonly estimators: readonly {
    readonly name: 'IPS' | 'SNIPS' | 'DR' | 'switch';
    readonly gain: Estimate;
  }[];
  /** What showing so many items would add, by the ranking and by predicted purchase. */
  readonly curve: {
    readonly points: readonly {
      readonly top: number;
      readonly gain: Estimate;
      readonly byPurchase: number;
    }[];
    readonly sentence: string;
  };
  /** What the increments are put together from. */
  readonly parts: readonly { readonly name: string; readonly share: number }[];
  /** Of lists by what showing adds, and of as long ones by predicted purchase, over `lists.users` users. */
  readonly lists: {
    readonly users: number;
    readonly own: ListMeasures;
    readonly byPurchase: ListMeasures;
  };
  /** Lists of the first users. */
  readonly preview: readonly {
    readonly user: string;
    readonly items: readonly {
      readonly item: string;
      readonly increment: number;
      /** Probability of the outcome without showing, and with. */
      readonly without: number;
      readonly with: number;
    }[];
  }[];
  /** File of the lists of all users, relative to the workspace. */
  readonly path?: string;
}

/** Mean absolute attribution per source column, largest first; a text's scores are summed to the text. */
export interface GlobalAttribution {
  /** What the attributions add up to: `predicted purchased`, `effect of coupon on purchased`. */
  readonly of: string;
  readonly base: number;
  readonly rows: number;
  readonly sources: readonly {
    readonly source: string;
    readonly meanAbsolute: number;
    readonly meanSigned: number;
  }[];
}

/** Attributions of single rows: `base` plus the values of a row is its prediction, exactly. */
export interface AttributionResult extends ResultBase {
  readonly kind: 'attribution';
  readonly of: string;
  readonly base: number;
  readonly sources: readonly string[];
  readonly rows: readonly {
    /** 1-based row of the data file. */
    readonly row: number;
    /** The unit's id, where the data declares one. */
    readonly unit?: string;
    readonly prediction: number;
    /** In the order of `sources`. */
    readonly values: readonly number[];
    /** The row's own values in words, in the order of `sources`. */
    readonly shown: readonly string[];
    /** What the phrases of the row's texts do, where it has any among the sources. */
    readonly texts?: readonly TextAttribution[];
  }[];
  readonly global: GlobalAttribution;
  /** Words that move it most, by text, where texts are among the sources. */
  readonly terms?: readonly TermAttribution[];
}

/**
 * What the phrases of one row's text do to its prediction: Owen values, the text being one group among the columns. With what an empty
 * text does they add up to the row's value of the text, exactly.
 */
export interface TextAttribution {
  /** One of `sources`. */
  readonly source: string;
  /** What a text without any of the phrases does: to say nothing is not what the average text does. */
  readonly empty: number;
  /** One after another they are the text. */
  readonly phrases: readonly PhraseAttribution[];
  /** Versions of the text with phrases left out that were read. */
  readonly versions: number;
  /** These are all there are: the values have no sampling error. */
  readonly exact: boolean;
  /** A second opinion: LIME, repeated on other versions of the text; none of a single phrase. */
  readonly surrogate?: {
    readonly repetitions: number;
    /** Share of them that find the same phrase strongest as the values do. */
    readonly agreement: number;
  };
}

export interface PhraseAttribution {
  /** As it stands in the text, a very long one cut. */
  readonly text: string;
  readonly value: number;
  /** Standard error by the versions of the text that were not read. */
  readonly error: number;
  /** Mean weight of the second opinion, and its standard deviation over the repetitions. */
  readonly surrogate?: { readonly weight: number; readonly spread: number };
}

/** What single words do on average over rows that hold them, each against the rest of its text. */
export interface TermAttribution {
  /** One of `sources`. */
  readonly source: string;
  /** Rows that the words were looked for in. */
  readonly rows: number;
  readonly words: readonly {
    readonly word: string;
    /** Rows that hold it. */
    readonly n: number;
    /** Of these, rows that it was measured in. */
    readonly measured: number;
    readonly meanAbsolute: number;
    readonly meanSigned: number;
    /** Of `meanSigned`, by the draw of rows; null where it was measured in one. */
    readonly interval: Interval | null;
  }[];
}

export interface GraphResult extends ResultBase {
  readonly kind: 'graph';
  readonly nodes: readonly { readonly name: string; readonly observed: boolean; readonly role: Role }[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly confounding: boolean }[];
}

/** A scored file: its first rows, unit and scores before the other columns; the whole stands in `path`. */
export interface ScoreResult extends ResultBase {
  readonly kind: 'score';
  readonly path: string;
  readonly rows: number;
  readonly columns: readonly string[];
  readonly preview: readonly (readonly (string | number | null)[])[];
}

export interface ComparisonResult extends ResultBase {
  readonly kind: 'comparison';
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly values: readonly (string | number | null)[] }[];
}
