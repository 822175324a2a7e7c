import type { Catalogue } from './say.js';

/**
 * The kernel's messages in Simplified Chinese, by their English.
 *
 * The words of the field, the same in every catalogue of the project and in the manifest:
 *
 * | English | 中文 | English | 中文 |
 * | --- | --- | --- | --- |
 * | spec | 规约 | kernel | 内核 |
 * | treatment | 处理变量 | outcome | 结果变量 |
 * | arm | 处理组 | baseline | 基准组 |
 * | effect | 效应 | causal graph | 因果图 |
 * | confounder, confounding | 混杂变量，混杂 | mediator | 中介变量 |
 * | instrument | 工具变量 | collider | 对撞变量 |
 * | effect modifier | 效应修饰变量 | negative control | 阴性对照 |
 * | adjust for | 调整 | adjustment set | 调整集 |
 * | backdoor path | 后门路径 | front door | 前门 |
 * | propensity | 倾向得分 | overlap | 重叠 |
 * | estimand | 估计目标 | estimator | 估计方法 |
 * | estimate | 估计，估计值 | interval | 置信区间 |
 * | nuisance | 干扰函数 | cross-fitting | 交叉拟合 |
 * | fold | 折 | seed | 种子 |
 * | check | 检验 | balance | 平衡性 |
 * | cluster | 聚类 | sample weight | 抽样权重 |
 * | learner | 学习器 | causal forest | 因果森林 |
 * | encoder | 编码器 | embedding | 嵌入向量 |
 * | text history | 历史 | half-life | 半衰期 |
 * | policy | 策略 | uplift | 增益 |
 * | headline | 主结果 | attribution | 归因 |
 *
 * Names, numbers, codes and words of the language (`adjust for`, `numeric`) stay as they are.
 */
export const chinese: Catalogue = {
  ', ': '、',
  '; ': '；',
  ' or ': ' 或 ',
  '"{0}"': '“{0}”',
  '{0} and {1}': '{0} 和 {1}',
  'under 0.1%': '不到 0.1%',
  '{0} variable': '{0} 个变量',
  '{0} variables': '{0} 个变量',
  '{0} arrow': '{0} 条箭头',
  '{0} arrows': '{0} 条箭头',
  '{0} column': '{0} 列',
  '{0} columns': '{0} 列',

  // A graph in a sentence.
  treatment: '处理变量',
  outcome: '结果变量',
  confounder: '混杂变量',
  mediator: '中介变量',
  instrument: '工具变量',
  'effect modifier': '效应修饰变量',
  collider: '对撞变量',
  'post-treatment': '处理之后的变量',
  unobserved: '未观测',
  other: '其他',
  '{0} confounds': '{0} 是混杂变量',
  '{0} confound': '{0} 是混杂变量',
  '{0} mediates': '{0} 是中介变量',
  '{0} mediate': '{0} 是中介变量',
  '{0} is an instrument': '{0} 是工具变量',
  '{0} are instruments': '{0} 是工具变量',
  '{0} is an effect modifier': '{0} 是效应修饰变量',
  '{0} are effect modifiers': '{0} 是效应修饰变量',
  '{0} is a collider': '{0} 是对撞变量',
  '{0} are colliders': '{0} 是对撞变量',
  '{0} comes after the treatment': '{0} 在处理之后',
  '{0} come after the treatment': '{0} 在处理之后',
  'nobody measured {0}': '没有人测量过 {0}',
  'nothing observed confounds': '没有观测到的变量造成混杂',
  '{0} and {1}; no effect is read off this graph.': '{0}，{1}；没有效应从此图读出。',
  '{0} and {1}. Of the effect of {2} on {3}: {4}.': '{0}，{1}。就 {2} 对 {3} 的效应而言：{4}。',

  // Data files.
  'text follows a closing quote; double every quote inside a quoted cell':
    '结束引号之后还有文字；请把带引号单元格内的每个引号写两遍',
  'column {0} holds a cell larger than 16 MB; shorten it': '列 {0} 有一个单元格超过 16 MB；请缩短',
  '{0} cells where the header names {1}': '有 {0} 个单元格，而表头有 {1}',
  '"{0}", line {1}: {2}.': '“{0}”第 {1} 行：{2}。',
  'a quoted cell begins here and never ends; add its closing quote':
    '带引号的单元格从这里开始，却没有结束；请补上结束引号',
  'its line ending differs from those above; save the file with one kind':
    '换行符与上面各行不同；请用同一种换行符保存文件',
  '"{0}" has a header and no rows.': '“{0}”有表头，但没有数据行。',
  '"{0}": {1} more {2} like these.': '“{0}”：还有 {1} 行与此类似。',
  '"{0}" has two columns named "{1}"; rename one of them.': '“{0}”有两列都名为“{1}”；请给其中一列改名。',
  'Reading "{0}" needs more memory than allowed{1}; keep fewer rows or columns, or raise the limit.':
    '读取“{0}”所需的内存超过上限{1}；请减少行或列，或提高上限。',
  '"{0}" holds a value larger than 16 MB; shorten it or leave it out.':
    '“{0}”中有一个值超过 16 MB；请缩短或去掉它。',
  '"{0}" cannot be read at line {1}: {2}': '“{0}”第 {1} 行无法读取：{2}',
  '"{0}" cannot be read: {1}': '“{0}”无法读取：{1}',
  'Column "{0}" is free text and cannot be used as it is; declare it with `text` and use that name.':
    '列“{0}”是自由文本，不能直接使用；请用 `text` 声明它，并使用声明的名称。',
  'The data has no column "{0}".': '数据中没有列“{0}”。',
  'Column "{0}" of "{1}" is infinite in row {2}; mend it or leave the row out with `keep`.':
    '“{1}”的列“{0}”在第 {2} 行为无穷大；请改正，或用 `keep` 去掉该行。',
  'reading {0}': '正在读取 {0}',
  '"{0}" is empty; it needs a line of column names and rows below it.':
    '“{0}”是空的；它需要一行列名，以及下面的数据行。',
  '"{0}" is encoded as UTF-16; save it as UTF-8.': '“{0}”是 UTF-16 编码；请保存为 UTF-8。',
  '"{0}" is not UTF-8: line {1} holds bytes of another encoding, such as Latin-1 or GBK; save it as UTF-8.':
    '“{0}”不是 UTF-8：第 {1} 行含有其他编码的字节，例如 Latin-1 或 GBK；请保存为 UTF-8。',
  '"{0}" ends in the middle of a UTF-8 character; it was cut off.':
    '“{0}”在一个 UTF-8 字符的中间结束；文件被截断了。',
  'Column "{0}" of "{1}" must be {2}, but row {3} holds "{4}"; mend the row or declare another type.':
    '“{1}”的列“{0}”应为 {2}，但第 {3} 行是“{4}”；请改正该行，或声明另一种类型。',
  '"{0}" declares the column "{1}", which "{2}" does not have.': '“{0}”声明了列“{1}”，而“{2}”中没有它。',
  '"{0}" names the column "{1}", which "{2}" does not have.': '“{0}”指明了列“{1}”，而“{2}”中没有它。',
  '"{0}" uses the column "{1}", which "{2}" does not have.': '“{0}”使用了列“{1}”，而“{2}”中没有它。',
  'No row of "{0}" is kept by the `keep` clauses of "{1}"; widen them.':
    '“{1}”的 `keep` 子句没有保留“{0}”的任何一行；请放宽条件。',
  '"{0}" has no rows.': '“{0}”没有数据行。',
  '"{0}" is no data file this program reads; use .csv, .tsv, .parquet, .json or .jsonl.':
    '“{0}”不是本程序能读取的数据文件；请使用 .csv、.tsv、.parquet、.json 或 .jsonl。',
  '"{0}" has one row only; nothing can be learnt from it.': '“{0}”只有一行；从中学不到任何东西。',
  'Column "{0}" of "{1}" has no value in any row.': '“{1}”的列“{0}”在所有行中都没有值。',
  'Column "{0}" of "{1}" is numeric but for {2} {3}, first "{4}" in row {5}; mend {6}.':
    '“{1}”的列“{0}”除 {2} 个值外都是数值，第一个例外是第 {5} 行的“{4}”；请改正。',
  'Column "{0}" of "{1}" holds whole numbers beyond 2^53; it is read as words, to the last digit.':
    '“{1}”的列“{0}”含有超过 2^53 的整数；因此按文字读取，一位不差。',
  'to test on': '用于测试的',
  'to learn from': '用于学习的',
  'The split by {0} leaves no rows {1}; choose other shares or another way.':
    '按 {0} 划分后没有{1}行；请换用其他比例或其他方式。',
  'A split by unit needs a `unit` clause that names the column of its id.':
    '按单元划分需要一个 `unit` 子句，指明其标识列。',
  'A split by time needs a `time` clause that names a column of dates or numbers.':
    '按时间划分需要一个 `time` 子句，指明一个日期列或数值列。',
  'An expression is nested more than {0} deep; split it.': '表达式嵌套超过 {0} 层；请拆开。',
  '"{0}" is no date; write it as in 2026-01-31.': '“{0}”不是日期；请写成 2026-01-31 的形式。',

  // Paths and files.
  'The path "{0}" is refused: {1}.': '路径“{0}”被拒绝：{1}。',
  'it is empty': '它是空的',
  'only files on this machine can be read, no addresses': '只能读取本机上的文件，不能读取网址',
  'it holds a pattern; name one file': '它含有通配符；请指明一个文件',
  'it holds a control character': '它含有控制字符',
  '".." would leave the workspace; use a path inside it': '“..”会离开工作区；请使用工作区内的路径',
  '"{0}" leads outside the workspace; copy the file into it.': '“{0}”指向工作区之外；请把文件复制进来。',
  '"{0}" is not a regular file; name a CSV, TSV, Parquet or JSON file.':
    '“{0}”不是普通文件；请指明一个 CSV、TSV、Parquet 或 JSON 文件。',
  '"{0}" cannot be written: {1}.': '无法写入“{0}”：{1}。',
  'its folder lies outside the workspace': '它的文件夹在工作区之外',
  'a symbolic link stands at its place': '该位置是一个符号链接',
  'something that is not a regular file stands at its place': '该位置上的不是普通文件',
  '"{0}" has {1} MB, and a model may have {2}; train a smaller one.':
    '“{0}”有 {1} MB，而模型最多 {2} MB；请训练一个更小的模型。',
  'There is no file "{0}"; check its name and the folder it is in.':
    '没有文件“{0}”；请检查文件名和所在的文件夹。',
  '"{0}" is a folder; name a file.': '“{0}”是文件夹；请指明一个文件。',
  '"{0}" is on a read-only disk; choose another place.': '“{0}”在只读磁盘上；请换一个位置。',
  'The disk is full: "{0}" could not be written; free space and run again.':
    '磁盘已满：无法写入“{0}”；请释放空间后重新运行。',
  '"{0}" is a circle of symbolic links.': '“{0}”是循环的符号链接。',
  'The path "{0}..." is too long.': '路径“{0}...”太长。',
  'No permission to read "{0}"; change its permissions.': '没有读取“{0}”的权限；请更改其权限。',
  'No permission to write "{0}"; change its permissions.': '没有写入“{0}”的权限；请更改其权限。',
  'No permission to write to "{0}"; change its permissions.': '没有在“{0}”中写入的权限；请更改其权限。',

  // Models that are fetched.
  '{0} does not say what {1} is made of; is it a model hub?':
    '{0} 没有说明 {1} 由哪些文件组成；它是模型库吗？',
  'The model {0} cannot be used as an encoder: it has no {1}.': '模型 {0} 不能用作编码器：它没有 {1}。',
  '{0} names no checksum of {1}; nothing was fetched.': '{0} 没有给出 {1} 的校验和；未下载任何内容。',
  'fetching {0}': '正在下载 {0}',
  'File {0} arrived with other bytes than the hub describes; it was thrown away, run again.':
    '文件 {0} 收到的内容与模型库所描述的不符；已丢弃，请重新运行。',
  'The connection broke while {0} was fetched ({1}); run again, it goes on where it stopped.':
    '下载 {0} 时连接中断（{1}）；请重新运行，会从中断处继续。',
  'File {0} is longer than the hub says; run again.': '文件 {0} 比模型库所说的长；请重新运行。',
  '{0} of {1} bytes': '{0} / {1} 字节',
  '{0} cannot be reached ({1}): {2} was not fetched. Without a network, copy its files into models/{3}.':
    '无法连接 {0}（{1}）：未下载 {2}。没有网络时，请把它的文件复制到 models/{3}。',
  'there is no such model or revision': '没有这个模型或修订版',
  'it is not public': '它不是公开的',
  'the hub answers {0}': '模型库的回答是 {0}',
  'The model {0} was not fetched: {1}.': '未下载模型 {0}：{1}。',
};
