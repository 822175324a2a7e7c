import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { unwatched } from '../../../kernel/src/task.js';
import type { Shap } from '../../../kernel/src/trees/attribution/shap-of-blocks.js';
import { shapOfEffects } from '../../../kernel/src/trees/attribution/shap-of-effects.js';
import { treeShap } from '../../../kernel/src/trees/attribution/tree-shap.js';
import { exportModel, importModel } from '../../../kernel/src/trees/exchange/exchange.js';
import { predictEffects } from '../../../kernel/src/trees/forests/causal-forest.js';
import type { Forest } from '../../../kernel/src/trees/forests/forest.js';
import type { TreeEnsemble } from '../../../kernel/src/trees/model/ensemble.js';
import { predictMargin } from '../../../kernel/src/trees/model/predict.js';
import { measured } from '../../shared/clock.js';
import { type Answer, ask, contest, type Job, type Side } from '../../shared/contest.js';
import { allRows, readFeatures } from '../../shared/ours.js';
import { contestColumns, contestRows, versionsOf } from '../../shared/page.js';
import type { Part } from '../../shared/part.js';
import { samples } from '../../shared/samples.js';
import { growForest } from '../forest.js';
import { fileOf, peersModels } from '../models.js';
import { writeNodes } from '../nodes.js';

const boosted = { rows: 10_000, features: 50, trees: 100, depth: 6, times: 3 };
const forest = { rows: 10_000, features: 20, trees: 2000, explained: 1000, times: 1 };
/** The peers explain one in so many rows of the forest, and their time is multiplied. */
const fewer = 10;

/** Attributions of a model that a peer trained. */
function attribution({ model, features, rows, values }: Job): object {
  const ensemble = importModel(readFileSync(String(model), 'utf8'));
  const table = named(ensemble, readFeatures(samples.outcomesHeldOut(), Number(features), Number(rows)));
  const { result, cost } = measured(() => treeShap(ensemble, table, allRows(table.rows), unwatched));
  writeFileSync(String(values), new Uint8Array(result.values.buffer));
  return { ...cost, off: worstSum(result, predictMargin(ensemble, table)) };
}

/** The features under the names that the peer gave them. */
function named(ensemble: TreeEnsemble, table: ReturnType<typeof readFeatures>) {
  return {
    ...table,
    list: table.list.map((feature, j) => ({ ...feature, name: ensemble.features[j].name })),
  };
}

/** Attributions of the effects of a causal forest. */
function effectAttribution(job: Job): object {
  const { result: grown } = growForest(job);
  const table = readFeatures(samples.effectsHeldOut(), Number(job.features), Number(job.explained));
  const { result, cost } = measured(() => shapOfEffects(grown, table, allRows(table.rows)));
  return { ...cost, off: worstSum(result, predictEffects(grown, table).effect) };
}

/** Writes the trees of a causal forest, with the means of w y in their leaves, for the peers. */
function forestForPeers(job: Job): object {
  const { result, cost } = growForest(job);
  const ensemble = numerators(result);
  writeNodes(String(job.nodes), ensemble);
  writeFileSync(String(job.model), exportModel(ensemble, 'lightgbm'));
  return cost;
}

function numerators({ blocks, features }: Forest): TreeEnsemble {
  const first = blocks.map((block) => ({
    ...block,
    width: 1,
    values: Float64Array.from(block.cover, (_, leaf) => block.values[leaf * block.width]),
  }));
  return { objective: 'squared', outputs: 1, base: [0], blocks: first, features };
}

/** Largest difference between base + sum of the attributions of a row and what they are to add up to. */
function worstSum({ base, values }: Shap, margins: Float64Array): number {
  const players = values.length / margins.length;
  let worst = 0;
  margins.forEach((margin, row) => {
    let sum = base[0];
    for (let j = 0; j < players; j++) sum += values[row * players + j];
    worst = Math.max(worst, Math.abs(sum - margin));
  });
  return worst;
}

/** Largest difference between the attributions in two files; undefined where one is not there. */
function worstDifference(ours: string, theirs: string): number | undefined {
  if (!existsSync(ours) || !existsSync(theirs)) return undefined;
  const [a, b] = [ours, theirs].map((path) => new Float64Array(Uint8Array.from(readFileSync(path)).buffer));
  return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i])), 0);
}

function sumsText({ off }: Answer): string {
  return `adds up to ${Number(off).toExponential(0)}`;
}

/** Our attributions of a peer's trees beside its own, and beside those that explain trees of any maker. */
function imported(maker: string, model: string, peers: readonly string[]) {
  const { rows, features, trees, depth, times } = boosted;
  const common = { rows, features, threads: 1, model };
  const valuesOf = (name: string): string => fileOf('values', `${name} of ${maker}.bin`);
  const nodes = fileOf('models', `${maker}-nodes.bin`);
  writeNodes(nodes, importModel(readFileSync(model, 'utf8')));
  const sides: Side[] = [
    { name: 'Causal Spec', runs: { ours: 'attribution' }, job: { ...common, values: valuesOf('ours') } },
    ...peers.map((peer) => ({
      name: peer,
      runs: { peer: 'tree_shap.py', environment: environmentOf(peer) },
      job: { ...common, peer, nodes, data: samples.outcomesHeldOut(), values: valuesOf(peer) },
    })),
  ];
  const answers = contest(sides, times);
  const work = `${rows.toLocaleString('en-US')} rows, ${maker}’s ${trees} trees of depth ${depth}`;
  const quality = (answer: Answer): string => {
    const peer = sides[answers.indexOf(answer)].name;
    const difference = worstDifference(valuesOf('ours'), valuesOf(peer));
    return answer === answers[0] ? sumsText(answer) : `differs from ours by ${difference?.toExponential(0)}`;
  };
  return { rows: contestRows(work, sides, answers, quality), answers };
}

function environmentOf(peer: string): 'current' | 'older' {
  return peer === 'fasttreeshap' ? 'older' : 'current';
}

/** Our attributions of effects beside the peers' of the forest's numerators, the same trees. */
function ofForest() {
  const { rows, features, trees, explained, times } = forest;
  const nodes = fileOf('models', 'forest-nodes.bin');
  const model = fileOf('models', 'forest-lightgbm.txt');
  const job = { rows, features, trees };
  ask({
    name: 'Growing the forest',
    runs: { ours: 'forest for peers' },
    job: { ...job, threads: 2, nodes, model },
  });
  const sides: Side[] = [
    { name: 'Causal Spec', runs: { ours: 'effect attribution' }, job: { ...job, threads: 1, explained } },
    ...['LightGBM', 'shap', 'fasttreeshap'].map((peer) => ({
      name: peer,
      runs: { peer: 'tree_shap.py', environment: environmentOf(peer) },
      job: {
        ...{ threads: 1, rows: explained / fewer, features, peer, nodes, model },
        ...{ data: samples.effectsHeldOut(), values: fileOf('values', `${peer} of the forest.bin`) },
      },
    })),
  ];
  const answers = contest(sides, times).map((answer, i) =>
    answer && i > 0 ? { ...answer, seconds: fewer * answer.seconds } : answer,
  );
  const quality = (answer: Answer): string =>
    answer === answers[0]
      ? sumsText(answer)
      : `sums of w y alone; ${fewer} x its time for a tenth of the rows`;
  const work = `${explained.toLocaleString('en-US')} rows, causal forest of ${trees} trees`;
  return { rows: contestRows(work, sides, answers, quality), answers };
}

export const shap: Part = {
  title: 'TreeSHAP',
  note:
    'Exact path-dependent Shapley values on one thread. The boosted models are trained by LightGBM and XGBoost and imported; shap and fasttreeshap are given the nodes, and making their explainer is in the time as laying out the trees is in ours. ' +
    'What ours adds up to is the reported margin, or the reported effect of the causal forest, which no peer attributes: they explain the sum of its numerators, the same trees. ' +
    'Goal: at most .1 of the fastest peer, sums exact to 1e-9, differences to a peer of double precision at most 1e-6 (XGBoost computes in single precision).',
  columns: contestColumns,
  measures: {
    attribution,
    'effect attribution': effectAttribution,
    'forest for peers': forestForPeers,
  },
  run() {
    const models = peersModels(boosted.trees, boosted.depth, boosted.features);
    const all = [
      ...(models
        ? [
            imported('LightGBM', models.lightgbm, ['LightGBM', 'shap', 'fasttreeshap']),
            imported('XGBoost', models.xgboost, ['XGBoost']),
          ]
        : []),
      ofForest(),
    ];
    return {
      rows: all.flatMap(({ rows }) => rows),
      versions: versionsOf(all.flatMap(({ answers }) => answers)),
    };
  },
};
