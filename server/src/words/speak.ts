import { type Catalogue, isSimplifiedChinese, speak } from '../../../kernel/src/words/say.js';
import { chinese } from '../../../kernel/src/words/zh-cn.js';
import { chineseCodes } from './codes-zh-cn.js';
import { help } from './help-zh-cn.js';
import { pageKey } from './page-key.js';
import { messages } from './zh-cn.js';

const pages = Object.fromEntries(
  Object.entries(chineseCodes).flatMap(([code, [title, meaning, remedy]]) => [
    [pageKey(code, 'title'), title],
    [pageKey(code, 'meaning'), meaning],
    [pageKey(code, 'remedy'), remedy],
  ]),
);

/** All that the language server says in Simplified Chinese. */
export const serverChinese: Catalogue = { ...chinese, ...messages, ...help, ...pages };

/** Has this process say its messages in the language of an editor, where there is a catalogue of it, and in English else. */
export function speakLocale(locale: string | undefined): void {
  speak(isSimplifiedChinese(locale) ? serverChinese : {});
}
