import { type InputError, inputError } from '../../problem.js';

/** Whose models are read and written here. */
export type Library = 'LightGBM' | 'XGBoost';

/** The text is no whole model of the library. */
export function unreadable(library: Library, why: string): InputError {
  return inputError('CS5040', `The ${library} model cannot be read: ${why}; save it again.`);
}

/** A whole model that says something our trees cannot. */
export function unsupported(library: Library, what: string): InputError {
  return inputError('CS5041', `The ${library} model cannot be taken over: ${what}.`);
}

/** A model beyond what our trees hold. */
export function tooLarge(library: Library, what: string): InputError {
  return inputError('CS5042', `The ${library} model is too large: ${what}.`);
}

/** A model of ours that the library's format cannot hold. */
export function notWritable(library: Library, what: string): InputError {
  return inputError('CS5043', `The model cannot be written for ${library}: ${what}.`);
}
