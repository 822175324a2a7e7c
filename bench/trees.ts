/**
 * Boosted trees, honest forests and attributions beside their peers: `npm run bench -- trees [PART...]`. The peers are installed
 * into `.cache/peers` first. Every part writes its section of `docs/results/trees.md` when it is through, so that a run that was
 * stopped goes on by naming the parts that are left.
 */
import { answer } from './trees/ours.js';
import { writeSection } from './trees/page.js';
import type { Part } from './trees/part.js';
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

const [first, ...others] = process.argv.slice(2);
if (first === 'measure') {
  // A process that this bench started to measure our side.
  const [name, job] = others;
  const measure = Object.values(parts).flatMap(({ measures }) => measures[name] ?? [])[0];
  answer(measure, JSON.parse(job));
} else {
  const asked = first === undefined ? Object.keys(parts) : [first, ...others];
  const unknown = asked.filter((name) => !parts[name]);
  if (unknown.length > 0) {
    console.error(`No part named ${unknown.join(', ')}; there are: ${Object.keys(parts).join(', ')}.`);
    process.exit(2);
  }
  for (const name of asked) {
    console.log(`\n-- ${name}`);
    const { title, note, columns, run } = parts[name];
    writeSection({ title, note, columns, ...run(), command: `npm run bench -- trees ${name}` });
  }
}
