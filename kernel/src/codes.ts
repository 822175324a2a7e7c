/** How bad: errors keep a spec from running, warnings and hints do not. */
export type Severity = 'error' | 'warning' | 'hint';

/** One code as its section in docs/diagnostics.md tells it. */
export interface CodeInfo {
  readonly severity: Severity;
  readonly title: string;
  /** What it means, and why it matters. */
  readonly meaning: string;
  /** How to mend it. */
  readonly remedy: string;
}

/** Entries of one severity. */
export const info =
  (severity: Severity) =>
  (title: string, meaning: string, remedy: string): CodeInfo => ({ severity, title, meaning, remedy });
const error = info('error');
const warning = info('warning');

/** Data files: found when they are read, by the editor as by a run. */
const files = {
  CS1101: error(
    'No such file',
    'Nothing stands at the path.',
    'Correct the name. Paths start at the folder of the spec.',
  ),
  CS1102: error(
    'Path refused',
    'Only single files inside the workspace are read, so that a spec from elsewhere cannot reach the rest of the disk: no addresses, no patterns, no `..`, no links that lead out.',
    'Copy the file into the workspace and name it.',
  ),
  CS1103: error(
    'File not accessible',
    'The permissions do not allow it, or a folder or a device stands there.',
    'Change the permissions, or name a regular file.',
  ),
  CS1104: error('Empty file', 'The file has no byte, or nothing but blanks.', 'Export it again.'),
  CS1105: error(
    'No rows',
    'The file names columns and holds no row.',
    'Export it again, or name another file.',
  ),
  CS1106: error(
    'Ragged row',
    'A row has more or fewer cells than the header. Guessing which of them belong where could move values to other columns.',
    'Mend the row. A comma inside a cell needs quotes around the cell.',
  ),
  CS1107: error(
    'Wrong encoding',
    'The bytes are no UTF-8, or hold zeros as binary files do.',
    'Save the file as UTF-8.',
  ),
  CS1108: error(
    'Column named twice',
    'Two columns of the file have the same name, so that no name could tell them apart.',
    'Rename one of them in the file.',
  ),
  CS1109: error(
    'Quotes do not match',
    'A quoted cell is never closed, or goes on after its closing quote.',
    'Close it, and double every quote inside a quoted cell: `"5"" wide"`.',
  ),
  CS1110: error('Cell too large', 'One value has more than 16 MB.', 'Shorten it, or leave the column out.'),
  CS1111: error(
    'File not readable',
    'The file is damaged, or not of the format that its extension names.',
    'Export it again, or correct the extension.',
  ),
  CS1112: error(
    'Mixed line endings',
    'Some lines end as on Windows and others do not: where a row ends is then open to doubt.',
    'Save the file with one kind of line ending.',
  ),
  CS1113: error(
    'Unknown format',
    'The extension names the format of a data file, to be read or written.',
    'Use `.csv`, `.tsv`, `.parquet`, `.json` or `.jsonl`.',
  ),
  CS1114: error(
    'File changed while it was read',
    'A file is read more than once, or part by part; of one that is written to, or vanishes, meanwhile the rows could be half of the old and half of the new.',
    'Run again once the file is complete.',
  ),
} satisfies Record<string, CodeInfo>;

/** Columns and rows of the data. */
const columns = {
  CS1121: error(
    'Value of another type',
    'A column is declared, or was trained on, as one type and holds a value that is none.',
    'Mend the value, or declare the column as what it is.',
  ),
  CS1123: warning(
    'Column without values',
    'All its cells are missing, so that nothing can be learned from it.',
    'Leave it out, or export the file again.',
  ),
  CS1124: warning(
    'Infinite value',
    'A division by zero or an overflow, in the file or in a `derive`.',
    'Keep only finite rows, or mend the derivation.',
  ),
  CS1125: warning(
    'Words among numbers',
    'Nearly all values of the column are numbers and some are not: a slip, or a word of your own for what is missing.',
    'Mend them, or leave the cells empty.',
  ),
  CS1126: error('No row left', 'A condition is true of no row.', 'Widen the condition of `keep` or `where`.'),
  CS1127: warning(
    'One row only',
    'From a single row nothing can be learned; a file to be scored may have one.',
    'Name the whole file.',
  ),
  CS1128: warning(
    'Whole numbers beyond 2^53',
    'As numbers they would be rounded, so that two ids become one. The column is read as words, to the last digit.',
    'Nothing, for an id. A quantity of this size should be written with a decimal point.',
  ),
  CS1129: error(
    'Split without rows',
    'One of the two parts of `split` would be empty, or the column it goes by is missing.',
    'Choose another share, or add the clause `unit` or `time`.',
  ),
  CS1130: error(
    'Not enough memory',
    'Reading the file needs more memory than the kernel may use.',
    'Keep fewer rows or columns, or raise the limit: the setting `causal.memoryLimitMb` of the editor.',
  ),
  CS1132: error(
    'No such column',
    'The data have no column of this name; it may have been renamed since, or a file to be scored lacks it.',
    'Correct the name, or add the column to the file.',
  ),
  CS1133: error(
    'Text used as a column',
    'Free text has no order and no levels, so no learner can take it as it is.',
    'Declare it with `text`, and use the name of the declaration.',
  ),
  CS1134: error('Expression too deep', 'It is nested beyond all use.', 'Name its parts with `derive`.'),
  CS1135: error('Not a date', 'A date is written year-month-day.', 'Write it as in `2026-01-31`.'),
  CS1136: error(
    'Text of a column that is none',
    'The column of a `text` declaration is absent, or holds numbers.',
    'Name a column of words.',
  ),
} satisfies Record<string, CodeInfo>;

/** Verbs, and what they write. */
const runs = {
  CS1137: error(
    'Nothing of this name',
    'The spec declares no such effect, model or graph.',
    'Correct the name.',
  ),
  CS1138: error('No row to explain', 'The `where` of `explain` is true of no row.', 'Widen the condition.'),
  CS1139: error(
    'Not comparable',
    'An effect and a model have no number in common.',
    'Compare two of a kind.',
  ),
  CS1141: error(
    'Output refused',
    'A file can be written inside the workspace alone, and replaces nothing but a regular file.',
    'Name another place, or move away what stands there.',
  ),
  CS1142: error(
    'Disk full or read-only',
    'The file could not be written. What stood there before stands there still.',
    'Free space, or choose another place, and run again.',
  ),
  CS1143: warning(
    'Values that training did not have',
    'A category of the file to score has values that the data it was trained on did not have. Nothing was learned of them: such rows are scored as if the value were not known.',
    'Look whether they are misspelt; else train again with data that have them.',
  ),
  CS1144: error(
    'No such version',
    'Nothing has been promoted, no version was live before, or what is kept of it is damaged.',
    'Promote what the spec learns today: `causal promote`.',
  ),
  CS1145: error(
    'Not to be continued',
    'A live version goes on learning where it is a model of boosted trees without texts, declared as it was, whose data has a split and begins with the rows that it has seen. Else nothing honest could be said of what became of it.',
    'Fit it anew with `causal train`, and make that live with `causal promote`.',
  ),
} satisfies Record<string, CodeInfo>;

/** Histories of events. */
const histories = {
  CS1151: error(
    'Histories that cannot be told',
    'The events of a history are found by a column that rows and events share and cut by a time of each: both keys hold numbers or both hold words, both times hold dates or both hold numbers.',
    'Name other columns, or declare their types with `column`.',
  ),
  CS1152: error(
    'No event before any row',
    'Not one row has an event of its own unit before its time, so that the histories say nothing.',
    'Check that both files name units in the same way, and that the events reach back before the times of the rows.',
  ),
  CS1153: warning(
    'Left out of histories',
    'An event without unit, time or text is in no history, since nobody can say whose it is or whether it came first. Of a row without unit or time the history is not known, and counts as missing.',
    'Mend the rows, or leave them out with `keep`.',
  ),
  CS1154: warning(
    'Events by the day',
    'No event has a time of day, and rows do: an event of the day of a row may have come after it. Such events are left out of its history.',
    'Export the events with their time of day, where it is known.',
  ),
} satisfies Record<string, CodeInfo>;

/** Encoders of texts. */
const encoders = {
  CS4001: error('Unknown encoder', 'No encoder of this name is built in.', 'Use one of those named.'),
  CS4002: error(
    'Model not on this machine',
    'A run fetches nothing. A model is looked for in the folder `models` of the workspace, then among those that were fetched; a revision that the spec names must be the one that is there.',
    'Run the command that the message names, or copy the files of the model into the workspace.',
  ),
  CS4003: error('Encoder not installed', 'Its files are missing.', 'Install what the message names.'),
  CS4004: error(
    'Encoder damaged',
    'A file of the encoder is not the one it was made with, so its numbers cannot be trusted.',
    'Install again what the message names.',
  ),
  CS4005: error(
    'File of a model missing',
    'A model needs `config.json`, `tokenizer.json` and `onnx/model.onnx` or `model.onnx`, and what these name.',
    'Fetch the model again, or export it to ONNX.',
  ),
  CS4006: error(
    'File of a model damaged',
    'A file is cut off or not what its name says. Nothing of it has been run.',
    'Fetch the model again.',
  ),
  CS4007: error(
    'Model leads out of its folder',
    'A link or the ONNX file names a file outside of the folder of the model, so that opening it would read what the model has no business with.',
    'Use a copy of the model that holds its own files.',
  ),
  CS4008: error(
    'Model of another kind',
    'An encoder reads tokens and yields a vector for each, as BERT does. A model that translates has an encoder and a decoder in files of their own, as Marian does.',
    'Use another model, layer or pooling; the message says what does not fit.',
  ),
  CS4009: error(
    'Model not fetched',
    'The hub cannot be reached, has no such model, or the connection broke. What has arrived is kept.',
    'Run the command again: it goes on where it stopped.',
  ),
  CS4010: error(
    'Fetched file differs',
    'A file that arrived is not the one that the hub describes, so it was thrown away.',
    'Run the command again.',
  ),
  CS4011: error(
    'Not a pair of words',
    'A file of synonyms has a column `word` and a column `synonym`, and in every row one word and another that may stand for it.',
    'Correct the rows that are named, or delete them.',
  ),
} satisfies Record<string, CodeInfo>;

/** Fitting and applying models. */
const models = {
  CS5001: error(
    'Column of training missing',
    'The data to be scored lack a column that the model was trained on.',
    'Add the column.',
  ),
  CS5002: error(
    'Column of another kind',
    'A column held numbers in training and holds words now, or the other way round.',
    'Mend the column; one wrong word among its numbers is enough.',
  ),
  CS5003: error('Too few rows', 'Nothing is left to learn from.', 'Widen `keep` or `where`.'),
  CS5004: error(
    'Treatment does not vary',
    'Given what is adjusted for, everyone has the same treatment: there is nobody to compare with.',
    'Adjust for less, or look for a column that is the treatment by another name.',
  ),
  CS5005: error(
    'Stored model not usable',
    'The file is damaged, of another version, or not one this program wrote.',
    'Train again; the file is replaced.',
  ),
  CS5006: error(
    'Not enough memory',
    'The work would take more memory than the machine has free, or than the limit allows; it was not started.',
    'Use fewer rows, columns or trees, or raise `causal.memoryLimitMb`.',
  ),
  CS5007: error(
    'Too much to tell apart in a column',
    'A model that goes on learning would have to tell apart more numbers or levels of a column than it can hold.',
    'Train anew, or join rare levels.',
  ),
  CS5008: error(
    'Too many features',
    'A model names its features with numbers below 16,383.',
    'Leave out features, or use fewer scores of texts.',
  ),
  CS5010: error(
    'Outcome of the wrong type',
    'A model predicts a number, or a yes or no.',
    'Derive one, as in `derive bought = status == "paid"`.',
  ),
  CS5011: error(
    'Outcome does not vary',
    'All rows have the same outcome.',
    'Widen the rows, or predict something else.',
  ),
  CS5012: error('Outcome infinite', 'A row has an infinite outcome.', 'Keep only rows where it is finite.'),
  CS5013: error('Too few rows for a model', 'A model learns from 10 rows or more.', 'Widen `keep`.'),
  CS5050: error(
    'Number missing or infinite',
    'A row that a forest is to learn from has no finite number in a column that it cannot do without.',
    'Keep only rows where it is known.',
  ),
  CS5051: error(
    'Instrument does not vary',
    'Given what is adjusted for, everyone has the same instrument, so it can say nothing of the treatment.',
    'Adjust for less, or take another instrument.',
  ),
  CS5052: error(
    'Instrument does not move the treatment',
    'The instrument and the treatment do not go together at all, so no effect follows from it.',
    'Take an instrument that changes who is treated.',
  ),
  CS5053: error(
    'Arm with too few rows',
    'An arm is compared with others by the rows that it has, two at the least.',
    'Drop the arm, join it with another, or widen the rows.',
  ),
  CS5054: error(
    'Arm unknown',
    'A row or an option names an arm that is none of those listed.',
    'Correct the name.',
  ),
  CS5055: error(
    'Propensity outside 0 to 1',
    'The probability of an arm must lie above 0 and below 1 for every row.',
    'Drop rows that never, or always, get the arm.',
  ),
  CS5056: error(
    'Quantile outside 0 to 1',
    'A quantile is asked for by a probability above 0 and below 1: .5 is the median.',
    'Ask for one between them.',
  ),
  CS5057: error(
    'No events',
    'Nothing happened to anyone before observation ended, so nothing is known of when it does.',
    'Check the column that says whether it happened, or observe for longer.',
  ),
  CS5058: error(
    'Time below 0',
    'Time is counted from when observation began.',
    'Check the two dates it is made of.',
  ),
  CS5059: error(
    'No numbers to correct by',
    'A local-linear correction draws lines through numeric columns, and none of the forest is numeric and varies.',
    'Use the forest without it.',
  ),
  CS5060: error(
    'Path with too many columns',
    'Interactions, and attributions against a background, are worked out for up to 64 columns on a path of a tree.',
    'Ask by source column, so that all features of a column count as one; or without a background; or train shallower trees.',
  ),
  CS5061: error(
    'Background empty or too large',
    'Attributions against a background take 1 to 4096 rows of it.',
    'Draw a sample: a few hundred rows say as much.',
  ),
  CS5020: error(
    'Outcome missing',
    'A row to learn from has no outcome.',
    'Keep only rows where it is known.',
  ),
  CS5021: error(
    'Outcome unfit for the objective',
    'Each objective learns one kind of outcome: logistic 0 or 1, softmax the number of a class, poisson a count, cox a time after 0, a ranking a relevance of 0 to 31.',
    'Mend the value that the message names, or choose another objective.',
  ),
  CS5022: error(
    'Queries do not fit the rows',
    'A ranking compares the rows of one query with each other: each row has to belong to one, and each query to be in one piece.',
    'Sort the rows by query, and name the first row of each.',
  ),
  CS5023: error(
    'Events do not fit the rows',
    'Cox learns from times and from whether the event happened at them; without any event there is nothing to learn.',
    'Give each row 1 where the event happened at its time, and 0 where it had not yet.',
  ),
  CS5024: error(
    'Weight unfit',
    'A weight is a finite number, 0 or more, one per row; a ranking weighs whole queries.',
    'Mend the weight that the message names.',
  ),
  CS5025: error(
    'Option of an objective out of range',
    'Each option has a range in which it means something, such as a quantile between 0 and 1.',
    'Choose a value of the range that the message names.',
  ),
  CS5030: error(
    'Option of boosting out of range',
    'Each option of boosted trees has a range in which it means something, and constraints name features of the data.',
    'Mend the option that the message names.',
  ),
  CS5040: error(
    'Model of another library not readable',
    'The file is not a whole LightGBM model in text or XGBoost model in JSON; what is read is checked, since a file may come from anyone.',
    'Save the model again.',
  ),
  CS5041: error(
    'Model of another library not supported',
    'It does something that trees here do not: linear models in leaves, several targets, an objective whose scores have no known meaning.',
    'Train it without that.',
  ),
  CS5042: error(
    'Model of another library too large',
    'It has more features, thresholds, categories or nodes than a model here holds.',
    'Train a smaller one.',
  ),
  CS5044: error(
    'Imported model does not fit',
    'It reads columns that the spec does not name, or predicts something of another kind than the outcome.',
    'Name its columns in `using`, under the names it was trained with, and predict what it predicts.',
  ),
  CS5043: error(
    'Model cannot be written for another library',
    'The library has no form for it.',
    'Choose the other library, or rename the features that the message names.',
  ),
} satisfies Record<string, CodeInfo>;

/** Treatment, outcome and rows of an effect. */
const effects = {
  CS6001: error('Treatment or outcome missing', 'The data have no such column.', 'Correct the name.'),
  CS6002: error(
    'Treatment or outcome of the wrong type',
    'A treatment has a few named arms, an outcome is a number or a yes or no. Free text and dates are neither.',
    'Derive a column from it.',
  ),
  CS6003: error(
    'Treatment with too many arms',
    'More than 20 values make a dose, which `dose response`, `dml` and instruments can do with and others cannot. Dates are neither.',
    'Use one of those estimators, or derive a few arms, as in `derive high = price > 20`.',
  ),
  CS6004: error('No such arm', 'The treatment has no arm of this name.', 'Use one of those named.'),
  CS6005: error(
    'Outcome without values',
    'The outcome is missing in every row.',
    'Look at `keep`, and at the column in the file.',
  ),
  CS6006: error('Infinite value', 'Nothing can be averaged with it.', 'Keep only finite rows.'),
  CS6007: error(
    'One arm only',
    'Every row has the same treatment: an effect compares two.',
    'Look at `keep` and `where`: they may take the other arm away.',
  ),
  CS6008: error(
    'Too few rows in an arm',
    'Cross-fitting needs two rows of every arm in every fold.',
    'Widen the rows, leave the arm out, or use fewer folds.',
  ),
  CS6009: error(
    'Causal forest without effect modifiers',
    'A causal forest asks by what the effect differs.',
    'Name some columns with `by`.',
  ),
  CS6020: error(
    'Dose of the wrong kind',
    'A curve of a dose needs a treatment that is a number with 8 distinct values or more.',
    'Compare arms with `aipw`, or name another treatment.',
  ),
  CS6021: error(
    'Doses that cannot be compared',
    'Doses lie within those that the data hold, and two of them are different.',
    'Name others with `doses`.',
  ),
  CS6022: error(
    'No instrument or mediator',
    'The estimator works through columns that the effect does not name.',
    'Name them with `instrument` or `through`.',
  ),
  CS6023: error(
    'Instrument or mediator of no use',
    'It is not a column of the data, holds free text, has another part in the effect, or moves nothing.',
    'Name other columns.',
  ),
  CS6024: error(
    'Estimator without this estimand',
    'The method averages over whom it is about itself, as over those whom an instrument moves.',
    'Leave `estimand` out, or use `aipw`.',
  ),
  CS6031: error(
    'Clusters or weights missing',
    'The data have no such column, or the weights hold something other than numbers.',
    'Correct the name, or derive a column of numbers.',
  ),
  CS6032: error(
    'Weight missing or negative',
    'A sample weight says how many of the population a row stands for. A row without one cannot be counted, and none stands for fewer than 0.',
    'Keep only rows with a weight, or mend the column. Rows of weight 0 are left out.',
  ),
  CS6033: error(
    'Too few clusters in an arm',
    'A cluster is in one fold whole. An arm in fewer clusters than there are folds would be missing where a fold is left out, and the error of its mean could not be told.',
    'Use fewer folds (3 at least), or name a column of smaller clusters.',
  ),
  CS6034: error(
    'Estimator without sample weights',
    'The estimator has no weighted form here; leaving the weights out would answer another question.',
    'Use `aipw`, or leave the clause `weights` out.',
  ),
  CS6035: error(
    'Bootstrap without values',
    'Many samples drawn from the rows hold too little of an arm or a group for an estimate.',
    'Widen the rows, or leave the arm or the group out.',
  ),
  CS6036: error(
    'Time of a horizon not usable',
    'The data have no such column, it holds something other than numbers, or a time is missing or negative. It is how long each row was observed, or until its event.',
    'Mend the column, derive it from dates, or keep only rows that have it.',
  ),
  CS6037: error(
    'Horizon longer than anyone was observed',
    'Of some arm no row was observed up to the horizon, while some were lost from sight before it: what happens by then was never seen.',
    'Shorten the horizon, or wait until rows have been observed for longer.',
  ),
  CS6038: error(
    'Outcome of a horizon that is not 0 or 1',
    'With a horizon the outcome says whether the event happened while the row was observed.',
    'Derive such a column, such as `derive left = not missing(left_at)`.',
  ),
  CS6039: error(
    'Horizon with an amount as treatment',
    'How likely a row is to be lost from sight is told arm by arm, and an amount has no arms.',
    'Name a few values with `arms`, or derive them.',
  ),
  CS6042: error(
    'Too few rows for a regression',
    'Regression adjustment of an experiment needs more rows in every arm than coefficients.',
    'Adjust for fewer columns, or use `aipw`.',
  ),
  CS6041: error(
    'Trimming leaves too few rows',
    'The arms hardly overlap: among rows that both could have had, an arm has too few left to learn from.',
    'Trim less, adjust for less, or ask for `estimand overlap`, which weighs rows instead of leaving them out.',
  ),
  CS6051: error(
    'Matching cannot be done so',
    'An option of `matching` has a value it does not know, there is nothing to match on, or matches would be used up before everyone has one.',
    'Correct the option. Without replacement, ask for the ATT or the ATC.',
  ),
  CS6052: error(
    'Exact matches in a column that is not adjusted for',
    'Only columns that are adjusted for are known to be safe to match on.',
    'Correct the name, or adjust for the column, too.',
  ),
  CS6053: error(
    'No row has a match',
    'No row of the other arm is within the caliper, or equal in the exact columns.',
    'Widen the caliper, or ask for fewer exact columns.',
  ),
  CS6060: error(
    'Unusable negative control',
    'A negative outcome has to be a column of numbers, a negative treatment one of numbers or categories, known for some rows of every arm.',
    'Correct the name, or derive a column from it.',
  ),
} satisfies Record<string, CodeInfo>;

/** Policies: who is treated by what an effect says. */
const policies = {
  CS6070: error(
    'Policy of an effect without arms to compare',
    'A policy gives each row an arm and judges it by rows alike that had it. Effects by instruments, front doors or mediators, and those of amounts, compare no arms that are alike.',
    'Take an effect that adjusts for confounders, with a treatment of a few arms.',
  ),
  CS6071: error(
    'Policy of an effect that does not differ',
    'Where the effect is the same for everyone, nobody comes first.',
    'Name effect modifiers with `by` in the effect.',
  ),
  CS6072: error(
    'No overlap for an arm',
    'Most rows could hardly have had the arm: what it would do to them was never seen, and no policy that gives it can be judged.',
    'Leave the arm out with `arms`, narrow the rows with `where`, or trim in the effect: `aipw { trim "optimal" }`.',
  ),
  CS6073: error(
    'Cost of an unknown arm',
    'The clause `cost` names an arm that the treatment does not have, or the baseline, which costs nothing.',
    'Correct the name.',
  ),
  CS6074: error(
    'Nobody may be treated',
    'No row fulfils the condition of `eligible`.',
    'Widen the condition.',
  ),
  CS6075: error(
    "Today's rule says no arm",
    'A rule of today is a condition where there is one arm to give; with several it is a column that holds their names.',
    'Name a column of arms, or correct its values.',
  ),
  CS6076: error(
    'Budget below the cost of one treatment',
    'Nobody can be treated within the budget.',
    'Raise the budget, or correct the cost: both are in the same money.',
  ),
  CS6077: error(
    'Rows cannot be scored by this policy',
    '`fair by ... within` ties the shares of groups to each other over all rows of the data together; of a single row it says nothing.',
    'Score with a policy that has no `within`, or with its effect.',
  ),
} satisfies Record<string, CodeInfo>;

/** Prices and orders, by what effects say of demand. */
const pricesAndOrders = {
  CS6085: error(
    'Price of an effect without a curve of demand',
    'Which price earns most follows from demand at every price: the effect of a price that is an amount, drawn as a curve. Differences of arms, and effects per unit, say nothing of the prices between.',
    'Take an effect of the price on the quantity `with dose response`.',
  ),
  CS6086: error(
    'No price that rows could have had',
    'Prices follow from what is adjusted for so closely that hardly any was possible for most rows: demand at another price was never seen.',
    'Vary prices at random for some time, or narrow the rows with `where` to those whose prices varied.',
  ),
  CS6087: error(
    'Order by an effect without arms to compare',
    'How much is demanded in an arm is told by rows alike that had it. Effects by instruments, front doors or mediators, and those of amounts, compare no arms that are alike.',
    'Take an effect of a treatment with a few arms that adjusts for confounders.',
  ),
  CS6088: error(
    'No group with enough rows',
    'Every group of `by` has too few rows to tell a price or an order of its own.',
    'Take columns of fewer values, or leave `by` out.',
  ),
} satisfies Record<string, CodeInfo>;

/** Rankings: which items are shown to whom. */
const rankings = {
  CS6080: error(
    'Outcome or exposure of a ranking that is not 0 or 1',
    'A ranking asks by how much showing an item changes the probability of an outcome: both are yes or no, as 0 and 1 or as a boolean.',
    'Derive such a column: `derive bought = quantity > 0`.',
  ),
  CS6081: error(
    'Everything or nothing was shown',
    'What showing changes is learned from pairs of a user and an item that could have been shown: some were, and some were not. A log of what was shown alone says nothing of what would have happened without.',
    'Add rows of pairs that could have been shown and were not, with what came of them.',
  ),
  CS6082: error(
    'Chance of being shown out of range',
    "The column of `propensity` is the chance that the row's item was shown, whether it was or not. It lies between 0 and 1, and what happened had a chance.",
    'Log the chance with which the choice was made; leave `propensity` out to have it learned.',
  ),
  CS6083: error(
    'Too few outcomes to rank by',
    'Among rows shown, or among rows not shown, hardly any have one of the two outcomes: nothing can be learned of what moves it.',
    'Add rows, or take an outcome that happens more often, such as a click.',
  ),
} satisfies Record<string, CodeInfo>;

/** The codes of reading data and of running, in the order of the reference. */
export const kernelFamilies: readonly {
  readonly title: string;
  readonly codes: Readonly<Record<string, CodeInfo>>;
}[] = [
  { title: 'Data files', codes: files },
  { title: 'Columns and rows', codes: columns },
  { title: 'Running', codes: runs },
  { title: 'Histories', codes: histories },
  { title: 'Encoders', codes: encoders },
  { title: 'Learning and scoring', codes: models },
  { title: 'Estimating effects', codes: effects },
  { title: 'Policies', codes: policies },
  { title: 'Prices and orders', codes: pricesAndOrders },
  { title: 'Rankings', codes: rankings },
];
