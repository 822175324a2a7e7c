import { type Catalogue, isSimplifiedChinese, speak } from '../../../kernel/src/words/say.js';
import { chinese } from '../../../kernel/src/words/zh-cn.js';
import { rendererChinese } from './zh-cn.js';

/**
 * Has a page say what it shows in a language, as pages and browsers name it (`zh-CN`); English where there is no catalogue of it.
 *
 * @param own what this program says beside
 */
export function speakIn(locale: string | undefined, own: Catalogue = {}): void {
  speak({ ...(isSimplifiedChinese(locale) ? { ...chinese, ...rendererChinese } : {}), ...own });
}
