import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from '../shared/contest.js';
import { peersFolder } from '../shared/environment.js';
import { samples } from '../shared/samples.js';

/** A file of the bench's own, in a folder that is made where it is not there. */
export function fileOf(folder: 'models' | 'values', name: string): string {
  mkdirSync(join(peersFolder, folder), { recursive: true });
  return join(peersFolder, folder, name);
}

/** Files of models of some depth that LightGBM and XGBoost trained on 50,000 rows; trained where they are not there. */
export function peersModels(trees: number, depth: number, features: number) {
  const lightgbm = fileOf('models', `lightgbm-${trees}x${depth}.txt`);
  const xgboost = fileOf('models', `xgboost-${trees}x${depth}.json`);
  if (!existsSync(lightgbm) || !existsSync(xgboost)) {
    const data = samples.outcomes();
    const job = { threads: 2, data, rows: 50_000, features, trees, depth, lightgbm, xgboost };
    if (!ask({ name: 'Training', runs: { peer: 'train.py' }, job })) return undefined;
  }
  return { lightgbm, xgboost };
}
