import type { Draws } from './random.js';

/** What a visitor did, in English and Chinese, and how much it says about the wish to buy. */
interface Phrase {
  readonly en: string;
  readonly zh: string;
  readonly keenness: number;
}

const products: readonly Phrase[] = [
  { en: 'running shoes', zh: '跑步鞋', keenness: 0.1 },
  { en: 'wireless earbuds', zh: '无线耳机', keenness: 0.2 },
  { en: 'a coffee machine', zh: '咖啡机', keenness: 0 },
  { en: 'a baby stroller', zh: '婴儿推车', keenness: 0.4 },
  { en: 'phone cases', zh: '手机壳', keenness: -0.1 },
  { en: 'face cream', zh: '面霜', keenness: 0.1 },
  { en: 'a hiking tent', zh: '登山帐篷', keenness: -0.2 },
  { en: 'an office chair', zh: '办公椅', keenness: 0 },
  { en: 'board games', zh: '桌游', keenness: -0.3 },
  { en: 'green tea', zh: '绿茶', keenness: -0.2 },
];

const intents: readonly Phrase[] = [
  { en: 'just looking around at', zh: '随便看看', keenness: -1.3 },
  { en: 'killing time with pictures of', zh: '无聊时浏览', keenness: -1.5 },
  { en: 'read reviews of', zh: '阅读了评价：', keenness: 0.1 },
  { en: 'compared the prices of', zh: '比较了价格：', keenness: 0.5 },
  { en: 'asked the shop about delivery of', zh: '询问了送货时间：', keenness: 1.1 },
  { en: 'put into the basket, then took out', zh: '加入购物车后又移除', keenness: 0.9 },
  { en: 'saved to the wish list', zh: '收藏了', keenness: 0.4 },
  { en: 'watched a video about', zh: '观看了视频：', keenness: -0.5 },
];

const circumstances: readonly Phrase[] = [
  { en: '', zh: '', keenness: 0 },
  { en: ' for a birthday next week', zh: '，下周生日用', keenness: 0.8 },
  { en: ' because the old one broke', zh: '，因为旧的坏了', keenness: 0.9 },
  { en: ' out of curiosity', zh: '，只是好奇', keenness: -0.7 },
  { en: ' for a friend who asked', zh: '，替朋友看看', keenness: -0.3 },
  { en: ' late at night', zh: '，在深夜', keenness: -0.1 },
];

/** A browse history: one or two things the visitor did, and the wish to buy that lies in them. */
export interface Browsing {
  readonly text: string;
  /** About standard normal over histories. */
  readonly keenness: number;
}

/** Mean and spread of a drawn history's raw keenness, so that the reported one has about mean 0 and spread 1. */
const centre = 0.08;
const spread = 1.1;

function drawEvent(draws: Draws, language: 'en' | 'zh'): { text: string; keenness: number } {
  const intent = intents[draws.index(intents.length)];
  const product = products[draws.index(products.length)];
  const circumstance = circumstances[draws.index(circumstances.length)];
  return {
    text: `${intent[language]}${language === 'en' ? ' ' : ''}${product[language]}${circumstance[language]}`,
    keenness: intent.keenness + product.keenness + circumstance.keenness,
  };
}

/**
 * Distinct browse histories, two thirds of them English, one third Chinese. The wish to buy is a sum over phrases, so it
 * lies along an oblique direction of any embedding and along words at once.
 */
export function drawBrowsing(count: number, draws: Draws): Browsing[] {
  const found = new Map<string, Browsing>();
  while (found.size < count) {
    const language = draws.chance(2 / 3) ? 'en' : 'zh';
    const events = Array.from({ length: 1 + draws.index(2) }, () => drawEvent(draws, language));
    const text = events.map((event) => event.text).join(language === 'en' ? '; ' : '；');
    const raw = events.reduce((sum, event) => sum + event.keenness, 0) / Math.sqrt(events.length);
    found.set(text, { text, keenness: (raw - centre) / spread });
  }
  return [...found.values()];
}
