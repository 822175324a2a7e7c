/**
 * Boosted trees, honest forests and attributions beside their peers: `npm run bench -- trees [PART...]`. The peers are installed
 * into `.cache/peers` first. Every part writes its section of `docs/results/trees.md` when it is through, so that a run that was
 * stopped goes on by naming the parts that are left.
 */
import type { Part } from './shared/part.js';
import { runParts } from './shared/run-parts.js';
import { boosting } from './trees/parts/boosting.js';
import { causalForest } from './trees/parts/causal-forest.js';
import { forestMemory } from './trees/parts/forest-memory.js';
import { growth } from './trees/parts/growth.js';
import { million } from './trees/parts/million.js';
import { prediction200 } from './trees/parts/prediction.js';
import { shap } from './trees/parts/shap.js';

const parts: Readonly<Record<string, Part>> = {
  boosting,
  'causal-forest': causalForest,
  million,
  'forest-memory': forestMemory,
  shap,
  prediction: prediction200,
  growth,
};

runParts('trees', { file: 'trees.md', title: 'Trees beside their peers' }, parts);
