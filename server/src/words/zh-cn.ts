import type { Catalogue } from '../../../kernel/src/words/say.js';

/**
 * Messages of the language server in Simplified Chinese, by their English; the words of the field are those that
 * `kernel/src/words/zh-cn.ts` lists.
 */
export const messages: Catalogue = {
  // Words that sentences are made of.
  ' ': '',
  '.': '。',
  en: 'zh-CN',
  them: '它们',
  nothing: '无',
  unknown: '未知类型',
  data: '数据',
  parameter: '参数',
  text: '文本',
  graph: '因果图',
  effect: '效应',
  model: '模型',
  policy: '策略',
  'treatment or outcome': '处理变量或结果变量',
  'the outcome': '结果变量',
  'the rows': '各行',
  'the file': '文件',
  'effect or model': '效应或模型',
  'an {0}': '{0}',
  'a {0}': '{0}',
  'an effect': '效应',
  'a model': '模型',
  'a ranking': '排序',
  'a name': '名称',
  'a value': '值',
  'a number': '数值',
  'a date': '日期',
  'a text': '文本',
  'a text in quotes': '带引号的文本',
  'a time span': '时间间隔',
  'true or false': '布尔值（true 或 false）',
  'free text': '自由文本',
  cluster: '聚类',
  weight: '权重',
  derived: '派生',
  passed: '通过',
  failed: '未通过',
  'observed by nobody': '未观测',
  'observed by nobody · {0}': '未观测 · {0}',
  '{0} or {1}': '{0} 或 {1}',
  '{0}: {1}': '{0}：{1}',
  '{0} more': '另有 {0} 个',
  ' and {0} more': ' 等，另有 {0} 个',
  ' and others': '，以及其他',
  'At least {0}': '至少 {0}',
  'at least {0}': '至少 {0}',
  '{0} row': '{0} 行',
  '{0} rows': '{0} 行',
  '{0} argument': '{0} 个参数',
  '{0} arguments': '{0} 个参数',

  // What there is instead of what was written.
  '; did you mean "{0}"?': '；是否想写“{0}”？',
  '; {0} {1}{2}.': '；{0}：{1}{2}。',
  'there are': '可用的有',
  'there is': '可用的有',
  'it has': '其中有',
  'its arms are': '它的处理组有',
  'declared here:': '这里声明的有',
  'expected one of': '应为以下之一',

  // Specs, syntax and names.
  'Spec "{0}" is not written in UTF-8; save it in that encoding.':
    '规约“{0}”不是 UTF-8 编码；请以该编码保存。',
  'There is no spec "{0}"; check its name.': '没有规约“{0}”；请检查其名称。',
  'Spec "{0}" cannot be read ({1}); check its permissions.': '规约“{0}”无法读取（{1}）；请检查其权限。',
  'This comment is never closed; end it with `*/`.': '此注释没有结束；请以 `*/` 结束。',
  'This number is too large; the largest is about 1.8e308.': '此数过大；最大约为 1.8e308。',
  'This text is never closed; end it with a quotation mark.': '此文本没有结束；请以引号结束。',
  'This spec has {0} characters, and at most {1} are read; split it into several files.':
    '此规约有 {0} 个字符，而最多读取 {1} 个；请拆成几个文件。',
  'This expression is nested too deeply (at most {0} parentheses and {1} operators); name parts of it with `derive`.':
    '此表达式嵌套过深（最多 {0} 层括号和 {1} 层运算符）；请用 `derive` 给其中一部分命名。',
  'This character has no meaning here; names with signs go in backticks.':
    '此字符在这里没有意义；含有符号的名称要放在反引号中。',
  'declaration or verb': '声明或动词',
  'clause of data': '数据的子句',
  'clause of a text': '文本的子句',
  'clause of an effect': '效应的子句',
  'clause of a model': '模型的子句',
  'clause of a policy': '策略的子句',
  'clause of a ranking': '排序的子句',
  'the end of the file': '文件末尾',
  'something else': '其他内容',
  '; as a name, write it in backticks: `{0}`': '；作为名称时，请放在反引号中：`{0}`',
  'Expected {0} here instead of {1}{2}.': '这里应为{0}，而不是 {1}{2}。',
  'Expected "}" here instead of {0}.': '这里应为“}”，而不是 {0}。',
  '{0} begins no {1}{2}': '{0} 不能开始任何{1}{2}',
  'There is no {0} "{1}"{2}': '没有名为“{1}”的{0}{2}',
  'There is no "{0}" in data {1}{2}': '数据 {1} 中没有“{0}”{2}',
  'There is no "{0}" in "{1}"{2}': '“{1}”中没有“{0}”{2}',
  '"{0}" is already the name of {1}{2}; rename one of them.':
    '“{0}”已经是{2}一个{1}的名称；请给其中之一改名。',
  ' in a cell above': '上方单元格中',
  'The first declaration.': '第一处声明。',
  'The first time.': '第一次出现。',
  '"{0}" is a parameter and a variable of data {1}, and a condition could mean either; rename the parameter.':
    '“{0}”既是参数，又是数据 {1} 的变量，条件中可能指其中任何一个；请给参数改名。',
  'Nothing uses {0} {1}; use it or delete it.': '没有任何内容使用{0} {1}；请使用或删除它。',
  '"{0}" is derived from itself; give the new column another name.': '“{0}”由自身派生；请给新列另起名称。',
  '"{0}" is derived further down; move its `derive` above that of "{1}".':
    '“{0}”在更下方才派生；请把它的 `derive` 移到“{1}”的上方。',
  'Derived here.': '在此派生。',
  '"{0}" of graph {1} is not in data {2}{3}': '图 {1} 中的“{0}”不在数据 {2} 中{3}',
  '; if nobody observed it, write "{0}?".': '；如果没有人观测过它，请写成“{0}?”。',
  'it declares none': '它没有声明参数',
  'it declares {0}': '它声明了 {0}',
  '; {0}.': '；{0}。',
  '"{0}" has no parameter "{1}" to set{2}': '“{0}”没有可设置的参数“{1}”{2}',
  'Parameter {0} is {1}, and "{2}" is none; write it as in --set {3}={4}.':
    '参数 {0} 是{1}，而“{2}”不是；请写成 --set {3}={4} 的形式。',
  '`{0}` is said twice in {1}; delete one of them.': '{1} 中 `{0}` 出现了两次；请删除其中之一。',

  // Options.
  '{0} takes no options; delete "{1}".': '{0} 没有选项；请删除“{1}”。',
  '{0} has no option "{1}"{2}': '{0} 没有选项“{1}”{2}',
  '{0}, which is {1}': '{0}（即 {1}）',
  '{0} has to be {1}, not {2}.': '{0} 必须是{1}，而不是 {2}。',
  'the path of a file in quotes': '带引号的文件路径',
  'names of columns in quotes, parted by commas': '带引号、以逗号分隔的列名',
  'a model, as "hf:organisation/model"': '模型名，形如 "hf:organisation/model"',
  'a whole number from {0} to {1}{2}': '从 {0} 到 {1} 的整数{2}',
  'a number from {0} to {1}{2}': '从 {0} 到 {1} 的数值{2}',
  ', or "{0}"': '，或 "{0}"',
  '{0} makes no sense alone: add `{1} "hf:organisation/model"`.':
    '单独使用 {0} 没有意义：请加上 `{1} "hf:organisation/model"`。',
  '{0} is set twice; delete one of them.': '{0} 设置了两次；请删除其中之一。',
  'from 0.5 to below 1': '从 0.5 到小于 1 的数',
  'a whole number from 3 to 20': '从 3 到 20 的整数',
  'a whole number up to 4294967295': '不超过 4294967295 的整数',

  // Data and texts.
  '"{0}" is no data file this program reads or writes; use .csv, .tsv, .parquet, .json or .jsonl.':
    '“{0}”不是本程序能读写的数据文件；请使用 .csv、.tsv、.parquet、.json 或 .jsonl。',
  'Data {0} is read from a path, and parameter {1} is {2}; give it a path in quotes.':
    '数据 {0} 从路径读取，而参数 {1} 是 {2}；请给它一个带引号的路径。',
  'Column "{0}" is declared twice; delete one of the two.': '列“{0}”声明了两次；请删除其中之一。',
  'Column "{0}" is derived twice; delete one of the two.': '列“{0}”派生了两次；请删除其中之一。',
  '"{0}" is already a column of "{1}"; give the derived column another name.':
    '“{0}”已经是“{1}”的一列；请给派生列另起名称。',
  'The shares {0} and {1} have to be above 0 and 100 together; write, for example, `split 80/20`.':
    '比例 {0} 和 {1} 必须都大于 0，且合计为 100；例如写 `split 80/20`。',
  'Data {0} is split by {1} and names no {2} column; add `{3} COLUMN`.':
    '数据 {0} 按 {1} 划分，却没有指明 {2} 列；请加上 `{3} COLUMN`。',
  '"{0}" is {1} and gives rows no order in time; name a column of dates or numbers.':
    '“{0}”的类型是 {1}，不能给各行排出时间先后；请指明一个日期列或数值列。',
  '"{0}" is given a time twice; delete one of the two.': '“{0}”两次指定了时间；请删除其中之一。',
  '"{0}" is derived, and an encoder reads columns of the file; name one of them.':
    '“{0}”是派生列，而编码器读取文件中的列；请指明其中一列。',
  '"{0}" is {1} and no text; use the column as it is.': '“{0}”的类型是 {1}，不是文本；请直接使用该列。',
  '"{0}" is no name of a model; write "hf:organisation/model", with "@" and a commit to pin one.':
    '“{0}”不是模型名；请写成 "hf:organisation/model"，要固定版本时加上 "@" 和提交号。',
  'There is no encoder "{0}"{1}': '没有编码器“{0}”{1}',
  '"{0}" has its own way from tokens to a vector; delete `{1}`, or name a model as `encoder "hf:organisation/model"`.':
    '“{0}”自有由词元得到向量的方式；请删除 `{1}`，或用 `encoder "hf:organisation/model"` 指明模型。',
  'A layer is a whole number from 0 (the embeddings) on, not {0}.':
    '层是从 0（嵌入层）开始的整数，而不是 {0}。',
  '"{0}" is a time span, which is no number yet; write `days(...)` or `hours(...)` around it.':
    '“{0}”是时间间隔，还不是数值；请用 `days(...)` 或 `hours(...)` 包住它。',
  'A text is reduced to a whole number of directions from 1 to {0}, not {1}.':
    '文本降维后的方向数是从 1 到 {0} 的整数，而不是 {1}。',
  '{0} reads "{1}", which is reduced for {2}, and none of them is its {3}; add {4} to `reduce`.':
    '{0} 读取“{1}”，后者为 {2} 降维，但其中没有它的{3}；请在 `reduce` 中加上 {4}。',
  '{0} principal components of "{1}" know of no treatment and no outcome, so they keep most of the confounding in it: 47 of 100 parts on real reviews. Say what they are for, as `reduce {2} for TREATMENT, OUTCOME`.':
    '“{1}”的 {0} 个主成分不涉及处理变量和结果变量，因此会留下其中的大部分混杂：在真实评论上，100 份中留下 47 份。请说明它们的用途，如 `reduce {2} for TREATMENT, OUTCOME`。',
  'Pairs are for `adapt contrastive`: delete `pairs by`, since what is supervised learns from treatment and outcome.':
    '配对用于 `adapt contrastive`：请删除 `pairs by`，因为有监督的适配从处理变量和结果变量学习。',
  'A history is a mixture of texts, and an encoder is adapted to texts: delete `adapt`, or adapt it for a text of its own.':
    '历史是多个文本的混合，而编码器适配的是单个文本：请删除 `adapt`，或为一个单独的文本做适配。',
  'which is its {0}': '即它的{0}',
  'which tells its {0} {1}': '而这会透露它的{0} {1}',
  '{0} reads "{1}", whose texts are paired by {2}, {3}; pair them by something that was there before.':
    '{0} 读取“{1}”，其文本按 {2} 配对，{3}；请按处理之前就有的内容配对。',

  // Histories.
  'The history "{0}" does not say whose events they are; write `of {1} by COLUMN`, a column that {2} and {3} share.':
    '历史“{0}”没有说明事件属于谁；请写 `of {1} by COLUMN`，即 {2} 与 {3} 共有的列。',
  'The history "{0}" has no end: what happens at the treatment or after it may be its work, and adjusting for that hides part of the effect; add `before TIME`, the column of {1} with the treatment\'s time.':
    '历史“{0}”没有终点：处理时或处理之后发生的事可能是处理造成的，调整它们会掩盖部分效应；请加上 `before TIME`，即 {1} 中处理时间所在的列。',
  'Data {0} does not say when its events happened, so that "{1}" cannot be cut before anything; add `time COLUMN` to {2}.':
    '数据 {0} 没有说明其事件发生的时间，因此“{1}”无法在任何时刻之前截断；请在 {2} 中加上 `time COLUMN`。',
  'Data {0} has no "{1}" to tell whose its events are; derive one of that name, or name another column{2}':
    '数据 {0} 没有“{1}”来说明事件属于谁；请派生一个同名列，或指明另一列{2}',
  '"{0}" is {1} in {2} and {3} in {4}, so that no event would be anybody\'s; declare one type in both with `column`.':
    '“{0}”在 {2} 中的类型是 {1}，在 {4} 中是 {3}，因此没有事件能对应到任何人；请用 `column` 在两处声明同一类型。',
  '"{0}" is {1} and no time that a history could be cut at; name a column of dates or numbers.':
    '“{0}”的类型是 {1}，不是可以截断历史的时间；请指明一个日期列或数值列。',
  '"{0}" of {1} is {2} and "{3}" of {4} is {5}: nobody can say which came first; name two dates or two numbers.':
    '{1} 的“{0}”是 {2}，而 {4} 的“{3}”是 {5}：无法判断孰先孰后；请指明两个日期列或两个数值列。',
  '"{0}" is no history, so that nothing in it has an age; add `of ROWS by KEY before TIME`, or delete `half life`.':
    '“{0}”不是历史，其中的内容没有时间远近；请加上 `of ROWS by KEY before TIME`，或删除 `half life`。',
  'The half-life of "{0}" is {1}; it has to be above 0.': '“{0}”的半衰期是 {1}；它必须大于 0。',
  '"{0}" is a date, and {1} says no unit; write `half life {2} days`, or minutes, hours or weeks.':
    '“{0}”是日期，而 {1} 没有单位；请写 `half life {2} days`，或用 minutes、hours、weeks。',
  '"{0}" is a number whose unit only you know; write `half life {1}` in that unit, without "{2}".':
    '“{0}”是数值，其单位只有您知道；请以该单位写 `half life {1}`，不要写“{2}”。',

  // Effects and models.
  'Effect {0} needs `{1}`; add it.': '效应 {0} 需要 `{1}`；请补上。',
  'Model {0} needs `{1}`; add it.': '模型 {0} 需要 `{1}`；请补上。',
  'Policy {0} needs `treat by EFFECT`, `price by EFFECT` or `stock by EFFECT`; add one.':
    '策略 {0} 需要 `treat by EFFECT`、`price by EFFECT` 或 `stock by EFFECT`；请补上其中之一。',
  'Policy {0} needs `{1}`; add it.': '策略 {0} 需要 `{1}`；请补上。',
  'Effect {0} derives its adjustment set from graph {1} and lists one too; keep `in` or `adjust for`.':
    '效应 {0} 既从图 {1} 推导调整集，又列出了调整集；请保留 `in` 或 `adjust for` 之一。',
  'The graph.': '因果图。',
  'Effect {0} does not say what to adjust for; add `in GRAPH`, `adjust for ...`, or, in an experiment, `adjust for nothing`.':
    '效应 {0} 没有说明要调整什么；请加上 `in GRAPH` 或 `adjust for ...`，若是实验则加上 `adjust for nothing`。',
  '"{0}" is treatment and outcome at once; name two variables.':
    '“{0}”同时是处理变量和结果变量；请指明两个变量。',
  'adjusted for': '被调整的变量',
  'an effect modifier': '效应修饰变量',
  'an instrument': '工具变量',
  'a mediator': '中介变量',
  'a negative control': '阴性对照',
  '"{0}" is the {1} and cannot be {2}; take it out.': '“{0}”是{1}，不能又是{2}；请把它去掉。',
  '"{0}" is the {1} and cannot be the {2}; name another.': '“{0}”是{1}，不能又作{2}；请指明另一列。',
  'Group "{0}" is named twice; rename one of them.': '子组“{0}”重名；请给其中之一改名。',
  'The weights "{0}" are {1}; name a column of numbers, or declare it numeric.':
    '权重“{0}”的类型是 {1}；请指明一个数值列，或将其声明为 numeric。',
  'time observed': '观察时间',
  'A horizon is longer than 0, not {0}; write how long the event may take.':
    '期限须大于 0，而不是 {0}；请写明事件在多久之内发生。',
  'The time "{0}" is {1}; a horizon is compared with numbers, such as `derive observed_for = days(last_seen - first_seen)`.':
    '时间“{0}”的类型是 {1}；期限与数值比较，例如 `derive observed_for = days(last_seen - first_seen)`。',
  'A horizon weighs rows arm by arm, and {0} has doses in place of arms; leave one of the two out.':
    '期限按处理组给各行加权，而 {0} 用的是剂量，没有处理组；请去掉其中之一。',
  'With a horizon the outcome says whether the event happened, but "{0}" is {1}; derive a condition from it.':
    '有期限时，结果变量说明事件是否发生，而“{0}”的类型是 {1}；请由它派生一个条件。',
  '{0} has no form for rows that count differently, which {1} asks for; write `with aipw`, or another that adjusts.':
    '{0} 没有各行分量不同的形式，而 {1} 需要它；请写 `with aipw`，或用其他通过调整来估计的方法。',
  'Text "{0}" can be adjusted for and nothing else; derive a column from it, or take it out.':
    '文本“{0}”只能用来调整；请由它派生一列，或把它去掉。',
  'Dose {0} is named twice; delete one of them.': '剂量 {0} 出现了两次；请删除其中之一。',
  'An effect compares two doses or more; name another one beside {0}.':
    '效应比较两个或更多剂量；请在 {0} 之外再指明一个。',
  '"{0}" is listed twice; delete one of them.': '“{0}”列出了两次；请删除其中之一。',
  '{0} is listed twice; delete one of them.': '{0} 列出了两次；请删除其中之一。',
  '"{0}" is free text; declare `text NAME from {1}.{2}` and use NAME.':
    '“{0}”是自由文本；请声明 `text NAME from {1}.{2}`，并使用 NAME。',
  'Text "{0}" can be an effect modifier only where it is adjusted for; adjust for it, or derive a column from it.':
    '文本“{0}”只有在被调整时才能作效应修饰变量；请调整它，或由它派生一列。',
  '"{0}" is {1} and has no arms; derive a column with a few values.':
    '“{0}”是{1}，没有处理组；请派生一个只有几个取值的列。',
  'The outcome "{0}" is {1} and has no mean; declare it numeric, or derive a number or a condition from it.':
    '结果变量“{0}”的类型是 {1}，没有均值；请将其声明为 numeric，或由它派生一个数值或条件。',
  'Arm "{0}" is named twice; delete one of them.': '处理组“{0}”出现了两次；请删除其中之一。',
  'An effect compares two arms or more; name another one beside "{0}".':
    '效应比较两个或更多处理组；请在“{0}”之外再指明一个。',
  'A difference in means adjusts for nothing, but {0} is to be adjusted for {1}; write `with aipw`.':
    '均值之差不做任何调整，而 {0} 要调整 {1}；请写 `with aipw`。',
  '{0} is adjusted for nothing': '{0} 不做任何调整',
  '{0} is adjusted for no text': '{0} 不调整任何文本',
  '{0} is in no graph': '{0} 不在任何图中',
  '{0} names none with `negative`': '{0} 没有用 `negative` 指明任何变量',
  '{0}, so there are no {1} to check; leave it out.': '{0}，因此没有 {1} 可检验；请去掉它。',
  '{0}, so there is no {1} to check; leave it out.': '{0}，因此没有 {1} 可检验；请去掉它。',
  '{0} is adjusted for no text, so there is no headline to choose; leave `headline` out.':
    '{0} 不调整任何文本，因此没有主结果可选；请去掉 `headline`。',
  'A causal forest of {0} has nothing to split on; name effect modifiers with `by`.':
    '{0} 的因果森林没有可用来分裂的变量；请用 `by` 指明效应修饰变量。',
  'The outcome "{0}" is {1}; declare it numeric, or derive a number or a condition from it.':
    '结果变量“{0}”的类型是 {1}；请将其声明为 numeric，或由它派生一个数值或条件。',
  '"{0}" is what {1} predicts; take it out of `using`.': '“{0}”正是 {1} 要预测的；请从 `using` 中去掉它。',
  '{0} does not say which file its model is in; write `imported { file "model.txt" }`.':
    '{0} 没有说明模型在哪个文件中；请写 `imported { file "model.txt" }`。',
  'An imported model reads columns, and "{0}" is a text; take it out of `using`.':
    '导入的模型读取列，而“{0}”是文本；请从 `using` 中去掉它。',

  // Policies.
  'A cost': '成本',
  'A cost of every other arm': '其他各处理组的成本',
  'The cost of arm "{0}"': '处理组“{0}”的成本',
  'The cost of "{0}"': '“{0}”的成本',
  '{0} is said twice; delete one of them.': '{0}写了两次；请删除其中之一。',
  '{0} has to be 0 or more, not {1}; count what a treatment earns by `value`.':
    '{0}必须大于或等于 0，而不是 {1}；处理带来的收益请用 `value` 表示。',
  'A value of 0 makes everything worth nothing; say what one more of the outcome is worth.':
    '价值为 0 会使一切都不值钱；请说明结果每增加一个单位值多少。',
  'A budget of {0} treats nobody; give one above 0, or leave `budget` out.':
    '预算 {0} 无法处理任何人；请给出大于 0 的预算，或去掉 `budget`。',
  'capacity has to be a whole number of rows from 1, not {0}.':
    'capacity 必须是不小于 1 的整数行数，而不是 {0}。',
  'A budget of {0} does not pay for one treatment of {1}; raise it, or lower the cost.':
    '预算 {0} 不够支付一次成本为 {1} 的处理；请提高预算，或降低成本。',
  'Policy {0} says what treating costs and not what one more of {1} is worth; add `value`.':
    '策略 {0} 说明了处理的成本，却没有说明 {1} 每增加一个单位值多少；请加上 `value`。',
  'Nothing costs anything in {0}, so that a budget limits nothing; add `cost`, or limit rows with `capacity`.':
    '{0} 中没有任何成本，因此预算不起限制作用；请加上 `cost`，或用 `capacity` 限制行数。',
  'A policy treats by effects of arms that are compared as alike; {0} is estimated by {1}; take an effect that adjusts.':
    '策略依据的是经调整后可比的处理组之间的效应，而 {0} 用 {1} 估计；请换用做调整的效应。',
  '{0} is the same for everyone, so that nobody comes first; name effect modifiers in it with `by`.':
    '{0} 对所有人都相同，因此没有先后之分；请在其中用 `by` 指明效应修饰变量。',
  '"{0}" is the baseline: what rows get that are not treated costs nothing; take it out.':
    '“{0}”是基准组：不处理的行没有成本；请把它去掉。',
  '{0} has no arm "{1}"{2}': '{0} 没有处理组“{1}”{2}',
  '{0} has several arms, and a condition does not say which of them is given today; name a column that holds the arm.':
    '{0} 有多个处理组，而条件没有说明如今给予哪一个；请指明记录处理组的列。',
  '"{0}" is {1} and says nobody\'s treatment; name a column of arms, or a condition.':
    '“{0}”的类型是 {1}，不能说明任何人的处理；请指明记录处理组的列，或写一个条件。',
  'depth has to be 1, 2 or 3, not {0}: more questions than that nobody reads.':
    'depth 必须是 1、2 或 3，而不是 {0}：问题再多就没有人读了。',
  '"{0}" is free text and makes no groups; derive a column of few values from it.':
    '“{0}”是自由文本，不能分组；请由它派生一个只有几个取值的列。',
  'within has to be from 0 to 1, not {0}: a distance of shares, as 0.1 for ten in a hundred.':
    'within 必须在 0 到 1 之间，而不是 {0}：它是比例之差，例如 0.1 表示百分之十。',
  'Shares treated can be kept together for the groups of one column; name one, or leave `within` out.':
    '只能让一列的各组的处理比例彼此接近；请只指明一列，或去掉 `within`。',

  // Prices and orders.
  treats: '决定处理谁',
  'asks a price': '定价',
  orders: '订货',
  'A unit cost has to be 0 or more, not {0}.': '单位成本必须大于或等于 0，而不是 {0}。',
  'At a price of {0} and a unit cost of {1} no sale earns anything; the price has to be above the unit cost.':
    '价格为 {0}、单位成本为 {1} 时，卖出一件也赚不到钱；价格必须高于单位成本。',
  'A unit left over brings {0}, no less than the {1} that it costs, so that one would order without end; the salvage has to be below the unit cost.':
    '剩下一件可收回 {0}，不低于其成本 {1}，于是会无止境地订货；残值必须低于单位成本。',
  'Which {0} earns most follows from {1} at every one of them; {2} is estimated by {3}: write `with dose response` in it.':
    '哪个 {0} 赚得最多，取决于每个取值下的 {1}；而 {2} 用 {3} 估计：请在其中写 `with dose response`。',
  'Orders follow from {0} in arms that are compared as alike; {1} is estimated by {2}; take an effect that adjusts.':
    '订货量取决于经调整后可比的各处理组中的 {0}，而 {1} 用 {2} 估计；请换用做调整的效应。',
  '`{0}` belongs to a policy that {1}, and {2} {3}; delete it, or write a policy of its own.':
    '`{0}` 属于{1}的策略，而 {2} 用来{3}；请删除它，或另写一个策略。',
  '{0} {1} and gives rows no arm; score with a policy that treats, or with an effect.':
    '{0} 用来{1}，不给各行处理组；请用决定处理谁的策略或效应来评分。',
  'prices by {0}': '按 {0} 定价',
  'orders by {0}': '按 {0} 订货',
  'Finds the price that earns most by {0}, at a unit cost of {1}.':
    '按 {0} 求赚得最多的价格，单位成本为 {1}。',
  'Groups of {0} have prices of their own.': '{0} 的各组有各自的价格。',
  'Orders by {0}: a unit sells for {1}, costs {2} and brings {3} when it is left over.':
    '按 {0} 订货：每件售价 {1}，成本 {2}，剩下时可收回 {3}。',
  'Groups of {0} have orders of their own.': '{0} 的各组有各自的订货量。',

  // Rankings.
  'Ranking {0} needs `{1}`; add it.': '排序 {0} 需要 `{1}`；请补上。',
  'Lists are written as .csv, .tsv, .parquet or .json, and "{0}" is none of them; give it one of these endings.':
    '列表写成 .csv、.tsv、.parquet 或 .json 文件，而“{0}”不是其中任何一种；请改用这些扩展名之一。',
  'what is shown': '展示的物品',
  'to whom it is shown': '展示的对象',
  'the exposure': '曝光变量',
  'the propensity': '倾向得分',
  'an id': '标识',
  '0 or 1': ' 0 或 1',
  '"{0}" is {1} and {2} of {3}; name a column of its own for each.':
    '“{0}”既是 {3} 的{1}，又是其{2}；请为两者各指明一列。',
  '"{0}" is {1} of {2}; take it out of `using`.': '“{0}”是 {2} 的{1}；请从 `using` 中去掉它。',
  '"{0}" is {1} of {2}, which has to be {3}, and it is {4}; name another column, or derive one.':
    '“{0}”是 {2} 的{1}，必须是{3}，而它的类型是 {4}；请指明另一列，或派生一列。',
  'top 0 shows nothing to anyone; give a whole number from 1.':
    'top 0 不向任何人展示任何物品；请给出从 1 开始的整数。',
  'top has to be a whole number of items from 1, not {0}.': 'top 必须是不小于 1 的整数物品数，而不是 {0}。',
  'above has to be from 0 to below 1, not {0}: what an item adds to a probability, as 0.01 for one in a hundred.':
    'above 必须从 0 到小于 1，而不是 {0}：它是物品给概率带来的增量，例如 0.01 表示百分之一。',
  'Ranking {0} does not say how many items to show; add `top 10`, or `above 0.01` for all that add more than that.':
    '排序 {0} 没有说明展示多少物品；请加上 `top 10`，或加上 `above 0.01` 以展示增量高于该值的所有物品。',
  '"{0}" is a history of users, and says nothing of items; name a text of a column of {1}.':
    '“{0}”是用户的历史，与物品无关；请指明由 {1} 的一列得到的文本。',
  '"{0}" is a text of {1}, and the ranking reads {2}; name a text of that.':
    '“{0}”是 {1} 的文本，而该排序读取 {2}；请指明后者的文本。',

  // Verbs.
  '{0} is {1} and {2} {3}; compare two of a kind.': '{0} 是{1}，而 {2} 是{3}；请比较同类的两个。',
  'limit has to be a whole number from 1 to {0}, not {1}.': 'limit 必须是从 1 到 {0} 的整数，而不是 {1}。',
  '{0} needs {1}, which "{2}" does not have; add {3} to the file.':
    '{0} 需要 {1}，而“{2}”中没有；请加到文件中。',

  // Expressions.
  '; write `date {0}`.': '；请写 `date {0}`。',
  '; write "{0}" in quotes.': '；请加引号写成 "{0}"。',
  '; convert it with `number(...)`.': '；请用 `number(...)` 转换它。',
  '; write `days(...)` around it.': '；请用 `days(...)` 包住它。',
  '; make both sides the same.': '；请使两边类型相同。',
  '{0} is {1} and {2} is {3}{4}': '{0} 是{1}，而 {2} 是{3}{4}',
  '{0} is true or false and has no order; compare with == or !=.':
    '{0} 是布尔值，没有大小之分；请用 == 或 != 比较。',
  '{0} {1} {2} makes no sense in {3}{4}': '{3} 中的“{0} {1} {2}”没有意义{4}',
  '{0} is {1}, and {2}.': '{0} 是{1}，而{2}。',
  '`not` asks for a condition; compare it with something': ' `not` 需要一个条件；请把它与某个值比较',
  '`-` asks for a number': ' `-` 需要一个数值',
  '`{0}` asks for conditions on both sides; compare it with something':
    ' `{0}` 的两边都需要条件；请把它与某个值比较',
  '{0} is {1}{2}': ' {0} 是{1}{2}',
  'another branch is {0}; make all branches the same': '另一个分支是{0}；请使所有分支类型相同',
  '`{0}` asks for {1} here': ' `{0}` 在这里需要{1}',
  '{0} is {1} and no condition; compare it with something.': '{0} 是{1}，不是条件；请把它与某个值比较。',
  'There is no function "{0}"{1}': '没有函数“{0}”{1}',
  '`{0}` takes {1}, not {2}.': '`{0}` 需要 {1}，而不是 {2} 个。',
  '"{0}" is no date; write it as in `date "2026-01-31"`.':
    '“{0}”不是日期；请写成 `date "2026-01-31"` 的形式。',
  '{0} is rounded to {1}; compare it as a text: "{2}".': '{0} 会被舍入为 {1}；请作为文本比较："{2}"。',

  // Graphs and identification.
  'Graph {0} goes in a circle, {1}; remove one of these arrows.': '图 {0} 中有环 {1}；请去掉其中一条箭头。',
  ' It goes in a circle, {0}.': '其中有环 {0}。',
  '"{0}" cannot be a cause of itself; remove this arrow.': '“{0}”不能是自身的原因；请去掉这条箭头。',
  '"{0}" is marked as not observed, but the data have it; delete the `?` to adjust for it.':
    '“{0}”标为未观测，但数据中有它；要调整它，请删除 `?`。',
  '"{0}" is free text; declare `text NAME from {1}.{2}` and draw NAME.':
    '“{0}”是自由文本；请声明 `text NAME from {1}.{2}`，并在图中画 NAME。',
  'The {0} "{1}" is not in graph {2}{3}': '{0}“{1}”不在图 {2} 中{3}',
  'The {0} "{1}" is marked as not observed in graph {2} and has no values; name one that was measured.':
    '{0}“{1}”在图 {2} 中标为未观测，没有取值；请指明一个测量过的变量。',
  'Marked here.': '在此标记。',
  'The arrow {0} is drawn twice in graph {1}; delete one.': '箭头 {0} 在图 {1} 中画了两次；请删除一条。',
  'In graph {0} no path leads from {1} to {2}: by it there is no effect; add the arrows you believe in.':
    '图 {0} 中没有从 {1} 到 {2} 的路径：按此图没有效应；请加上您认为存在的箭头。',
  'observe {0}': '请观测 {0}',
  'observe a variable on it': '请观测该路径上的一个变量',
  'write `with {0}` ({1}), ': '写 `with {0}`（{1}），',
  'The effect of {0} on {1} cannot be told from confounding: the path {2} stays open whatever observed is adjusted for; {3}, {4}or remove an arrow you do not believe in.':
    '{0} 对 {1} 的效应无法与混杂区分：无论调整哪些观测到的变量，路径 {2} 都是开放的；{3}，{4}或去掉您认为不存在的箭头。',
  'through {0}': '经由 {0}',
  '{0} reaches {1} past the treatment by {2}': '{0} 绕过处理变量，经 {2} 到达 {1}',
  'nothing observed moves {0}': '没有观测到的变量影响 {0}',
  'Graph {0} has no instrument for {1}: {2}; observe one, or use another estimator.':
    '图 {0} 中没有 {1} 的工具变量：{2}；请观测一个，或换用其他估计方法。',
  'By graph {0} "{1}" is no instrument: {2}; take it out.': '按图 {0}，“{1}”不是工具变量：{2}；请把它去掉。',
  'Graph {0} has no front door: no observed variable intercepts {1} without being confounded; observe one, or use another estimator.':
    '图 {0} 中没有前门：没有既能截断 {1} 又不受混杂的观测变量；请观测一个，或换用其他估计方法。',
  'By graph {0} these mediators are no front door: {1}; name others, or none to have them derived.':
    '按图 {0}，这些中介变量不构成前门：{1}；请指明其他变量，或不指明而由图推导。',
  'By graph {0} direct and indirect effects cannot be told apart: {1}.':
    '按图 {0}，直接效应和间接效应无法区分：{1}。',
  '"{0}" is marked as not observed in graph {1} and has no values to adjust for; take it out.':
    '“{0}”在图 {1} 中标为未观测，没有可供调整的取值；请把它去掉。',
  'By graph {0} the path {1} stays open; adjust for a variable on it, or write `in {2}`.':
    '按图 {0}，路径 {1} 仍然开放；请调整该路径上的一个变量，或写 `in {2}`。',
  '"{0}" is an effect of the treatment {1} in graph {2}, and adjusting for it hides part of the effect; take it out.':
    '在图 {2} 中，“{0}”是处理变量 {1} 的结果，调整它会掩盖部分效应；请把它去掉。',
  'By graph {0} the effect of {1} has to be adjusted for {2}, and a difference in means adjusts for nothing; write `with aipw`.':
    '按图 {0}，{1} 的效应必须调整 {2}，而均值之差不做任何调整；请写 `with aipw`。',
  '{0} reads no instrument; write `with instrumental dml`, or delete `instrument`.':
    '{0} 不使用工具变量；请写 `with instrumental dml`，或删除 `instrument`。',
  'Delete the instruments': '删除工具变量',
  '{0} reads no mediators; write `with mediation` or `with front door`, or delete `through`.':
    '{0} 不使用中介变量；请写 `with mediation` 或 `with front door`，或删除 `through`。',
  'An effect by instruments': '由工具变量得到的效应',
  'Delete the mediators': '删除中介变量',
  '{0} needs `{1}`, or a graph to derive it from; add it.': '{0} 需要 `{1}`，或一个可供推导的图；请补上。',
  'it reaches {0} past the treatment by {1}': '它绕过处理变量，经 {1} 到达 {0}',
  'nothing connects it to {0}': '它与 {0} 没有联系',
  '"{0}" is not observed, not in the graph, or an effect of {1}': '“{0}”未观测、不在图中，或是 {1} 的结果',
  '"{0}" is not observed or not in the graph': '“{0}”未观测或不在图中',
  'the causal path {0} goes past {1}': '因果路径 {0} 绕过了{1}',
  '{0} confounds {1} with {2}': '{0} 使{1}与 {2} 之间存在混杂',
  'no observed variable lies on a causal path from {0} to {1}; draw one':
    '从 {0} 到 {1} 的因果路径上没有观测到的变量；请画一个',
  '"{0}" is not observed or on no causal path from {1} to {2}; take it out':
    '“{0}”未观测，或不在从 {1} 到 {2} 的因果路径上；请把它去掉',
  '{0} confounds the treatment; observe a variable on it': '{0} 使处理变量受到混杂；请观测该路径上的一个变量',
  '{0} confounds the mediator with {1}, and what the treatment causes cannot be adjusted for; observe a variable on it, or count it among the mediators':
    '{0} 使中介变量与 {1} 之间存在混杂，而处理变量的结果不能调整；请观测该路径上的一个变量，或把它列入中介变量',

  // Why an effect is adjusted as it is.
  'from {0} to {1} in graph {2}': '图 {2} 中从 {0} 到 {1} ',
  ' {0} {1} taken to touch the outcome through the treatment alone, as the spec says.':
    '按规约所说，{0} 只通过处理变量影响结果变量。',
  ' {0} {1} taken to carry the effect, as the spec says.': '按规约所说，效应经由 {0} 传递。',
  '{0} {1} adjusted for because the spec lists {2}.{3}': '调整 {0}，因为规约列出了它们。{3}',
  ': the spec says that treatment was assigned at random': '：规约说处理是随机分配的',
  'Nothing is adjusted for{0}.{1}': '不做任何调整{0}。{1}',
  ' once {0} {1} adjusted for': '（在调整 {0} 之后）',
  'Nothing is adjusted for: no backdoor path leads {0}.': '不做任何调整：{0}没有后门路径。',
  'it blocks': '它阻断了',
  'together they block': '它们共同阻断了',
  '{0} {1} adjusted for: {2} every backdoor path {3}.': '调整 {0}：{2}{3}的所有后门路径。',
  'By graph {0} {1} {2}{3}: the outcome is touched through the treatment alone.':
    '按图 {0}，{1} 是工具变量{3}：结果变量只通过处理变量受到影响。',
  'Every causal path {0} goes through {1}, which nothing unobserved confounds with either end (front door).':
    '{0}的每条因果路径都经过 {1}，且没有未观测的变量使其与任何一端混杂（前门）。',
  'By graph {0} nothing confounds {1} with either end{2}: direct and indirect effects can be told apart.':
    '按图 {0}，没有变量使 {1} 与任何一端混杂{2}：直接效应和间接效应可以区分。',

  // All ways to an effect.
  'By graph {0}:': '按图 {0}：',
  'No directed path leads from {0} to {1}: by the graph there is no effect.':
    '没有从 {0} 到 {1} 的有向路径：按图没有效应。',
  '**Ways to this effect**': '**识别此效应的途径**',
  '**No way**': '**行不通的途径**',
  'Front door: through {0}{1}.': '前门：经由 {0}{1}。',
  ', or ': '，或 ',
  'Instrument: {0}. It needs a linear effect or that no one is moved the wrong way.':
    '工具变量：{0}。需要效应是线性的，或没有人被反向影响。',
  ', the same for any value of {0}': '，对 {0} 的任何取值都相同',
  'Formula of the ID algorithm: {0}{1}.': 'ID 算法的公式：{0}{1}。',
  'too long to be written out': '太长，不写出',
  '{0} (efficient)': '{0}（有效）',
  'no set has a lower variance': '没有方差更小的集合',
  'of low variance': '方差较小',
  '; efficient: {0} ({1})': '；有效的集合：{0}（{1}）',
  'Adjustment for {0}{1}{2}.': '调整：{0}{1}{2}。',
  'No adjustment: {0} stays open whatever is adjusted for.': '调整行不通：无论调整什么，{0} 都是开放的。',
  'No front door: nothing intercepts {0}{1}.': '没有前门：没有变量截断 {0}{1}。',
  'No instrument: what moves {0} reaches {1} past it, too, by {2}.':
    '没有工具变量：影响 {0} 的变量也绕过它，经 {2} 到达 {1}。',
  'No instrument: nothing observed moves {0} alone.': '没有工具变量：没有观测到的变量只影响 {0}。',
  'No formula was looked for: the graph has more than {0} variables.': '未寻找公式：图中的变量超过 {0} 个。',
  'No formula: {0}; unobserved causes tie {1} together (a hedge), so that two models with the same data have different effects.':
    '没有公式：{0}；未观测的原因把 {1} 联系在一起（hedge），因此数据相同的两个模型可以有不同的效应。',
  'Direct and indirect effects cannot be told apart: {0}.': '直接效应和间接效应无法区分：{0}。',
  'Direct and indirect effects: through {0}, adjusted for {1}.':
    '直接效应和间接效应：经由 {0}，调整变量：{1}。',
  confounders: '混杂变量',
  mediators: '中介变量',
  instruments: '工具变量',
  'effect modifiers': '效应修饰变量',
  colliders: '对撞变量',
  'after the treatment': '处理之后的变量',
  '{0} other minimal set would do, too: hover over {1} for them.':
    '另有 {0} 个极小调整集也可以：把鼠标停在 {1} 上查看。',
  '{0} other minimal sets would do, too: hover over {1} for them.':
    '另有 {0} 个极小调整集也可以：把鼠标停在 {1} 上查看。',

  // Rows of data files.
  'About {0} of the texts of {1} are longer than the {2} tokens that "{3}" reads, and the rest of each is left out; shorten them, or choose another encoder.':
    '{1} 的文本中约有 {0} 比“{3}”所读的 {2} 个词元长，超出部分被略去；请缩短文本，或换用其他编码器。',
  'write `encoder "{0}"`': '请写 `encoder "{0}"`',
  'name a model that knows them, as "hf:organisation/model"':
    '请指明一个懂这些语言的模型，形如 "hf:organisation/model"',
  'About {0} of the texts of {1} are not in {2}, all that "{3}" has learnt, but most of these in {4}; {5}.':
    '{1} 的文本中约有 {0} 不是“{3}”学过的语言（{2}），其中大多是{4}；{5}。',
  'Add {0}': '加上 {0}',
  'All {0} rows looked at': '所查看的 {0} 行中的全部',
  '{0} of {1} rows looked at': '所查看的 {1} 行中的 {0} 行',
  '{0} whose text {1} says "{2}" have {3} {4}; {5}.': '文本 {1} 含有“{2}”的行里，{0}，其 {3} 为 {4}；{5}。',
  'if it quotes the treatment, cut it from the text; if the treatment was given for it, these rows have nobody to be compared with':
    '如果它引述了处理，请从文本中删去；如果处理正是因它而给予，这些行就没有可比的对象',
  'if it was written when the outcome was known, use the text as it stood before':
    '如果它写于结果已知之后，请使用此前的文本',
  'Text {0}.': '文本 {0}。',
  'Text "{0}"': '文本“{0}”',
  'in {0} of {1} ({2} after {3}, first in row {4})': '在 {1}中占 {0}（{2} 晚于 {3}，最早见于第 {4} 行）',
  'write `before {0}`': '请写 `before {0}`',
  'use it as it stood at {0}': '请使用它在 {0} 时的值',
  '{0} is younger than the treatment {1} {2}, and may hold what the treatment did; {3}, or take it out.':
    '{0}晚于处理变量 {1}：{2}，可能包含处理造成的影响；{3}，或把它去掉。',
  'if {0} came about by the treatment, take it out': '如果 {0} 是处理造成的，请把它去掉',
  'if the treatment has a time of its own, say it with `time COLUMN of {0}`':
    '如果处理有自己的时间，请用 `time COLUMN of {0}` 说明',
  '{0} may be younger than the treatment {1} {2}; {3}.': '{0}可能晚于处理变量 {1}：{2}；{3}。',
  'The outcome {0} is older than the treatment {1} {2}, which cannot have caused it; leave these rows out with `keep`.':
    '结果变量 {0} 早于处理变量 {1}：{2}，处理不可能导致它；请用 `keep` 去掉这些行。',
  'Its time {0}.': '它的时间 {0}。',

  // Pages of codes.
  '**What to do.** {0}': '**怎么办**：{0}',
  error: '错误',
  warning: '警告',
  hint: '提示',

  // Quick fixes.
  'Change {0} to {1}': '将 {0} 改为 {1}',
  'Declare {0} {1}': '声明{0} {1}',
  'Take {0} out': '去掉 {0}',
  'Adjust for {0}': '调整 {0}',
  'Read the set off graph {0}': '由图 {0} 推导调整集',
  'Estimate by {0}': '用 {0} 估计',
  'Say that {0} is the time of {1}': '说明 {0} 是 {1} 的时间',

  // Changes of a graph.
  'The text of this graph is not open any more; open it and repeat.': '此图的文本已不再打开；请打开后重试。',
  'The text has changed since; look at the graph as it is now, and repeat.':
    '文本此后已有改动；请查看现在的图，然后重试。',
  'The text has a syntax error; mend it first, so that nothing of it is lost.':
    '文本有语法错误；请先改正，以免丢失内容。',
  'There is no graph {0} in this text any more.': '此文本中不再有图 {0}。',
  'Graph {0} has no variable "{1}"; it may have been renamed.': '图 {0} 中没有变量“{1}”；它可能已改名。',
  '"{0}" cannot be a cause of itself.': '“{0}”不能是自身的原因。',
  'The arrow {0} -> {1} is there already.': '箭头 {0} -> {1} 已经存在。',
  'The arrow {0} -> {1} would close the circle {2}; delete one of its arrows first.':
    '箭头 {0} -> {1} 会形成环 {2}；请先删除其中一条箭头。',
  'Drew the arrow {0} -> {1}.': '已画出箭头 {0} -> {1}。',
  'Graph {0} has no arrow {1} -> {2}.': '图 {0} 中没有箭头 {1} -> {2}。',
  'Deleted the arrow {0} -> {1}{2}.': '已删除箭头 {0} -> {1}{2}。',
  'Deleted {0} with its {1}{2}.': '已删除 {0} 及其 {1}{2}。',
  '; {0} {1} no other arrow and {2} the graph': '；{0} 没有其他箭头，随之离开此图',
  '"{0}" is marked as observed already.': '“{0}”已标为观测到的变量。',
  '"{0}" is marked as not observed already.': '“{0}”已标为未观测。',
  'Marked {0} as observed.': '已将 {0} 标为观测到的变量。',
  'Marked {0} as not observed.': '已将 {0} 标为未观测。',
  '"{0}" cannot be a name; use no backticks, and no blanks around it.':
    '“{0}”不能作名称；请不要用反引号，首尾也不要有空白。',
  '"{0}" is in graph {1} already.': '“{0}”已在图 {1} 中。',
  'A first arrow needs two variables.': '第一条箭头需要两个变量。',
  'Added {0}{1} as a cause of {2}.': '已添加 {0}{1}，作为 {2} 的原因。',
  'Added {0}{1} as an effect of {2}.': '已添加 {0}{1}，作为 {2} 的结果。',
  ', which nobody observed,': '（未观测）',
  '"{0}" cannot be a name.': '“{0}”不能作名称。',
  '"{0}" already means something here; choose another name.': '“{0}”在这里已有含义；请另选名称。',
  '"{0}" is a column of {1}; rename it there, or derive a column of another name.':
    '“{0}”是 {1} 的一列；请在那里改名，或派生一个另有名称的列。',
  'Nothing here declares "{0}".': '这里没有声明“{0}”。',

  // The last run.
  'Before the last change: {0}: {1}': '在最近一次改动之前：{0}：{1}',
  'The {0} interval of {1} = {2}, {3} to {4}, holds no effect: these rows do not tell whether there is one.':
    '{1} = {2} 的 {0} 置信区间为 {3} 到 {4}，包含零效应：这些行不足以判断是否有效应。',
  'the effect, or what it is read off, has changed': '效应或其依据已有改动',
  'its data have changed': '其数据已有改动',
  'Since {0} was estimated {1}: run it again.': '自 {0} 估计以来，{1}：请重新运行。',
  'before the last change': '最近一次改动之前',
  '{0} ({1})': '{0}（{1}）',
  'failed: {0}': '未通过：{0}',
  'passed: {0}': '通过：{0}',
  'All {0} checks passed.': '全部 {0} 项检验均通过。',
  'Failed: {0} of {1} checks.': '未通过：{0}（共 {1} 项检验）。',
  'Last result, from {0}': '上次结果（{0}）',
  'Last result': '上次结果',
  '{0} ({1} interval): {2}': '{0}（{1} 置信区间）：{2}',

  // Lenses, hints, hover and completion.
  Train: '训练',
  Score: '评分',
  Explain: '解释',
  'Show Graph': '显示因果图',
  'Open Graph Beside': '在旁边打开因果图',
  'Open {0}': '打开 {0}',
  '{0} of {1}': '{0}，属于 {1}',
  'of {0}': '属于 {0}',
  'variable of this graph': '此图中的变量',
  'type of the first': '与第一个参数相同的类型',
  '{0} · observed by nobody; it is never adjusted for.': '{0} · 未观测；绝不会被调整。',
  'column of {0}': '{0} 的列',
  'No values': '没有值',
  'From {0} to {1}': '从 {0} 到 {1}',
  'none missing': '没有缺失',
  '{0} missing': '{0} 缺失',
  '{0}, {1}, about {2} distinct, {3} rows looked at.': '{0}，{1}，约 {2} 个不同值，查看了 {3} 行。',
  'less than 0.1 %': '不到 0.1 %',
  'step {0}': '步骤 {0}',
  '{0}, in every expression and option that names it. In the terminal: {1}.':
    '{0}，用于所有写出该名称的表达式和选项。在终端中：{1}。',
  'path in quotes': '带引号的路径',
  'model in quotes': '带引号的模型名',
  'columns in quotes': '带引号的列名',
  'whole number from {0} to {1}{2}': '从 {0} 到 {1} 的整数{2}',
  'number from {0} to {1}{2}': '从 {0} 到 {1} 的数值{2}',
  'adjusts for {0}': '调整：{0}',
  'The learner where none is given.': '未指明时所用的学习器。',
  'The encoder that is built in.': '内置的编码器。',
  '**Assumes.** {0}': '**假设**：{0}',
  '**From.** {0}': '**出处**：{0}',
  '{0} on {1}': '{0} 对 {1} 的效应',
  'predicts {0}': '预测 {0}',
  'treats by {0}': '按 {0} 决定处理',

  // Steps of a plan.
  ' Not observed: {0}.': '未观测：{0}。',
  '{0} variables, {1} arrows.{2}': '{0} 个变量，{1} 条箭头。{2}',
  'Reads {0}.': '读取 {0}。',
  'Keeps the rows that meet a condition.': '保留满足条件的行。',
  'Keeps the rows that meet {0} conditions.': '保留满足 {0} 个条件的行。',
  'Derives {0}.': '派生 {0}。',
  'A unit is told by {0}.': '单元由 {0} 区分。',
  'Time is told by {0}.': '时间由 {0} 给出。',
  'Holds out {0} % of the rows, split by {1}, seed {2}.': '留出 {0} % 的行，按 {1} 划分，种子 {2}。',
  'Encodes column {0} with {1}.': '用 {1} 编码列 {0}。',
  "A row's history are the events with its {0} and a {1} before its {2}; how many they are is a covariate of its own.":
    '一行的历史是 {0} 与之相同、且 {1} 早于其 {2} 的事件；事件的个数单独作为一个协变量。',
  '{0} of {1} on {2}, by {3}.': '{1} 对 {2} 的 {0}，用 {3} 估计。',
  'Effect modifiers: {0}.': '效应修饰变量：{0}。',
  'weighed by inverse probability of censoring': '按删失概率的倒数加权',
  "Rows that were lost from sight before it are left out; others of their arm stand for them, by Kaplan and Meier's chance of not being lost.":
    '在此之前失去观察的行被去掉；由同一处理组的其他行代表，权重来自 Kaplan-Meier 估计的未失去观察的概率。',
  'Asks whether {0} happens within {1}{2}; rows that {3} says were lost from sight before are stood for by others of their arm.':
    '问 {0} 是否在 {1}{2}之内发生；{3} 表明在此之前失去观察的行，由同一处理组的其他行代表。',
  ' days': ' 天',
  'Arms: {0}; the first is the baseline.': '处理组：{0}；第一个是基准组。',
  'Checks: {0}.': '检验：{0}。',
  'No checks.': '不做检验。',
  '{0} % interval, {1} folds, seed {2}.': '{0} % 置信区间，{1} 折，种子 {2}。',
  'Predicts {0} from {1}, by {2}.': '由 {1} 预测 {0}，用 {2}。',
  '{0} folds, seed {1}.': '{0} 折，种子 {1}。',
  'treating a row costs {0}': '处理一行的成本为 {0}',
  'treating with {0} costs {1}': '给予 {0} 的成本为 {1}',
  'the outcome itself is counted': '直接以结果变量计',
  'one more of the outcome is worth {0}': '结果每增加一个单位值 {0}',
  'at most {0} is spent': '最多花费 {0}',
  'at most {0} rows are treated': '最多处理 {0} 行',
  'only rows of a condition may be treated': '只有满足条件的行可以处理',
  "it is held against today's rule": '与现行规则比较',
  'a tree of {0} levels says it in words': '用 {0} 层的树以文字说明',
  'groups of {0} are told apart': '区分 {0} 的各组',
  'shares treated lie at most {0} apart': '各组处理比例之差不超过 {0}',
  '{0}{1}.': '{0}{1}。',
  'Treats by {0}.': '按 {0} 决定处理。',
  '{0} at most': '至多 {0} 个物品',
  'those that add more than {0}': '增量高于 {0} 的物品',
  ': {0}': '：{0}',
  'texts of {0}': '{0} 的文本',
  ' Effects may hang on {0}.': '效应可随 {0} 而变。',
  'Shows {0} to {1} by what showing adds to {2}{3}.': '按展示给 {2} 带来的增量，向 {1} 展示 {0}{3}。',
  'Candidates: {0}.{1}': '候选：{0}。{1}',
  'How likely {0} was is learned.': '{0} 的倾向得分由学习得出。',
  'How likely {0} was stands in {1}.': '{0} 的倾向得分在 {1} 中。',
};
