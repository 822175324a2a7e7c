import { type CodeInfo, info, kernelFamilies, type Severity } from '../../../kernel/src/codes.js';

export type { CodeInfo, Severity };

const error = info('error');
const warning = info('warning');
const hint = info('hint');

/** Syntax and names. */
const names = {
  CS1001: error(
    'Not a spec',
    'A word or a sign stands where the language has no place for it.',
    'Write what the message asks for. A name that is a word of the language goes in backticks: `` `with` ``.',
  ),
  CS1002: error(
    'Unknown declaration',
    'No `parameter`, `data`, `text`, `graph`, `effect` or `model` of this name can be seen here. A spec sees itself; a notebook cell sees itself and the cells above it.',
    'Correct the name, or declare it. In a notebook, move the declaration up.',
  ),
  CS1003: error(
    'Unknown variable',
    'Neither the data file nor a `derive` or `text` declaration has a variable of this name.',
    'Correct the name. Capital letters count.',
  ),
  CS1004: error(
    'Declared twice',
    'Two declarations share a name, or a parameter and a column do, so that nobody could say which of them a use means. In a notebook the cells above count.',
    'Rename one of them.',
  ),
  CS1005: hint('Never used', 'Nothing in this file uses the declaration.', 'Use it, or delete it.'),
  CS1006: error('Text or comment not closed', 'The closing `"` or `*/` is missing.', 'Add it.'),
  CS1007: error(
    'Too long or too deep',
    'A spec of more than half a million characters, or an expression nested beyond all use, is refused before it is read.',
    'Split the file, or name parts of the expression with `derive`.',
  ),
  CS1008: error('Clause missing', 'The declaration says too little to be computed.', 'Add the clause.'),
  CS1009: error('Clause twice', 'A clause that can be said once is said twice.', 'Delete one of them.'),
  CS1010: error('Unknown option', 'The estimator or learner has no such option.', 'Use one of those named.'),
  CS1011: error(
    'Option out of range',
    'The value is of the wrong kind, too small, too large, or no whole number; or another option is missing that this one needs.',
    'Choose a value in the range that the message gives, or add the option that it names.',
  ),
  CS1012: error('Listed twice', 'A name stands twice in one list.', 'Delete one of them.'),
  CS1013: error(
    'Spec not readable',
    'There is no such file, it may not be read, or it is not text in UTF-8.',
    'Check the name, the permissions and the encoding.',
  ),
  CS1014: error(
    'Notebook not readable',
    'A notebook of Jupyter is read as nbformat 4 has it. A file that is cut short, holds the marks of a merge conflict, is of another version or has something else in the place of a text is refused as a whole, since half a notebook would pass for all of it.',
    'Save it again in the program it came from, as nbformat 4.',
  ),
  CS1015: error(
    'Unknown parameter',
    '`--set` gives a value to a parameter that the spec declares; it declares none of this name.',
    'Correct the name, or declare it: `parameter since = date "2026-01-01"`.',
  ),
  CS1016: error(
    'Value of another kind',
    'A parameter keeps the kind of value that the spec gives it: a number, a text, a date, or true or false.',
    'Give a value of that kind; dates are written year-month-day.',
  ),
  CS1017: error(
    'Number too large',
    'Numbers are held in 64 bits, which end at about 1.8e308.',
    'Write a smaller number, or change the unit.',
  ),
} satisfies Record<string, CodeInfo>;

/** Data and texts. */
const data = {
  CS1201: error(
    'Not a data file',
    'The extension tells how a file is read and written: .csv, .tsv, .parquet, .json, .jsonl.',
    'Name a file of one of these kinds.',
  ),
  CS1202: error(
    'Column twice',
    'A column is declared twice or given a time twice, or a derived column has the name of one that is there already.',
    'Delete one of the two, or rename the derived column.',
  ),
  CS1203: error(
    'Shares of the split',
    'The two shares of a `split` are percentages: both above 0, and 100 together.',
    'Write, for example, `split 80/20`.',
  ),
  CS1204: error(
    'Split without its column',
    '`split by unit` and `split by time` need the clause that names the column.',
    'Add `unit COLUMN` or `time COLUMN`, or split by row.',
  ),
  CS1205: error(
    'Time is no time',
    'The column named by `time` holds neither dates nor numbers, so that rows have no order.',
    'Name a column of dates or numbers.',
  ),
  CS1206: error(
    'Used before it is derived',
    'Derived columns are computed from top to bottom: an expression may use what is derived above it.',
    'Move the other `derive` up.',
  ),
  CS1207: error(
    'Not a text',
    'A `text` declaration is about words; this column holds numbers, dates or truth values.',
    'Use the column as it is, without a `text` declaration.',
  ),
  CS1208: error(
    'Unknown encoder',
    'No encoder of this name is built in, nor does it name a model as `hf:organisation/model`.',
    'Use one of those named.',
  ),
  CS1209: error(
    'Derived time span',
    'The difference of two dates is a time span, and a column holds numbers, words, dates or truth values.',
    'Say in which unit: `days(...)` or `hours(...)`.',
  ),
  CS1210: error(
    'Setting of another encoder',
    'How the vectors of tokens become one, and from which layer they are taken, can be chosen of models named as `hf:organisation/model`; the encoders that are built in have one way. Layers count from 0, the embeddings.',
    'Delete the clause, or name a model.',
  ),
  CS1211: error(
    'Reduction that nothing uses',
    'A text is reduced to directions that go along with a treatment or an outcome: from 1 to 64 of them, and for a variable that is treatment or outcome of whatever reads the text.',
    'Name the treatment, the outcome or both behind `for`, and a whole number from 1 to 64.',
  ),
  CS1212: warning(
    'Components keep the confounding',
    'Principal components are what texts vary in most, which need not be what treatment and outcome follow. On 2,518 real reviews, trees on 16 components left .96 of 2.03 of confounding along an oblique direction of the embedding, where linear heads on embedding and n-grams left nothing that could be told from 0.',
    'Say what the directions are for, as `reduce 16 for TREATMENT, OUTCOME`, or delete `reduce`.',
  ),
  CS1213: error(
    'History without its parts',
    'A history is what happened to the unit of a row before a time of the row. It needs the column that says whose an event is, a time of the events and a time of the rows: without that time events after the treatment would be in it, which may be its work, and adjusting for them hides part of the effect.',
    'Write `of ROWS by KEY before TIME`, and `time COLUMN` in the data of the events.',
  ),
  CS1214: error(
    'History of columns that do not fit',
    'Rows and events are matched by a column that both have, numbers with numbers and words with words; the times of both are dates, or both numbers.',
    'Name other columns, derive one of that name, or declare types with `column`.',
  ),
  CS1215: error(
    'Half-life without a meaning',
    'The half-life is the age at which an event weighs half: above 0, in a unit of time where times are dates, and in the unit of the times where they are numbers. Only histories have events.',
    'Write, for example, `half life 30 days`, or delete the clause.',
  ),
  CS1216: error(
    'Nothing to adapt by',
    'Histories are mixtures of texts and are not adapted. Texts are paired for `adapt contrastive` alone, and by a column that knows neither the treatment nor the outcome of whatever reads the text: the adapter is fitted outside of the folds, and would carry what a row answers into its own scores.',
    'Pair by what was there before, as a basket, a session or a customer.',
  ),
} satisfies Record<string, CodeInfo>;

/** Effects, models and verbs. */
const questions = {
  CS1301: error(
    'Treatment is the outcome',
    'An effect of a variable on itself says nothing.',
    'Name two variables.',
  ),
  CS1302: error(
    'Treatment or outcome among the others',
    'The treatment and the outcome cannot be adjusted for or be effect modifiers.',
    'Take it out of the list.',
  ),
  CS1303: error(
    'Two ways to adjust, or none',
    'The adjustment set comes from a graph (`in`) or is listed (`adjust for`): one of the two, so that nothing is adjusted for by accident.',
    'Keep one of the clauses. In an experiment, write `adjust for nothing`.',
  ),
  CS1304: error(
    'Raw free text',
    'Free text enters a model through an encoder: as a column it would be one level per row.',
    'Declare `text NAME from DATA.COLUMN` and use NAME.',
  ),
  CS1305: error(
    'Text as effect modifier alone',
    'A text enters an effect as scores that are learnt with the adjustment; without it there is nothing to split on.',
    'Adjust for the text too, or derive a column from it, as in `derive long = length(history) > 100`.',
  ),
  CS1306: error(
    'Not a treatment',
    'A treatment has a few arms. Dates and free text have none.',
    'Derive a column with a few values, as in `derive late = seen_at >= date "2026-01-01"`.',
  ),
  CS1307: error(
    'Not an outcome',
    'The mean of an outcome is estimated, so it has to be a number or true or false.',
    'Derive one, as in `derive bought = status == "paid"`, or declare the column numeric.',
  ),
  CS1308: error(
    'Arms',
    'An effect compares at least two different arms; the first is the baseline.',
    'Name two arms or more, each once.',
  ),
  CS1309: error(
    'Difference in means with an adjustment set',
    'A difference in means compares the arms as they are. Adjusting for something takes another estimator.',
    'Write `with aipw`, or, in an experiment, `adjust for nothing`.',
  ),
  CS1310: error(
    'Level, folds or seed out of range',
    'The level of an interval lies between 0.5 and 1, folds between 3 and 20, a seed is a whole number.',
    'Choose a value in the range.',
  ),
  CS1311: warning(
    'Check without an object',
    'Overlap and balance are about the variables adjusted for, checks of texts and `headline` about the texts among them; here there are none.',
    'Leave the check, or `headline`, out.',
  ),
  CS1312: error(
    'Nothing to split on',
    'A causal forest looks for groups with different effects, among the effect modifiers or what is adjusted for. Here there is neither.',
    'Name effect modifiers with `by`.',
  ),
  CS1313: error(
    'Weights not numbers',
    'A sample weight says how many of the population a row stands for, which a category or a date cannot.',
    'Name a column of numbers, none of them negative.',
  ),
  CS1314: error(
    'Text where a column belongs',
    'A text enters an effect as a few learned scores that adjust for it. It cannot be an instrument, a mediator, a negative control or a cluster.',
    'Derive a column from the text and name that.',
  ),
  CS1315: error(
    'Horizon of no event, or without its time',
    'A horizon asks whether an event happens within so long: it is longer than 0, the outcome says whether the event happened, and a column of numbers says how long each row was observed, or until the event.',
    'Name such columns; how long a row was observed can be derived: `derive observed_for = days(last_seen - first_seen)`.',
  ),
  CS1316: error(
    'Estimator without weights',
    'With sample weights, or with a horizon before which some rows were lost from sight, rows count differently. The estimator has no form for that.',
    'Use an estimator that adjusts, such as `aipw`.',
  ),
  CS1401: error(
    'Model knows its answer',
    'The outcome is among the variables it is predicted from.',
    'Take it out of `using`.',
  ),
  CS1402: error(
    'Imported model incomplete',
    'A model that LightGBM or XGBoost has fitted is read from its file, and reads columns: it knows nothing of texts.',
    'Name the file with `imported { file "model.txt" }`, and columns alone in `using`.',
  ),
  CS1403: error(
    'Impossible amount',
    'A cost is 0 or more, a budget above 0 and enough for one treatment, a capacity a whole number of rows; a value is anything but 0, below it where less of the outcome is better.',
    'Correct the amount.',
  ),
  CS1404: error(
    'Money on one side alone',
    'Whom treating pays for follows from what it costs and what one more of the outcome is worth: with a cost alone, or a budget that nothing is paid from, that cannot be said.',
    'Say both: `cost 2.5  value 30`. Without money the outcome itself is counted, and `capacity` limits rows.',
  ),
  CS1405: error(
    'Policy of an effect that ranks nobody',
    'A policy treats those whom arms move most, and judges it by rows alike that had the arm: it needs an effect that compares arms by adjustment and that may differ between rows. An order needs arms, too; a price needs a curve of demand.',
    'Take such an effect, and name effect modifiers in it with `by`; for a price, an effect `with dose response`.',
  ),
  CS1406: error(
    'Arm that is not told',
    'A cost names an arm that the effect does not have, or its baseline; or the rule of today does not say which arm is given.',
    'Correct the name. A rule of today is a condition, of several arms a column that holds their names.',
  ),
  CS1407: error(
    'Depth out of range',
    'A tree that says whom to treat has one, two or three levels of questions.',
    'Choose 1, 2 or 3.',
  ),
  CS1408: error(
    'Groups that cannot be told apart',
    'Groups are the values of a column, or quarters of a number. Shares treated can be kept together for the groups of one column, at a distance from 0 to 1.',
    'Name a column of few values, and one alone with `within`.',
  ),
  CS1409: error(
    'Columns of a ranking that do not fit',
    'A ranking reads who, what, whether it was shown and what came of it from columns of their own: the last two are yes or no, the chance is a number, and what effects hang on was known before anything was shown.',
    'Name another column, or derive one.',
  ),
  CS1410: error(
    'Impossible limit of a ranking',
    'A ranking says how many items each may be shown (`top`, a whole number from 1), what each has to add at least to a probability (`above`, from 0 to 1), or both.',
    'Correct the number, or add one of them.',
  ),
  CS1411: error(
    'Text that does not tell of items',
    'The text of `content` is a column of the data of the ranking: it says the same of an item in each of its rows. A history is of users, and texts of other data have other rows.',
    'Declare a text of a column of the same data.',
  ),
  CS1412: error(
    'Impossible price, cost or salvage',
    'A unit cost is 0 or more. An order needs a price above it, or no sale earns anything, and a salvage below it, or one would order without end.',
    'Correct the amount: all are in the same money.',
  ),
  CS1413: error(
    'Clause of another kind of policy',
    'A policy says whom to treat (`treat by`), what price to ask (`price by`) or how much to order (`stock by`), and each has clauses of its own.',
    'Delete the clause, or write a policy of the other kind beside this one.',
  ),
  CS1501: error(
    'Unlike things compared',
    'An effect can be compared with an effect, a model with a model.',
    'Compare two of a kind.',
  ),
  CS1502: error(
    'Limit out of range',
    'At least one row and at most 1000 can be explained.',
    'Choose another limit.',
  ),
  CS1503: error(
    'Column missing in the file to score',
    'The effect or the model needs a column that the file does not have.',
    'Add the column to the file.',
  ),
  CS1504: error(
    'Scored by a price or an order',
    'A policy that asks a price, or orders, gives rows no arm: it has one answer, or one for each group.',
    'Score with a policy that treats, or with an effect.',
  ),
} satisfies Record<string, CodeInfo>;

/** What a look at the rows says of texts and times, before anything runs. */
const rows = {
  CS1601: warning(
    'Texts longer than the window',
    'An encoder reads so many tokens of a text and no more; what stands behind them moves no number. The share is estimated from the lengths of 1,000 texts at most, without opening the encoder.',
    'Shorten the texts, or choose an encoder with a longer window.',
  ),
  CS1602: warning(
    'Language not covered',
    'Most texts are in languages or scripts that the encoder was not trained on, and one of these is more frequent than those it was: its vectors tell little of them, and what they confound stays. The language is told from the letters of 1,000 texts at most.',
    'Choose an encoder of that language, or one of any language.',
  ),
  CS1603: warning(
    'Text tells treatment or outcome',
    'A word, or two words in a row, stand in the text of almost nobody but those with one arm or one outcome. Where the text quotes the treatment, as by a code of the coupon, adjusting for it compares nobody with anybody; where it quotes the outcome, it explains away what the treatment did. Of up to 5,000 rows (one of each unit) every frequent word is tested for leaving the other values less than a fifth of their share, at 1 % over all words together; of an outcome the word must also stand in most texts that have it, since words foretell outcomes as a rule.',
    'Cut the words from the text, or use the text as it stood before. Where the treatment was given for these words, leave such rows out with `where`: they have no counterpart.',
  ),
  CS1604: error(
    'Younger than the treatment',
    'The data say with `time ... of ...` when the treatment was given and when this was written or measured, and in some rows it is the younger of the two. What came about after the treatment may be its work: adjusting for it hides part of the effect, or opens a path that was closed. Rows without one of the two times count for nothing, equal times are in order; of files above 64 MB the first 100,000 rows are looked at.',
    'Use the variable as it stood at the treatment, or take it out. Rows may be left out with `keep` only where it does not depend on the treatment who has a later time.',
  ),
  CS1605: warning(
    'Perhaps younger than the treatment',
    'As CS1604, where one of the two times is not said: the treatment is taken to be given at the time of the row, and a date to be its own time.',
    'Say the times, as in `time sent_at of coupon` and `time history_at of history`.',
  ),
  CS1606: warning(
    'Outcome older than the treatment',
    'The data say with `time ... of ...` when the treatment was given and when the outcome was measured, and in some rows the outcome came first: there it cannot be an effect of the treatment.',
    'Measure the outcome after the treatment, or leave these rows out with `keep`.',
  ),
} satisfies Record<string, CodeInfo>;

/** Expressions. */
const expressions = {
  CS2001: error(
    'Types do not fit',
    'Numbers, texts, dates and truth values are different things: nothing is converted silently.',
    'Convert, as in `number(zip)`, or write the other side as what it is, as in `date "2026-01-01"`.',
  ),
  CS2002: error(
    'Not a condition',
    '`keep`, `where` and `when` ask a question that is true or false of each row.',
    'Compare with something: `age > 18`.',
  ),
  CS2003: error(
    'Unknown function',
    'The expression language has no such function.',
    'Use one of those named.',
  ),
  CS2004: error(
    'Wrong number of arguments',
    'The function takes more or fewer.',
    'Give as many as it takes.',
  ),
  CS2005: error(
    'Not a date',
    'A date is written year-month-day, with a time of day if needed.',
    'Write it as in `date "2026-01-31"` or `date "2026-01-31 18:30"`.',
  ),
  CS2006: warning(
    'Number not held exactly',
    'Whole numbers beyond 2^53 are rounded, so that two different ids may become one.',
    'Compare ids as text: `id == "9007199254740993"`.',
  ),
} satisfies Record<string, CodeInfo>;

/** Graphs and identification. */
const graphs = {
  CS3001: error(
    'Cycle',
    'Causes come before effects: a graph in which a variable causes itself over others has no reading.',
    'Remove the edge that runs backwards in time, or name two moments, as in `price_before` and `price_after`.',
  ),
  CS3002: error('Cause of itself', 'An edge leads from a variable to itself.', 'Remove the edge.'),
  CS3003: error(
    'Variable in no data',
    'The graph names a variable that no data set in sight has, and does not say that nobody observed it.',
    'Correct the name, or mark it as not observed: `taste?`.',
  ),
  CS3004: hint(
    'Observed after all',
    'A variable marked `?` is in the data, so it could be adjusted for.',
    'Delete the `?`, unless what the data hold is another thing.',
  ),
  CS3005: error(
    'Treatment or outcome not in the graph',
    'The graph says nothing about the variable, so no adjustment set can be derived from it.',
    'Add the variable with its causes and effects, or write `adjust for ...`.',
  ),
  CS3006: warning(
    'No effect by the graph',
    'No directed path leads from the treatment to the outcome: the graph itself says that there is no effect.',
    'Add the edges you believe in, or keep it as a test of the graph: the estimate should be about 0.',
  ),
  CS3007: error(
    'Open backdoor path',
    'Treatment and outcome have a common cause that no observed variable blocks. What is left after adjustment is not the effect alone.',
    'Measure a variable on the path, or find an experiment. If you believe the path is not there, remove its edge.',
  ),
  CS3008: error(
    'Adjusting for what nobody observed',
    'A variable marked `?` has no values to adjust for.',
    'Take it out, or delete the `?` if the data have it.',
  ),
  CS3009: warning(
    'Listed set leaves a path open',
    'By a graph in the same spec the listed variables do not block every backdoor path.',
    'Derive the set with `in GRAPH`, or add what is missing.',
  ),
  CS3010: error(
    'Adjusting for an effect of the treatment',
    'By a graph in the same spec the treatment causes this variable. Adjusting for it removes part of the effect, or opens a path that was closed.',
    'Take it out of the list.',
  ),
  CS3011: error(
    'Difference in means under confounding',
    'By the graph, treated and untreated differ in other ways than the treatment. Their difference is an association, not an effect.',
    'Write `with aipw` or `with causal forest`.',
  ),
  CS3012: error(
    'No instrument',
    'An instrument moves the treatment and touches the outcome through it alone, at least once some other variables are adjusted for. By the graph the variable also reaches the outcome past the treatment, or does not move the treatment.',
    'Take it out, adjust for what lies on the path, or draw the arrows you believe in.',
  ),
  CS3013: error(
    'No front door',
    'A front door is a set of mediators that every causal path goes through and that nothing unobserved confounds with the treatment or, given the treatment, with the outcome.',
    'Name other mediators, or use another way to the effect.',
  ),
  CS3014: error(
    'Direct and indirect effects not told apart',
    'Natural effects need the treatment and the mediators to be unconfounded with what comes after them, given variables that the treatment does not cause.',
    'Observe and draw what confounds them, or ask for the total effect.',
  ),
  CS3015: error(
    'Clause without use',
    'Instruments and mediators are read by some estimators only; with another they would be passed over in silence.',
    'Choose an estimator that reads the clause, or delete it.',
  ),
  CS3016: error(
    'Instrument or mediator missing',
    'The estimator works by an instrument or through mediators, and neither the effect nor a graph names any.',
    'Add `instrument` or `through`, or derive them with `in GRAPH`.',
  ),
  CS3017: error(
    'Treatment or outcome that nobody observed',
    'The graph marks it `?` and the data have no such column: there is nothing to compare, whatever is adjusted for.',
    'Ask for the effect of, or on, something that was measured, such as what stands in for it in the data.',
  ),
  CS3018: warning(
    'Arrow drawn twice',
    'Two edges of a graph draw the same arrow; one of them may have been meant for another variable.',
    'Delete one, or correct a name in it.',
  ),
} satisfies Record<string, CodeInfo>;

/** What the last run said of a clause; told in the editor, on the clause. */
export const findings = {
  CS7001: warning(
    'A check failed in the last run',
    'A check of the effect that was last estimated failed: a refutation, balance, calibration, or what else it looks at. Its sentence says what was asked and what came out.',
    'Read what the check asks; mend graph, adjustment or estimator, or say in your report why the effect stands all the same.',
  ),
  CS7002: warning(
    'Poor overlap in the last run',
    'For part of the rows one arm is all but certain, so that there is nobody to compare them with.',
    'Trim, choose `estimand overlap`, or ask about the rows where both arms occur; each changes whom the effect is about.',
  ),
  CS7003: warning(
    'Arms not balanced in the last run',
    'After weighting, treated and untreated still differ in what is adjusted for.',
    'Try another estimator, adjust for more, or restrict the rows.',
  ),
  CS7004: hint(
    'Interval holds no effect',
    'The interval of the last estimate reaches from below to above 0: these rows do not tell whether there is an effect.',
    'More rows, covariates that explain the outcome, or a shorter list of arms make it narrower.',
  ),
  CS7005: hint(
    'Result from before the last change',
    'The effect, what it is read off, or its data file has changed since it was estimated.',
    'Run it again.',
  ),
} satisfies Record<string, CodeInfo>;

/** Every code a spec can be refused or doubted with, by itself or by what it last gave; the others are the kernel's. */
export const codes = { ...names, ...data, ...questions, ...rows, ...expressions, ...graphs, ...findings };

export type Code = keyof typeof codes;

/** The families in the order of the reference. */
export const families: readonly {
  readonly title: string;
  readonly codes: Readonly<Record<string, CodeInfo>>;
}[] = [
  { title: 'Syntax and names', codes: names },
  { title: 'Data and texts', codes: data },
  { title: 'Effects, models and verbs', codes: questions },
  { title: 'Texts and times in the rows', codes: rows },
  { title: 'Expressions', codes: expressions },
  { title: 'Graphs and identification', codes: graphs },
  { title: 'Findings of the last run', codes: findings },
  ...kernelFamilies,
];
