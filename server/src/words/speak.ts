import { isSimplifiedChinese, speak } from '../../../kernel/src/words/say.js';
import { chinese } from '../../../kernel/src/words/zh-cn.js';
import { help } from './help-zh-cn.js';
import { messages } from './zh-cn.js';

/** All that the language server says in Simplified Chinese. */
export const serverChinese = { ...chinese, ...messages, ...help };

/** Has this process say its messages in the language of an editor, where there is a catalogue of it, and in English else. */
export function speakLocale(locale: string | undefined): void {
  speak(isSimplifiedChinese(locale) ? serverChinese : {});
}
