import type { Catalogue } from '../../../kernel/src/words/say.js';

/** What hover and completion tell of words, methods, options, functions and encoders, in Simplified Chinese, by its English. */
export const help: Catalogue = {
  // Words of the language.
  'A value with a name, for expressions, options and paths: set from outside with `causal run --set`.':
    '有名称的值，用于表达式、选项和路径：可从外部用 `causal run --set` 设置。',
  'A data file: CSV, TSV, Parquet or JSON inside the workspace.':
    '数据文件：工作区内的 CSV、TSV、Parquet 或 JSON。',
  'A column of free text, turned into numbers by an encoder.': '一列自由文本，由编码器转换为数值。',
  'What causes what, as you believe it.': '您认为什么导致什么。',
  'A question: what does the treatment do to the outcome?': '一个问题：处理变量对结果变量有什么作用？',
  'A prediction of an outcome from columns and texts.': '由列和文本预测结果变量。',
  'Who is to be treated, by what an effect says treatment changes, and what that is worth.':
    '应当处理谁：依据效应所说的处理带来的改变，以及它的价值。',
  'Which items to show to whom, by what showing them changes, and what that is worth.':
    '应当向谁展示哪些物品：依据展示所带来的改变，以及它的价值。',
  'Where the rows come from: a file, or a `data` declaration.': '各行的来源：一个文件，或一个 `data` 声明。',
  'The column that says who a row is about; a unit is never split in two.':
    '说明每行关于谁的列；同一单元绝不会被拆到两边。',
  'The column that says when a row happened, or, with `of`, when the values of other columns came about.':
    '说明每行何时发生的列；带 `of` 时，说明其他列的值何时产生。',
  'Declares the type of columns, where the data alone would say otherwise.':
    '声明列的类型，用于数据本身会给出另一种类型的情形。',
  'Keeps the rows for which a condition is true.': '保留使条件为真的行。',
  'A new column, computed from others.': '由其他列计算出的新列。',
  'Holds rows out, to measure models on what they have not seen.':
    '留出一部分行，用模型没有见过的数据评价模型。',
  'Starts the random numbers, so that a run can be repeated.': '随机数的种子，使运行可以重复。',
  'Splits single rows, whoever they are about.': '逐行划分，不论各行关于谁。',
  'A number whose size means something.': '大小有意义的数值。',
  'One of a few named levels without an order.': '若干有名称、无次序的水平之一。',
  'One of a few levels with an order.': '若干有次序的水平之一。',
  'True or false.': '真或假。',
  'A date or a date with a time.': '日期，或带时间的日期。',
  'What turns a text into numbers: `"use-lite"` for English, `"lsa"` for any language, learnt from the column itself, or a model by name.':
    '把文本转换为数值的方法：`"use-lite"` 用于英语，`"lsa"` 用于任何语言（从该列本身学习），或写模型名。',
  "How the vectors of a text's tokens become one, of a model named as `hf:organisation/model`.":
    '以 `hf:organisation/model` 指明的模型，如何把一个文本各词元的向量合成一个。',
  "The mean of all tokens' vectors.": '所有词元向量的均值。',
  'The vector of the token before the first word, which some models train for this.':
    '第一个词之前的词元的向量；有些模型专门为此训练它。',
  "The largest value of each dimension over all tokens' vectors.": '所有词元向量在每一维上的最大值。',
  'The hidden layer whose vectors are pooled: 0 is the embeddings, 1 the first layer.':
    '对哪一个隐藏层的向量做池化：0 是嵌入层，1 是第一层。',
  "Adapts the encoder's vectors to the shop by a small trained map, where that is a gain on held-out data: to its own texts, or to treatment and outcome.":
    '用一个训练得到的小映射使编码器的向量适配店铺（适配其自身的文本，或适配处理变量和结果变量），仅在留出数据上有收益时采用。',
  'Texts that belong together are brought nearer than others: those of one value behind `pairs by`, or each text and itself with numbers left out. It sees no treatment and no outcome.':
    '使同属一类的文本比其他文本更近：即 `pairs by` 后的列取值相同的文本，或每个文本与略去部分数值的自身。它看不到处理变量和结果变量。',
  'Heads of treatment and outcome train the map in the folds, for confounding that bends along the text.':
    '由处理变量和结果变量的输出头在各折中训练该映射，用于沿文本弯曲（非线性）的混杂。',
  'Behind `by`, the column whose values say which texts belong together.':
    '`by` 之后的列，其取值说明哪些文本同属一类。',
  'How many directions of a text are seen beside its scores: those that go along with the variables behind `for`; without `for`, principal components alone, which keep confounding.':
    '除得分之外还使用文本的多少个方向：即与 `for` 之后的变量相关的方向；没有 `for` 时只用主成分，而主成分会留下混杂。',
  "What a text's scores of treatment and outcome are learnt with, beside the linear ones.":
    '除线性得分之外，用什么学习文本对处理变量和结果变量的得分。',
  'A small network on embedding and n-grams: one hidden layer shared by treatment and outcomes, for confounding that bends along the text.':
    '以嵌入向量和 n 元组为输入的小网络：处理变量与结果变量共用一个隐藏层，用于沿文本弯曲（非线性）的混杂。',
  'The time of a row that its history is cut at: events at it or after it are left out, since the treatment may have caused them.':
    '截断该行历史的时间：该时刻及之后的事件会被去掉，因为它们可能是处理造成的。',
  'The age at which an event of a history weighs half as much as a new one; without it all weigh the same.':
    '历史中的事件经过多久，其权重降为新事件的一半；不写时所有事件权重相同。',
  'The half-life of events, in minutes.': '事件的半衰期，以分钟计。',
  'The half-life of events, in hours.': '事件的半衰期，以小时计。',
  'The half-life of events, in days.': '事件的半衰期，以天计。',
  'The half-life of events, in weeks.': '事件的半衰期，以周计。',
  'The treatment, and behind `on` the outcome; behind `time`, the columns it is the time of; in a text, the data whose rows have what happened to them before as a text.':
    '处理变量，`on` 之后是结果变量；在 `time` 之后，指明它是哪些列的时间；在文本中，指明以各行此前发生之事为文本的数据。',
  'The outcome of an effect, or the file to score.': '效应的结果变量，或要评分的文件。',
  'The graph the adjustment set is derived from; in an expression: one of a list.':
    '由哪个因果图推导调整集；在表达式中：是否属于列表之一。',
  'The variables to adjust for, where no graph says it.': '没有因果图说明时，要调整的变量。',
  "The variables to adjust for, or that a text's directions go along with.":
    '要调整的变量，或文本的方向所对应的变量。',
  'Adjusts for nothing: for an experiment.': '不做任何调整：用于实验。',
  'Effect modifiers: for whom does it work? In a history, the column that says whose an event is.':
    '效应修饰变量：对谁有效？在历史中，是说明事件属于谁的列。',
  'The average that is asked for.': '所求的平均值，即估计目标。',
  'Average treatment effect: over everybody.': '平均处理效应（ATE）：对所有人平均。',
  'Average treatment effect on the controls: over those who had the baseline.':
    '对照组平均处理效应（ATC）：对处于基准组的人平均。',
  'Average treatment effect on the treated: over those who had it.':
    '处理组平均处理效应（ATT）：对接受了处理的人平均。',
  'The values of the treatment by name; the first is the baseline.':
    '处理变量的各个取值的名称；第一个是基准组。',
  'Narrows the rows to those for which a condition is true.': '只用使条件为真的行。',
  'How it is estimated or learnt.': '如何估计或学习。',
  'Attempts to refute the estimate.': '尝试反驳估计值的检验。',
  'A named set of rows with an average effect of its own; may be said again.':
    '有名称的子组，单独给出其平均效应；可以写多个。',
  'Columns that move the treatment and touch the outcome through it alone.':
    '影响处理变量、且只通过它影响结果变量的列。',
  'Columns that the treatment acts through: mediators.': '处理变量经由其起作用的列，即中介变量。',
  'Negative controls: outcomes the treatment cannot have moved, or treatments that cannot have moved the outcome.':
    '阴性对照：处理不可能影响的结果，或不可能影响结果变量的处理。',
  'What the treatment is to change.': '处理要改变的变量。',
  'What is done, or not done.': '做了或没有做的事。',
  'The column of clusters, whose rows depend on each other: errors and folds keep them whole.':
    '聚类所在的列，同一聚类的行互相依赖：计算标准误和分折时保持聚类完整。',
  'The column of sample weights: how many of the population a row stands for.':
    '抽样权重所在的列：每行代表总体中的多少个。',
  'Asks whether the event of the outcome happens within so long, though rows were observed for different times: the column says how long, or until the event.':
    '问结果变量的事件是否在这段时间内发生，尽管各行的观察时间不同：该列是观察了多久，或到事件为止有多久。',
  'Values of a continuous treatment to compare; the first is the baseline.':
    '连续处理变量中要比较的取值；第一个是基准。',
  'What of the texts the effect is adjusted for; the others are reported beside it.':
    '效应对文本中的哪些内容做调整；其他方式的结果一并报告。',
  'The headline is adjusted for all that texts say of treatment and outcome.':
    '主结果调整文本所透露的关于处理变量和结果变量的全部信息。',
  'The headline is adjusted for what texts say of the outcome alone: for texts that tell the treatment too well to compare arms.':
    '主结果只调整文本所透露的关于结果变量的信息：用于文本几乎说明了处理、以致各处理组无法比较的情形。',
  'The headline is not adjusted for texts.': '主结果不调整文本。',
  'What the means of treatment and outcome are learnt with.': '用什么学习处理变量和结果变量的均值。',
  'Linear curves and boosted trees, weighted by how well each predicts.':
    '线性曲线与提升树，按各自的预测好坏加权。',
  'How sure the interval shall be.': '置信区间的置信水平。',
  'Parts for cross-fitting: each is estimated by models that never saw it.':
    '交叉拟合的折数：每一折都用没有见过它的模型来估计。',
  'The outcome to predict.': '要预测的结果变量。',
  'The columns and texts to predict from.': '用来预测的列和文本。',
  'One small tree that can be read: a model, or with `depth` whom a policy treats.':
    '一棵可以读懂的小树：作为模型，或带 `depth` 时说明策略处理谁。',
  'Many trees on random parts of the rows, averaged.': '在随机抽取的行上建立许多树，取平均。',
  'Trees that correct each other in turn.': '依次互相修正的树。',
  'A ridge or ridge-logistic regression.': '岭回归或岭逻辑回归。',
  'A model that LightGBM or XGBoost has fitted: measured, explained and scored with as any other.':
    '由 LightGBM 或 XGBoost 拟合的模型：与其他模型一样评价、解释和评分。',
  'The effect that says for whom treatment changes most; learned without the rows that the policy is judged on.':
    '说明处理对谁改变最大的效应；学习时不使用评判策略所用的行。',
  'With `by`, the curve of demand whose best price is asked for; with an amount, what a unit that is ordered sells for.':
    '带 `by` 时是求最优价格所依据的需求曲线；带数额时是所订的每件的售价。',
  'What one more unit costs, in the money of its price.': '多一件的成本，与价格同一货币。',
  'The effect that moves demand: how much to order in each of its arms.':
    '改变需求的效应：在其每个处理组中各订多少。',
  'What a unit left over still brings; below 0 where getting rid of it costs, 0 where nothing is said.':
    '剩下的一件还能收回多少；处理掉它要花钱时为负，不写时为 0。',
  'What treating one row costs; of several arms each by its name.':
    '处理一行的成本；有多个处理组时各按名称写。',
  'What one more of the outcome is worth, in the money of the costs; below 0 where less is better.':
    '结果每增加一个单位的价值，与成本同一货币；越少越好时为负。',
  'Most money spent on all rows of the data together.': '在数据的所有行上合计最多花费多少。',
  'Most rows treated.': '最多处理多少行。',
  'Who may be treated at all: the rows for which a condition is true.': '谁可以被处理：使条件为真的行。',
  "Today's rule, which the policy is held against: a condition, or a column that says who is treated, or with which arm.":
    '用来与策略比较的现行规则：一个条件，或一个说明处理谁、给予哪个处理组的列。',
  'Levels of questions of a tree that says in words whom to treat: 1, 2 or 3.':
    '以文字说明处理谁的树有几层问题：1、2 或 3。',
  'Effect, share treated and gain by the groups of columns.': '按列的各组给出效应、处理比例和收益。',
  'How far shares treated of the groups of one column may lie apart, from 0 to 1.':
    '一列的各组的处理比例最多可以相差多少，从 0 到 1。',
  'The column that says to whom items are shown.': '说明向谁展示物品的列。',
  "The column that says whether the row's item was shown: 0 or 1.": '说明该行的物品是否展示过的列：0 或 1。',
  "The column of the chance that the row's item was shown, whether it was or not; without it, it is learned.":
    '该行的物品被展示的概率（倾向得分）所在的列，无论实际上是否展示；不写则由学习得出。',
  'Where items for a user come from; all of them where absent. What each is worth is learned.':
    '给用户的候选物品从何而来；不写则使用全部来源。各来源的价值由学习得出。',
  'How often an item is bought, as if all were shown alike.':
    '假如所有物品得到同样的展示，一个物品被购买的频率。',
  'What those bought who bought the same.': '购买过相同物品的用户还购买了什么。',
  'Tastes of users and items, by matrix factorisation of what was bought.':
    '对购买记录做矩阵分解，得到用户与物品的偏好因子。',
  'A text of the items: those with texts like what a user bought come first, and new items are known by theirs.':
    '物品的文本：文本与用户买过的物品相似者优先，新物品也由其文本认识。',
  'Most items shown to each.': '最多向每个对象展示多少物品。',
  'What an item has to add at least to the probability of the outcome to be shown.':
    '物品至少要给结果的概率带来多少增量才会展示。',
  'Estimates an effect, fits a model, makes a policy or a ranking.': '估计效应、拟合模型、制定策略或排序。',
  'Draws a graph; in a ranking, what is shown and to whom.': '画出因果图；在排序中，表示展示什么、展示给谁。',
  'Applies an effect or a model to the rows of a file.': '把效应或模型应用于一个文件的各行。',
  'The file to write.': '要写入的文件。',
  'Says what moved the numbers of single rows.': '说明是什么左右了单行的数值。',
  'At most so many rows.': '最多这么多行。',
  'Puts two results side by side.': '把两个结果并排比较。',
  'Everything about one effect, model, policy or ranking on a page.':
    '在一页上给出一个效应、模型、策略或排序的全部内容。',
  'True where both conditions are.': '两个条件都为真时为真。',
  'True where one of the conditions is.': '任一条件为真时为真。',
  'True where the condition is not.': '条件不为真时为真。',
  'The value of the first branch whose condition is true.': '第一个条件为真的分支的值。',
  'Starts a branch of `case`.': '开始 `case` 的一个分支。',
  'The value of a branch.': '分支的值。',
  'The value where no branch is true; without it the value is missing.':
    '没有分支为真时的值；不写则为缺失值。',
  'Ends a `case`.': '结束 `case`。',
  'No value, or whether there is none.': '没有值，或是否没有值。',
  'The boolean value.': '布尔值。',
  'The variables on the left are causes of those on the right.': '左边的变量是右边的变量的原因。',
  'Nobody measured this variable. It is never adjusted for.': '没有人测量过这个变量。它绝不会被调整。',

  // Estimators.
  'The treatment was assigned at random.': '处理是随机分配的。',
  'Given what is adjusted for, arms are as good as assigned at random (no open backdoor path), and every row could have been in either arm (overlap).':
    '给定所调整的变量，处理组如同随机分配（没有开放的后门路径），且每一行都有可能进入任一处理组（重叠）。',
  'Given what is adjusted for, the instrument is as good as random, moves the treatment, and touches the outcome through it alone; it moves nobody the wrong way, or the effect is the same for all.':
    '给定所调整的变量，工具变量如同随机，影响处理变量，且只通过处理变量影响结果变量；它不会反向影响任何人，或者效应对所有人相同。',
  'The log odds of the propensity are a sum of lines, or of curves of four knots where an arm has rows enough for them: nothing mends it where they are not, while aipw has the outcome as well.':
    '倾向得分的对数几率是直线之和，或在处理组的行数足够时是四个节点的曲线之和：若非如此则无从补救，而 aipw 还有结果模型。',
  'The interval supposes that both models come near the truth: with one of them wrong the estimate is right in large samples, but its error need not be.':
    '置信区间假定两个模型都接近真实：其中一个错误时，估计值在大样本中仍然正确，但其标准误未必正确。',
  'Mean outcome of an arm minus that of the baseline: for an experiment.':
    '处理组的结果均值减去基准组的结果均值：用于实验。',
  'Difference of an experiment, made precise by a regression in each arm on what is adjusted for.':
    '实验中的均值之差，通过在每个处理组中对所调整的变量做回归来提高精度。',
  'The regression need not be right.': '回归模型不必正确。',
  'Difference of an experiment, less what columns from before it predict.':
    '实验中的均值之差，减去由实验之前的列所能预测的部分。',
  'The columns are from before the treatment.': '这些列来自处理之前。',
  'Differences of means within strata of the propensity, averaged.': '倾向得分各层内的均值之差，再取平均。',
  'Within a stratum the propensity is about the same.': '同一层内倾向得分大致相同。',
  'Means of the arms, each row weighted by how unlikely its own arm was.':
    '各处理组的均值，每行按其进入所在处理组的概率的倒数加权。',
  'Compares each row with the most similar ones of the other arm.': '把每一行与另一处理组中最相似的行比较。',
  'Doubly robust: right if either the outcome model or the propensity is.':
    '双重稳健：结果模型或倾向得分之一正确即可。',
  'Doubly robust, by an outcome model that is moved until the weighted residuals average to nothing; stays in the range of the outcome.':
    '双重稳健：移动结果模型，直到加权残差的均值为零；结果不会超出结果变量的范围。',
  'Partially linear: residuals of the outcome on residuals of the treatment, which may be a dose.':
    '部分线性：结果变量的残差对处理变量的残差回归；处理变量可以是剂量。',
  'The effect is the same for all; where it is not, rows with uncertain treatment count more.':
    '效应对所有人相同；若不相同，则处理不确定的行权重更大。',
  'One model of the outcome that has the treatment among its inputs; effects are differences of its predictions.':
    '一个把处理变量作为输入之一的结果模型；效应是其预测值之差。',
  'A model of the outcome for each arm; effects are differences of their predictions.':
    '每个处理组一个结果模型；效应是它们的预测值之差。',
  'Imputes the effect of each row from the model of the other arm, then models it; good where one arm is small.':
    '由另一处理组的模型填补每一行的效应，再对其建模；适合某个处理组很小的情形。',
  'Models the effect that best explains residuals of the outcome by residuals of the treatment.':
    '对效应建模，使其以处理变量的残差最好地解释结果变量的残差。',
  'Models the doubly robust score of each row.': '对每一行的双重稳健得分建模。',
  'Models the outcome of each arm with weights that make it look like the other arm, then the imputed effects.':
    '为每个处理组加权，使其与另一处理组相似，在此权重下对结果建模，再对填补的效应建模。',
  'Honest forest of effects: who gains, with an interval for each row.':
    '诚实的效应森林：谁受益，并为每一行给出置信区间。',
  'Chooses among the learners, the forest and a constant effect by how well each explains rows it has not seen, and says why.':
    '在各学习器、森林和常数效应之间，按各自解释未见过的行的好坏来选择，并说明理由。',
  'Averages are those of aipw; effects of single rows are shrunk towards none.':
    '平均值与 aipw 相同；单行的效应会向零收缩。',
  'Averages are those of aipw; effects of single rows carry the errors of both models.':
    '平均值与 aipw 相同；单行的效应带有两个模型的误差。',
  'Averages are those of aipw; effects of single rows are as good as the models of the outcome.':
    '平均值与 aipw 相同；单行效应的好坏取决于结果模型。',
  'Averages are those of aipw; effects of single rows are robust to small errors of both nuisances.':
    '平均值与 aipw 相同；单行的效应对两个干扰函数的小误差稳健。',
  'Averages are those of aipw; effects of single rows are noisy where overlap is poor.':
    '平均值与 aipw 相同；重叠不好时单行的效应噪声大。',
  'Averages are those of aipw; effects of single rows are as good as the models of the outcome where the arms differ.':
    '平均值与 aipw 相同；单行效应的好坏取决于处理组相异之处的结果模型。',
  'Averages are those of aipw; effects of single rows vary smoothly enough for neighbours to tell.':
    '平均值与 aipw 相同；单行的效应变化足够平滑，可由相邻的行得知。',
  'Averages are those of aipw; the losses are those of residuals, not of the unknown effect itself.':
    '平均值与 aipw 相同；损失是残差的损失，而不是未知效应本身的损失。',
  'The part of the treatment that the instrument moves, against the outcome, by linear regressions.':
    '用线性回归，把工具变量所影响的那部分处理变量与结果变量联系起来。',
  'What is adjusted for acts linearly.': '所调整的变量的作用是线性的。',
  'Residuals of the outcome on those of the treatment, by residuals of the instrument, none of them linear.':
    '以工具变量的残差为工具，结果变量的残差对处理变量的残差回归；三者都不要求线性。',
  'Effects of the part of the treatment that the instrument moves, row by row.':
    '逐行给出工具变量所影响的那部分处理变量的效应。',
  'The effect through mediators that carry all of it, where nothing else can be adjusted for.':
    '经由承载全部效应的中介变量得到的效应，用于没有其他变量可调整的情形。',
  'The mediators carry the whole effect; nothing unobserved confounds them with the treatment or, given the treatment, with the outcome.':
    '中介变量承载全部效应；没有未观测的变量使其与处理变量混杂，或在给定处理变量时使其与结果变量混杂。',
  'Splits an effect into what goes through the mediators and what does not.':
    '把效应分解为经由中介变量的部分和不经由中介变量的部分。',
  'The same holds for the mediators, and nothing that the treatment causes confounds them with the outcome.':
    '对中介变量也是如此，且处理变量所导致的变量不会使其与结果变量混杂。',
  'Mean outcome at every dose of a continuous treatment, as a curve with its band.':
    '连续处理变量在每个剂量下的结果均值，以曲线及其置信带表示。',
  'Given what is adjusted for, the dose is as good as random, and every row could have had every dose that is asked about.':
    '给定所调整的变量，剂量如同随机，且每一行都有可能得到所问的每个剂量。',

  // Checks.
  'Looks for rows that could only have been in one arm.': '寻找只可能在一个处理组中的行。',
  'The propensity is about right.': '倾向得分大致正确。',
  'The propensities are about right.': '各倾向得分大致正确。',
  'Compares the arms before and after the adjustment.': '比较各处理组在调整前后的差异。',
  'What is not measured is not compared.': '没有测量的变量无法比较。',
  'Draws treatments that do nothing: their intervals must hold 0 as often as they say.':
    '随机抽取不起作用的处理：其置信区间包含 0 的频率必须与置信水平相符。',
  'Judges the interval, not whether a confounder is missing.': '评判置信区间，而不是是否遗漏了混杂变量。',
  'Replaces the outcome by one the treatment cannot have moved: the effect must vanish.':
    '把结果变量换成处理不可能影响的变量：效应必须消失。',
  'Judges the estimator, not whether a confounder is missing.': '评判估计方法，而不是是否遗漏了混杂变量。',
  'Adjusts for a random column on top: the estimate must not move by more than chance.':
    '额外调整一个随机列：估计值的变动不得超过偶然的程度。',
  'Judges the stability of the estimator.': '评判估计方法的稳定性。',
  'Estimates on random thirds of the rows: they must agree with the whole.':
    '在随机的三分之一的行上估计：结果必须与全体一致。',
  'Resamples the rows: intervals of the samples must miss the estimate no more than a fifth more often than they say.':
    '对行重抽样：样本的置信区间不含估计值的频率，不得比其声称的高出五分之一以上。',
  'Judges the interval; a tail that no row has shown it cannot see.':
    '评判置信区间；没有任何一行表现出的尾部，它看不到。',
  'Effects that cannot be: on outcomes the treatment cannot have moved, or of treatments that cannot have moved the outcome.':
    '不可能存在的效应：对处理不可能影响的结果的效应，或不可能影响结果变量的处理的效应。',
  'The controls share the confounders of the effect.': '阴性对照与效应有相同的混杂变量。',
  'Tests the independences that the graph implies, and says which missing arrow would explain a failure.':
    '检验因果图所蕴含的独立性，并指出哪条缺失的箭头可以解释不通过的原因。',
  'A graph that passes can still be wrong.': '通过检验的图仍可能是错的。',
  'Whether effects of single rows, as predicted, are those that come about.':
    '预测的单行效应是否与实际相符。',
  'Predictions are of rows not learned from.': '预测针对没有用于学习的行。',
  'Whether rows with the largest predicted effects do have larger effects than others.':
    '预测效应最大的行，其效应是否确实比其他行大。',
  'What treating the most promising rows first gains over treating at random.':
    '优先处理最有希望的行，比随机处理多得多少。',
  'How strong a confounder nobody measured would have to be to undo the effect, beside the columns that were.':
    '一个没有测量的混杂变量要有多强才能抵消效应，并与测量过的列相比较。',
  'It cannot prove that there is none.': '它不能证明没有这样的变量。',
  'Adds an unobserved confounder of known strength and shows what the estimate would be without it.':
    '加入强度已知的未观测混杂变量，并给出去除它之后的估计值。',
  'Strengths are told in those of the strongest column.': '强度以最强的列的强度为单位。',
  'Looks for rows whose treatment is nearly told: by the texts alone, by the columns alone, and by both.':
    '寻找处理几乎已被说明的行：分别只由文本、只由列、由两者共同说明。',
  'Regresses what is left of the outcome on the raw embedding and n-grams, out of fold: adjusting for that once more must not move the effect.':
    '在折外把结果变量的剩余部分对原始嵌入向量和 n 元组回归：再对此调整一次，效应不得改变。',
  'Sees what lies along the embedding and the words of a text; what is in no text, or needs more rows to be learned, it does not see.':
    '能看到沿文本的嵌入向量和词语的内容；不在任何文本中的，或需要更多行才能学到的，它看不到。',
  'Compares the arms, once weighted, in the scores and the leading components of the texts, and looks whether the outcome still goes along with what they differ by.':
    '加权之后，在文本的得分和主要成分上比较各处理组，并查看结果变量是否仍与它们的差异相关。',
  'What lies along other directions of a text is not compared.': '沿文本其他方向的内容不做比较。',
  'Deals the texts out among the rows anew: the effect must be the one without text.':
    '把文本在各行之间重新分配：效应必须与不用文本时相同。',
  'Judges how texts are read, not whether they hold every confounder.':
    '评判文本的读取方式，而不是文本是否包含了所有混杂变量。',

  // Formulas that are told in words.
  'mean over all rows of b_a(x) - b_0(x), b linear with its own slopes in each arm':
    'b_a(x) - b_0(x) 在所有行上的均值，b 为线性，每个处理组有各自的斜率',
  'sum over strata s of share_s (mean(y | a, s) - mean(y | 0, s))':
    '对各层 s 求和：share_s (mean(y | a, s) - mean(y | 0, s))',
  'mean of y_i - mean(y of the matches of i), corrected by a regression for what still differs':
    'y_i - mean(i 的匹配行的 y) 的均值，仍有的差异由回归修正',
  'mean of m_a(x) - m_0(x) + 1(a) (y - m_a(x)) / e_a(x) - 1(0) (y - m_0(x)) / e_0(x)':
    'm_a(x) - m_0(x) + 1(a) (y - m_a(x)) / e_a(x) - 1(0) (y - m_0(x)) / e_0(x) 的均值',
  'mean of m*_a(x) - m*_0(x), m* = m moved along 1(a) / e_a(x)':
    'm*_a(x) - m*_0(x) 的均值，m* 为 m 沿 1(a) / e_a(x) 移动所得',
  'e(x) g_0(x) + (1 - e(x)) g_1(x), g_a a model of the imputed effects in arm a':
    'e(x) g_0(x) + (1 - e(x)) g_1(x)，g_a 为处理组 a 中填补效应的模型',
  'argmin over g of mean(((y - m(x)) - (t - e(x)) g(x))^2)':
    '使 mean(((y - m(x)) - (t - e(x)) g(x))^2) 最小的 g',
  'regression of the aipw score on x': 'aipw 得分对 x 的回归',
  'as the x learner, models weighted by e(x) / (1 - e(x)) and its inverse':
    '同 x learner，但模型以 e(x) / (1 - e(x)) 及其倒数加权',
  'argmin over g of sum(alpha(x) ((y - m) - (t - e) g)^2), alpha the weights of the forest':
    '使 sum(alpha(x) ((y - m) - (t - e) g)^2) 最小的 g，alpha 为森林的权重',
  'least cross-fitted R-loss and doubly robust loss': '交叉拟合的 R 损失和双重稳健损失最小',
  '(t_z\u2032 t)^-1 t_z\u2032 y, t_z the treatment as the instruments predict it':
    '(t_z\u2032 t)^-1 t_z\u2032 y，t_z 为工具变量所预测的处理变量',
  'sum over m of (P(m | a) - P(m | 0)) sum over t of P(t) E(y | t, m)':
    '对 m 求和：(P(m | a) - P(m | 0))，乘以对 t 的和 P(t) E(y | t, m)',
  'indirect E(y(a, m(a)) - y(a, m(0))), direct E(y(a, m(0)) - y(0, m(0)))':
    '间接效应 E(y(a, m(a)) - y(a, m(0)))，直接效应 E(y(a, m(0)) - y(0, m(0)))',
  'mean of m(x, a) over all rows + local quadratic regression of y - m on the dose, weighted by f(a) / f(a | x)':
    'm(x, a) 在所有行上的均值，加上 y - m 对剂量的局部二次回归，权重为 f(a) / f(a | x)',
  'share of rows whose propensity lies outside the bounds; effective sample size':
    '倾向得分超出界限的行的比例；有效样本量',
  'difference of weighted means / spread, for each column': '每一列的加权均值之差 / 离散程度',
  'share of placebo intervals that exclude 0': '不含 0 的安慰剂置信区间的比例',
  'effect on a dummy outcome / its standard error': '对虚拟结果变量的效应 / 其标准误',
  'change of the estimate / its standard error': '估计值的变动 / 其标准误',
  '(mean of the parts - estimate from the same rows) / joint standard error':
    '（各部分的均值 - 同样的行的估计值）/ 联合标准误',
  'share of resampled intervals that exclude the estimate': '不含估计值的重抽样置信区间的比例',
  'largest |effect| / standard error over the controls': '各阴性对照中最大的 |效应| / 标准误',
  'covariance of residuals of a and b given c, over its error, for each implied a, b | c':
    '对每个蕴含的 a, b | c：给定 c 时 a 与 b 的残差的协方差 / 其标准误',
  'regression of the outcome residual on mean and spread of the predicted effects':
    '结果变量的残差对预测效应的均值与离散程度的回归',
  'RATE: area under the targeting curve (AUTOC) / its error': 'RATE：定向曲线下的面积（AUTOC）/ 其标准误',
  'Qini: area between the curve of gains and that of random order': 'Qini：收益曲线与随机次序曲线之间的面积',
  'E-value; robustness value; bias |C_Y C_D| sqrt(E(residual^2) E(weight^2))':
    'E 值；稳健值；偏倚 |C_Y C_D| sqrt(E(残差^2) E(权重^2))',
  'estimate over a grid of strengths towards treatment and outcome':
    '在对处理变量和结果变量的强度的网格上的估计值',
  'share of rows whose propensity lies outside the bounds, for each of the three':
    '三者各自的倾向得分超出界限的行的比例',
  'mean of (1 - 1(a) / e_a(x)) f_a(text), less the same of 0, over its error; f_a learned from y - m_a(x)':
    '(1 - 1(a) / e_a(x)) f_a(text) 的均值，减去 0 的相应均值，再除以其标准误；f_a 由 y - m_a(x) 学得',
  'difference of weighted means / spread, and correlation with y - m_a(x), for each score and component':
    '每个得分和成分的加权均值之差 / 离散程度，以及与 y - m_a(x) 的相关',
  '(effect with shuffled texts - effect without texts) / error of the difference':
    '（打乱文本的效应 - 不用文本的效应）/ 差的标准误',

  // Options.
  'Whether weights are scaled to add up to the size of the population (Hajek), true unless said otherwise.':
    '是否缩放权重使其合计为总体大小（Hajek），默认为 true。',
  'Leaves out rows where the arms hardly overlap: b keeps propensities from b to 1 - b, "optimal" those with which the estimate is most precise (Crump et al. 2009). The effect is then about the rows that are left.':
    '去掉各处理组几乎不重叠的行：b 保留倾向得分在 b 到 1 - b 之间的行，"optimal" 保留使估计最精确的行（Crump et al. 2009）。此时效应针对留下的行。',
  'Matches of every row, 1 unless said otherwise.': '每一行的匹配数，默认为 1。',
  'What matches are near in: the covariates themselves, or the propensity of a logistic regression on them.':
    '按什么衡量匹配的远近：协变量本身，或由协变量做逻辑回归得到的倾向得分。',
  'Distance in the covariates: with or without their covariances.': '协变量上的距离：是否使用其协方差。',
  'Largest distance of a match, in standard deviations; rows without one are left out. On the propensity .2 is usual (Austin 2011).':
    '匹配的最大距离（卡尺），以标准差计；没有匹配的行会被去掉。按倾向得分匹配时常用 .2（Austin 2011）。',
  'Columns in which a match is equal, among those adjusted for.': '在所调整的列中，匹配行必须取值相等的列。',
  'Whether a row may be a match of several others, true unless said otherwise; without, for the ATT and the ATC alone.':
    '一行是否可以作为多行的匹配，默认为 true；为 false 时只能用于 ATT 和 ATC。',
  'Whether a regression takes out what matches still differ in (Abadie and Imbens 2011), true unless said otherwise.':
    '是否用回归去除匹配行之间仍有的差异（Abadie and Imbens 2011），默认为 true。',
  'Strata of the propensity; the root of the number of rows, and at least 5, unless said otherwise.':
    '倾向得分的层数；默认为行数的平方根，且至少为 5。',
  '1 for the doubly robust effect on compliers, by a yes-or-no instrument and treatment.':
    '取 1 时，用二值的工具变量和处理变量，求依从者的双重稳健效应。',
  'Trees of the forest.': '森林中的树的数量。',
  'Fewest rows in a leaf.': '叶节点中最少的行数。',
  'Variables looked at per split.': '每次分裂考察的变量数。',
  'Most questions from top to leaf.': '从根到叶最多的问题数。',
  'Trees, one after another.': '依次建立的树的数量。',
  'Most leaves of a tree.': '一棵树最多的叶节点数。',
  'Share of each tree that is added.': '加入每棵树的比例（学习率）。',
  'Penalty on large leaf values.': '对大的叶节点值的惩罚。',
  'Ridge penalty; chosen by cross-validation where absent.': '岭惩罚；不写时由交叉验证选择。',
  'A model as LightGBM saves it in text or XGBoost in JSON; the path starts at the folder of the spec.':
    '由 LightGBM 以文本保存或由 XGBoost 以 JSON 保存的模型；路径相对于规约所在的文件夹。',
  'Units that bend the embedding, 16 unless said otherwise.': '使嵌入向量弯曲的隐藏单元数，默认为 16。',
  'Passes over the texts, 10 unless said otherwise.': '遍历文本的轮数，默认为 10。',
  'Share of the numbers of an embedding that each step leaves out, .1 unless said otherwise.':
    '每一步略去嵌入向量中数值的比例，默认为 .1。',
  'Size of a step of Adam, .003 unless said otherwise.': 'Adam 的步长，默认为 .003。',
  'Size of a step of Adam, .01 unless said otherwise.': 'Adam 的步长，默认为 .01。',
  'Penalty on weights, .01 unless said otherwise.': '对权重的惩罚，默认为 .01。',
  'Penalty on weights, .001 unless said otherwise.': '对权重的惩罚，默认为 .001。',
  'What cosines are divided by before they are compared, .2 unless said otherwise: less looks at the nearest texts alone.':
    '余弦在比较之前除以的数（温度），默认为 .2：越小，越只看最近的文本。',
  'Most passes over the rows, 60 unless said otherwise; training stops before where held-out rows gain nothing.':
    '遍历各行的最多轮数，默认为 60；留出的行不再有收益时提前停止训练。',
  'Units of the shared layer, 32 unless said otherwise.': '共用层的单元数，默认为 32。',
  'Share of the shared layer that each pass leaves out, .1 unless said otherwise.':
    '每一轮略去共用层的比例，默认为 .1。',
  'Trains on embeddings moved against it, too, by this share of their length (Miyato, Dai and Goodfellow 2017); 0 unless said otherwise.':
    '同时在对抗性移动的嵌入向量上训练，移动幅度为其长度的这一比例（Miyato, Dai and Goodfellow 2017）；默认为 0。',
  'Share of every yes or no that is spread over both (label smoothing); 0 unless said otherwise.':
    '把每个“是”或“否”分摊给两者的比例（标签平滑）；默认为 0。',
  'Trains on changed copies of texts, too, whose words are each left out, or another where `synonyms` has one, with this chance; 0 unless said otherwise, .15 with `synonyms`.':
    '同时在文本的改动副本上训练：每个词以此概率被略去，或在 `synonyms` 有同义词时被替换；默认为 0，有 `synonyms` 时为 .15。',
  'A CSV with the columns word and synonym; the path starts at the folder of the spec.':
    '含有 word 和 synonym 两列的 CSV；路径相对于规约所在的文件夹。',
  'Trains on copies of texts in other words, too: translated by this model to another language, and by `back` from it (Sennrich, Haddow and Birch 2016). A model with an encoder and a decoder, such as Marian, on this machine.':
    '同时在文本的改写副本上训练：由此模型译成另一种语言，再由 `back` 译回（Sennrich, Haddow and Birch 2016）。它是本机上有编码器和解码器的模型，例如 Marian。',
  'The model that translates back what `through` translated.': '把 `through` 的译文译回的模型。',

  // Functions.
  'Length of a time span in days, with fractions.': '时间间隔的天数，可带小数。',
  'Length of a time span in hours, with fractions.': '时间间隔的小时数，可带小数。',
  'Calendar year of a date.': '日期的年份。',
  'Month of a date, 1 to 12.': '日期的月份，1 到 12。',
  'Day of the week, 1 for Monday to 7 for Sunday.': '星期几，星期一为 1，星期日为 7。',
  'Hour of the day, 0 to 23.': '一天中的小时，0 到 23。',
  'Absolute value.': '绝对值。',
  'Natural logarithm; missing where the argument is not positive.': '自然对数；参数不为正时缺失。',
  'e to the power of the argument.': 'e 的参数次幂。',
  'Square root; missing where the argument is negative.': '平方根；参数为负时缺失。',
  'Nearest whole number, halves away from zero.': '最接近的整数，恰为一半时远离零取整。',
  'Largest whole number not above the argument.': '不大于参数的最大整数。',
  'Smallest of the arguments.': '各参数中的最小值。',
  'Largest of the arguments.': '各参数中的最大值。',
  'Number of characters.': '字符数。',
  'Text in lower case.': '转为小写的文本。',
  'Text in upper case.': '转为大写的文本。',
  'Text without blanks at its ends.': '去掉首尾空白的文本。',
  'True where the first text contains the second.': '第一个文本包含第二个时为真。',
  'True where the first text starts with the second.': '第一个文本以第二个开头时为真。',
  'True where the first text ends with the second.': '第一个文本以第二个结尾时为真。',
  'True where the argument has no value.': '参数没有值时为真。',
  'First argument that has a value.': '第一个有值的参数。',
  'The argument as a number; missing where it is none. True is 1, false is 0.':
    '转为数值的参数；不是数值时缺失。真为 1，假为 0。',

  // Encoders.
  'Universal Sentence Encoder Lite, built in, English, 512 dimensions':
    'Universal Sentence Encoder Lite，内置，英语，512 维',
  'The same with 8 bits a weight: half the memory, a cosine of .998 with it':
    '同上，每个权重 8 位：内存减半，与其余弦为 .998',
  'Learnt from the words of the column itself: any language, no model, at most 100 dimensions':
    '从该列本身的词语学得：任何语言，无需模型，最多 100 维',
};
