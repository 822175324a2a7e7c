import { inputError } from '../../problem.js';
import { type Task, unwatched } from '../../task.js';
import type { TreeEnsemble } from '../model/ensemble.js';
import { readLightgbm } from './read-lightgbm.js';
import { readXgboost } from './read-xgboost.js';
import { type Library, notWritable } from './refusals.js';
import { writeLightgbm } from './write-lightgbm.js';
import { writeXgboost } from './write-xgboost.js';

/** Formats in which boosted models are exchanged: LightGBM's text and XGBoost's JSON. */
export type ExchangeFormat = 'lightgbm' | 'xgboost';

/**
 * A boosted model from the text that LightGBM or XGBoost saved; which of them, the text tells.
 * Throws InputError CS5040 to CS5042; see {@link readLightgbm} and {@link readXgboost}.
 */
export function importModel(text: string, task: Task = unwatched): TreeEnsemble {
  if (/^\s*\{/.test(text)) return readXgboost(text, 'best', task);
  if (/^tree\r?\n/.test(text)) return readLightgbm(text, task);
  throw inputError(
    'CS5040',
    'The text is neither a LightGBM model nor an XGBoost model in JSON; save it with save_model, for XGBoost to a name that ends in .json.',
  );
}

/**
 * The text from which the library loads a model that predicts the same; see {@link writeLightgbm} and {@link writeXgboost}.
 * Throws InputError CS5043 for what the library has no form for, and for more than one text can hold.
 */
export function exportModel(ensemble: TreeEnsemble, format: ExchangeFormat, task: Task = unwatched): string {
  try {
    return format === 'lightgbm' ? writeLightgbm(ensemble, task) : writeXgboost(ensemble, task);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw notWritable(libraryOf(format), 'it is longer than a text can be; train fewer or smaller trees');
  }
}

/** Whose format it is. */
export function libraryOf(format: ExchangeFormat): Library {
  return format === 'lightgbm' ? 'LightGBM' : 'XGBoost';
}
