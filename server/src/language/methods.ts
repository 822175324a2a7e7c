import type { CheckKind, EstimatorKind } from '../../../kernel/src/plan.js';

/** What a person has to know of a method before believing what it says. Read by hover, completion and docs/methods.md. */
export interface MethodInfo {
  /** One sentence. */
  readonly about: string;
  /** In plain text, with the letters that docs/methods.md explains. */
  readonly formula: string;
  /** Sentences. */
  readonly assumes: readonly string[];
  readonly reference: string;
  /** A line to copy. */
  readonly example: string;
}

const unconfounded =
  'Given what is adjusted for, arms are as good as assigned at random (no open backdoor path), and every row could have been in either arm (overlap).';
const randomised = 'The treatment was assigned at random.';
const instrumental =
  'Given what is adjusted for, the instrument is as good as random, moves the treatment, and touches the outcome through it alone; it moves nobody the wrong way, or the effect is the same for all.';
const rightForm =
  'The log odds of the propensity are a sum of lines, or of curves of four knots where an arm has rows enough for them: nothing mends it where they are not, while aipw has the outcome as well.';
const bothRight =
  'The interval supposes that both models come near the truth: with one of them wrong the estimate is right in large samples, but its error need not be.';
const learner = (sentence: string): string[] => [unconfounded, `Averages are those of aipw; ${sentence}`];

const estimators = {
  'difference in means': {
    about: 'Mean outcome of an arm minus that of the baseline: for an experiment.',
    formula: 'mean(y | a) - mean(y | 0)',
    assumes: [randomised],
    reference: 'Neyman 1923; interval of Welch 1947.',
    example: 'with difference in means',
  },
  lin: {
    about: 'Difference of an experiment, made precise by a regression in each arm on what is adjusted for.',
    formula: 'mean over all rows of b_a(x) - b_0(x), b linear with its own slopes in each arm',
    assumes: [randomised, 'The regression need not be right.'],
    reference: 'Lin 2013, "Agnostic notes on regression adjustments to experimental data".',
    example: 'with lin',
  },
  cuped: {
    about: 'Difference of an experiment, less what columns from before it predict.',
    formula:
      'mean(y - theta (x - mean x) | a) - mean(y - theta (x - mean x) | 0), theta = cov(x, y) / var(x)',
    assumes: [randomised, 'The columns are from before the treatment.'],
    reference:
      'Deng, Xu, Kohavi and Walker 2013, "Improving the sensitivity of online controlled experiments".',
    example: 'with cuped',
  },
  stratification: {
    about: 'Differences of means within strata of the propensity, averaged.',
    formula: 'sum over strata s of share_s (mean(y | a, s) - mean(y | 0, s))',
    assumes: [unconfounded, 'Within a stratum the propensity is about the same.', rightForm],
    reference:
      'Rosenbaum and Rubin 1984, "Reducing bias in observational studies using subclassification on the propensity score".',
    example: 'with stratification { strata 10 }',
  },
  ipw: {
    about: 'Means of the arms, each row weighted by how unlikely its own arm was.',
    formula: 'sum(w_a y) / sum(w_a) - sum(w_0 y) / sum(w_0), w_a = 1(a) / e_a(x)',
    assumes: [unconfounded, rightForm],
    reference: 'Horvitz and Thompson 1952; Hajek 1971; Hirano, Imbens and Ridder 2003.',
    example: 'with ipw { trim 0.05 }',
  },
  matching: {
    about: 'Compares each row with the most similar ones of the other arm.',
    formula: 'mean of y_i - mean(y of the matches of i), corrected by a regression for what still differs',
    assumes: [unconfounded],
    reference: 'Abadie and Imbens 2006, 2011, 2016.',
    example: 'with matching { neighbours 3 }',
  },
  aipw: {
    about: 'Doubly robust: right if either the outcome model or the propensity is.',
    formula: 'mean of m_a(x) - m_0(x) + 1(a) (y - m_a(x)) / e_a(x) - 1(0) (y - m_0(x)) / e_0(x)',
    assumes: [unconfounded, bothRight],
    reference: 'Robins, Rotnitzky and Zhao 1994; cross-fitted: Chernozhukov et al. 2018.',
    example: 'with aipw',
  },
  tmle: {
    about:
      'Doubly robust, by an outcome model that is moved until the weighted residuals average to nothing; stays in the range of the outcome.',
    formula: 'mean of m*_a(x) - m*_0(x), m* = m moved along 1(a) / e_a(x)',
    assumes: [unconfounded, bothRight],
    reference: 'van der Laan and Rubin 2006, "Targeted maximum likelihood learning".',
    example: 'with tmle',
  },
  dml: {
    about: 'Partially linear: residuals of the outcome on residuals of the treatment, which may be a dose.',
    formula: 'sum((t - e(x)) (y - m(x))) / sum((t - e(x))^2)',
    assumes: [
      unconfounded,
      'The effect is the same for all; where it is not, rows with uncertain treatment count more.',
    ],
    reference: 'Robinson 1988; Chernozhukov et al. 2018, "Double/debiased machine learning".',
    example: 'with dml',
  },
  's learner': {
    about:
      'One model of the outcome that has the treatment among its inputs; effects are differences of its predictions.',
    formula: 'm(x, a) - m(x, 0)',
    assumes: learner('effects of single rows are shrunk towards none.'),
    reference:
      'Kuenzel, Sekhon, Bickel and Yu 2019, "Metalearners for estimating heterogeneous treatment effects".',
    example: 'with s learner',
  },
  't learner': {
    about: 'A model of the outcome for each arm; effects are differences of their predictions.',
    formula: 'm_a(x) - m_0(x)',
    assumes: learner('effects of single rows carry the errors of both models.'),
    reference: 'Kuenzel, Sekhon, Bickel and Yu 2019.',
    example: 'with t learner',
  },
  'x learner': {
    about:
      'Imputes the effect of each row from the model of the other arm, then models it; good where one arm is small.',
    formula: 'e(x) g_0(x) + (1 - e(x)) g_1(x), g_a a model of the imputed effects in arm a',
    assumes: learner('effects of single rows are as good as the models of the outcome.'),
    reference: 'Kuenzel, Sekhon, Bickel and Yu 2019.',
    example: 'with x learner',
  },
  'r learner': {
    about: 'Models the effect that best explains residuals of the outcome by residuals of the treatment.',
    formula: 'argmin over g of mean(((y - m(x)) - (t - e(x)) g(x))^2)',
    assumes: learner('effects of single rows are robust to small errors of both nuisances.'),
    reference: 'Nie and Wager 2021, "Quasi-oracle estimation of heterogeneous treatment effects".',
    example: 'with r learner',
  },
  'dr learner': {
    about: 'Models the doubly robust score of each row.',
    formula: 'regression of the aipw score on x',
    assumes: learner('effects of single rows are noisy where overlap is poor.'),
    reference: 'Kennedy 2023, "Towards optimal doubly robust estimation of heterogeneous causal effects".',
    example: 'with dr learner',
  },
  'da learner': {
    about:
      'Models the outcome of each arm with weights that make it look like the other arm, then the imputed effects.',
    formula: 'as the x learner, models weighted by e(x) / (1 - e(x)) and its inverse',
    assumes: learner(
      'effects of single rows are as good as the models of the outcome where the arms differ.',
    ),
    reference: 'Domain adaptation learner; Shimodaira 2000 on weights under covariate shift.',
    example: 'with da learner',
  },
  'causal forest': {
    about: 'Honest forest of effects: who gains, with an interval for each row.',
    formula: 'argmin over g of sum(alpha(x) ((y - m) - (t - e) g)^2), alpha the weights of the forest',
    assumes: learner('effects of single rows vary smoothly enough for neighbours to tell.'),
    reference: 'Athey, Tibshirani and Wager 2019, "Generalized random forests".',
    example: 'with causal forest { trees 2000 }',
  },
  auto: {
    about:
      'Chooses among the learners, the forest and a constant effect by how well each explains rows it has not seen, and says why.',
    formula: 'least cross-fitted R-loss and doubly robust loss',
    assumes: learner('the losses are those of residuals, not of the unknown effect itself.'),
    reference: 'Nie and Wager 2021; Lan and Syrgkanis 2023, "Causal Q-aggregation for CATE model selection".',
    example: 'with auto',
  },
  'two stage regression': {
    about: 'The part of the treatment that the instrument moves, against the outcome, by linear regressions.',
    formula: '(t_z\u2032 t)^-1 t_z\u2032 y, t_z the treatment as the instruments predict it',
    assumes: [instrumental, 'What is adjusted for acts linearly.'],
    reference:
      'Wright 1928; Theil 1953; Angrist, Imbens and Rubin 1996; Anderson and Rubin 1949 where the instrument is weak.',
    example: 'instrument lottery  with two stage regression',
  },
  'instrumental dml': {
    about:
      'Residuals of the outcome on those of the treatment, by residuals of the instrument, none of them linear.',
    formula: 'sum((z - r(x)) (y - m(x))) / sum((z - r(x)) (t - e(x)))',
    assumes: [instrumental],
    reference: 'Chernozhukov et al. 2018, "Double/debiased machine learning", section 4.',
    example: 'instrument lottery  with instrumental dml',
  },
  'instrumental forest': {
    about: 'Effects of the part of the treatment that the instrument moves, row by row.',
    formula: 'sum(alpha(x) (z - r) (y - m)) / sum(alpha(x) (z - r) (t - e))',
    assumes: [instrumental],
    reference: 'Athey, Tibshirani and Wager 2019, section 7.',
    example: 'instrument lottery  with instrumental forest',
  },
  'front door': {
    about: 'The effect through mediators that carry all of it, where nothing else can be adjusted for.',
    formula: 'sum over m of (P(m | a) - P(m | 0)) sum over t of P(t) E(y | t, m)',
    assumes: [
      'The mediators carry the whole effect; nothing unobserved confounds them with the treatment or, given the treatment, with the outcome.',
    ],
    reference: 'Pearl 1995; Fulcher, Shpitser, Marealle and Tchetgen Tchetgen 2020.',
    example: 'through basket  with front door',
  },
  mediation: {
    about: 'Splits an effect into what goes through the mediators and what does not.',
    formula: 'indirect E(y(a, m(a)) - y(a, m(0))), direct E(y(a, m(0)) - y(0, m(0)))',
    assumes: [
      unconfounded,
      'The same holds for the mediators, and nothing that the treatment causes confounds them with the outcome.',
    ],
    reference: 'Pearl 2001; Tchetgen Tchetgen and Shpitser 2012.',
    example: 'through basket  with mediation',
  },
  'dose response': {
    about: 'Mean outcome at every dose of a continuous treatment, as a curve with its band.',
    formula:
      'mean of m(x, a) over all rows + local quadratic regression of y - m on the dose, weighted by f(a) / f(a | x)',
    assumes: [
      'Given what is adjusted for, the dose is as good as random, and every row could have had every dose that is asked about.',
    ],
    reference:
      'Kennedy, Ma, McHugh and Small 2017, "Non-parametric methods for doubly robust estimation of continuous treatment effects"; Colangelo and Lee 2020.',
    example: 'doses 0, 5, 10  with dose response',
  },
} satisfies Record<string, MethodInfo>;

const checks = {
  overlap: {
    about: 'Looks for rows that could only have been in one arm.',
    formula: 'share of rows whose propensity lies outside the bounds; effective sample size',
    assumes: ['The propensity is about right.'],
    reference: 'Crump, Hotz, Imbens and Mitnik 2009.',
    example: 'check overlap',
  },
  balance: {
    about: 'Compares the arms before and after the adjustment.',
    formula: 'difference of weighted means / spread, for each column',
    assumes: ['What is not measured is not compared.'],
    reference: 'Austin 2009.',
    example: 'check balance',
  },
  placebo: {
    about: 'Draws treatments that do nothing: their intervals must hold 0 as often as they say.',
    formula: 'share of placebo intervals that exclude 0',
    assumes: ['Judges the interval, not whether a confounder is missing.'],
    reference: 'Fisher 1935 on randomisation tests.',
    example: 'check placebo',
  },
  'dummy outcome': {
    about: 'Replaces the outcome by one the treatment cannot have moved: the effect must vanish.',
    formula: 'effect on a dummy outcome / its standard error',
    assumes: ['Judges the estimator, not whether a confounder is missing.'],
    reference: 'Sharma and Kiciman 2020, on refutation.',
    example: 'check dummy outcome',
  },
  'random cause': {
    about: 'Adjusts for a random column on top: the estimate must not move by more than chance.',
    formula: 'change of the estimate / its standard error',
    assumes: ['Judges the stability of the estimator.'],
    reference: 'Sharma and Kiciman 2020.',
    example: 'check random cause',
  },
  subsets: {
    about: 'Estimates on random thirds of the rows: they must agree with the whole.',
    formula: '(mean of the parts - estimate from the same rows) / joint standard error',
    assumes: ['Judges the stability of the estimator.'],
    reference: 'Politis and Romano 1994, on subsampling.',
    example: 'check subsets',
  },
  bootstrap: {
    about:
      'Resamples the rows: intervals of the samples must miss the estimate no more than a fifth more often than they say.',
    formula: 'share of resampled intervals that exclude the estimate',
    assumes: ['Judges the interval; a tail that no row has shown it cannot see.'],
    reference: 'Efron 1979; Hall 1992, on the studentised bootstrap.',
    example: 'check bootstrap',
  },
  'negative controls': {
    about:
      'Effects that cannot be: on outcomes the treatment cannot have moved, or of treatments that cannot have moved the outcome.',
    formula: 'largest |effect| / standard error over the controls',
    assumes: ['The controls share the confounders of the effect.'],
    reference: 'Lipsitch, Tchetgen Tchetgen and Cohen 2010.',
    example: 'negative outcome visits_before  check negative controls',
  },
  implications: {
    about:
      'Tests the independences that the graph implies, and says which missing arrow would explain a failure.',
    formula: 'covariance of residuals of a and b given c, over its error, for each implied a, b | c',
    assumes: ['A graph that passes can still be wrong.'],
    reference: 'Pearl 2009; Shah and Peters 2020.',
    example: 'check implications',
  },
  calibration: {
    about: 'Whether effects of single rows, as predicted, are those that come about.',
    formula: 'regression of the outcome residual on mean and spread of the predicted effects',
    assumes: ['Predictions are of rows not learned from.'],
    reference: 'Chernozhukov, Demirer, Duflo and Fernandez-Val 2018.',
    example: 'check calibration',
  },
  heterogeneity: {
    about: 'Whether rows with the largest predicted effects do have larger effects than others.',
    formula: 'RATE: area under the targeting curve (AUTOC) / its error',
    assumes: ['Predictions are of rows not learned from.'],
    reference: 'Yadlowsky, Fleming, Shah, Brunskill and Wager 2021.',
    example: 'check heterogeneity',
  },
  uplift: {
    about: 'What treating the most promising rows first gains over treating at random.',
    formula: 'Qini: area between the curve of gains and that of random order',
    assumes: ['Predictions are of rows not learned from.'],
    reference: 'Radcliffe 2007; Sverdrup, Wu, Athey and Wager 2024.',
    example: 'check uplift',
  },
  unobserved: {
    about:
      'How strong a confounder nobody measured would have to be to undo the effect, beside the columns that were.',
    formula: 'E-value; robustness value; bias |C_Y C_D| sqrt(E(residual^2) E(weight^2))',
    assumes: ['It cannot prove that there is none.'],
    reference:
      'VanderWeele and Ding 2017; Cinelli and Hazlett 2020; Chernozhukov, Cinelli, Newey, Sharma and Syrgkanis 2022.',
    example: 'check unobserved',
  },
  'simulated cause': {
    about: 'Adds an unobserved confounder of known strength and shows what the estimate would be without it.',
    formula: 'estimate over a grid of strengths towards treatment and outcome',
    assumes: ['Strengths are told in those of the strongest column.'],
    reference: 'Rosenbaum and Rubin 1983; Cinelli and Hazlett 2020.',
    example: 'check simulated cause',
  },
  'text overlap': {
    about:
      'Looks for rows whose treatment is nearly told: by the texts alone, by the columns alone, and by both.',
    formula: 'share of rows whose propensity lies outside the bounds, for each of the three',
    assumes: ['The propensities are about right.'],
    reference: "D'Amour, Ding, Feller, Lei and Sekhon 2021; Gui and Veitch 2022.",
    example: 'check text overlap',
  },
  'text residual': {
    about:
      'Regresses what is left of the outcome on the raw embedding and n-grams, out of fold: adjusting for that once more must not move the effect.',
    formula:
      'mean of (1 - 1(a) / e_a(x)) f_a(text), less the same of 0, over its error; f_a learned from y - m_a(x)',
    assumes: [
      'Sees what lies along the embedding and the words of a text; what is in no text, or needs more rows to be learned, it does not see.',
    ],
    reference: 'Liu, Mukherjee and Robins 2020; Robins, Li, Tchetgen Tchetgen and van der Vaart 2008.',
    example: 'check text residual',
  },
  'text balance': {
    about:
      'Compares the arms, once weighted, in the scores and the leading components of the texts, and looks whether the outcome still goes along with what they differ by.',
    formula:
      'difference of weighted means / spread, and correlation with y - m_a(x), for each score and component',
    assumes: ['What lies along other directions of a text is not compared.'],
    reference: 'Austin 2009.',
    example: 'check text balance',
  },
  'shuffled text': {
    about: 'Deals the texts out among the rows anew: the effect must be the one without text.',
    formula: '(effect with shuffled texts - effect without texts) / error of the difference',
    assumes: ['Judges how texts are read, not whether they hold every confounder.'],
    reference: 'Fisher 1935 on randomisation tests.',
    example: 'check shuffled text',
  },
} satisfies Record<string, MethodInfo>;

/** Every estimator, by its words in a spec. */
export const estimatorMethods: Readonly<Record<EstimatorKind, MethodInfo>> = estimators;

/** Every check. */
export const checkMethods: Readonly<Record<CheckKind, MethodInfo>> = checks;

/** The words of all of them. */
export const methodNames: readonly string[] = [...Object.keys(estimators), ...Object.keys(checks)];

/** The method of some words; undefined for words that name none. */
export function methodOf(words: string): MethodInfo | undefined {
  const all: Readonly<Record<string, MethodInfo>> = { ...estimators, ...checks };
  return Object.hasOwn(all, words) ? all[words] : undefined;
}
