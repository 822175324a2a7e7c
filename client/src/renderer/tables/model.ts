import type { CalibrationBin, Metric, ModelResult, TreeNode } from '../../../../kernel/src/result.js';
import { say } from '../../../../kernel/src/words/say.js';
import { formatCount, formatCounted, formatInterval, formatNumber, formatPoint } from '../format.js';
import { globalSection } from './attribution.js';
import { provenanceSection } from './provenance.js';
import { type Description, numbers, type Section, words } from './section.js';

/** Metrics known by their letters keep them in every language. */
export function metricName({ name }: Metric): string {
  if (name === 'log loss') return say`log loss`;
  return name === 'calibration error' ? say`calibration error` : name;
}

function metricsSection(result: ModelResult): Section {
  return {
    id: 'metrics',
    title: say`Metrics`,
    sentence: result.sentence,
    tables: result.metrics.map((split) => ({
      caption: say`Metrics on ${formatCounted(split.n, 'row')}, ${split.split}`,
      columns: [words(say`Metric`), numbers(say`Value`), numbers(say`95% interval`)],
      rows: split.metrics.map((m) => [
        metricName(m),
        formatPoint(m.value, m.interval),
        formatInterval(m.interval),
      ]),
    })),
  };
}

function calibrationSection(bins: readonly CalibrationBin[], outcome: string): Section {
  const gap = (bin: CalibrationBin): number => Math.abs(bin.observed - bin.predicted);
  const worst = bins.reduce((a, b) => (gap(b) > gap(a) ? b : a));
  return {
    id: 'calibration',
    title: say`Calibration`,
    sentence: say`Predicted and observed ${outcome} differ most where ${formatNumber(worst.predicted)} was predicted and ${formatNumber(worst.observed)} observed.`,
    tables: [
      {
        caption: say`Mean predicted and observed ${outcome} per bin`,
        columns: [numbers(say`Predicted`), numbers(say`Observed`), numbers(say`Rows`)],
        rows: bins.map((b) => [formatNumber(b.predicted), formatNumber(b.observed), formatCount(b.n)]),
      },
    ],
  };
}

interface Leaf {
  readonly path: string;
  readonly value: number;
  readonly n: number;
}

function leavesOf(node: TreeNode, path: readonly string[] = []): Leaf[] {
  if (node.leaf) return [{ path: path.join(say` and `) || say`all rows`, value: node.value, n: node.n }];
  return [
    ...leavesOf(node.yes, [...path, node.question]),
    ...leavesOf(node.no, [...path, say`not (${node.question})`]),
  ];
}

function treeSection(tree: TreeNode, outcome: string): Section {
  const leaves = leavesOf(tree);
  const values = leaves.map((leaf) => leaf.value);
  return {
    id: 'tree',
    title: say`Tree`,
    sentence:
      leaves.length === 1
        ? say`The tree asks nothing: it predicts ${formatNumber(values[0])} for every row.`
        : say`A tree of ${leaves.length} leaves whose predicted ${outcome} runs from ${formatNumber(Math.min(...values))} to ${formatNumber(Math.max(...values))}.`,
    tables: [
      {
        caption: say`Leaves of the tree`,
        columns: [words(say`Where`), numbers(say`Predicted ${outcome}`), numbers(say`Rows`)],
        rows: leaves.map((leaf) => [leaf.path, formatNumber(leaf.value), formatCount(leaf.n)]),
      },
    ],
  };
}

/** A model: its held-out metrics first, then how it comes to its predictions. */
export function describeModel(result: ModelResult): Description {
  return {
    kind: say`Model`,
    name: result.name,
    facts: [
      say`predicts ${result.outcome}`,
      result.task,
      result.learner,
      `${formatCounted(result.n, 'row')}`,
    ],
    sentence: result.sentence,
    warnings: result.warnings,
    notes: result.notes,
    sections: [
      metricsSection(result),
      ...(result.calibration.length ? [calibrationSection(result.calibration, result.outcome)] : []),
      globalSection(result.attribution),
      ...(result.tree ? [treeSection(result.tree, result.outcome)] : []),
      provenanceSection(result.provenance),
    ],
  };
}
