import { filled } from '../../kernel/src/words/say.js';

/** What the editor has for messages of other languages, where it speaks English. */
export const l10n = {
  t: (message: string, ...values: readonly (string | number | boolean)[]) => filled(message, values),
};

/** A fake of the `vscode` module that speaks English. */
export const inEnglish = (module: object) => Object.assign(module, { l10n, env: { language: 'en' } });
