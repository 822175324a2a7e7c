import { createDraws, type Draws } from '../random.js';

/** An item of the shop. */
export interface Item {
  readonly sku: string;
  readonly kind: string;
  readonly description: string;
  /** Where it lies among tastes; users whose taste points the same way want it. */
  readonly taste: readonly [number, number];
  /** Log odds that it is bought without being shown, by a user of no particular taste. */
  readonly known: number;
  /** Never shown so far. */
  readonly fresh: boolean;
}

interface User {
  readonly id: number;
  readonly tenure: number;
  readonly taste: readonly [number, number];
}

/** A pair that could have been shown, with what happened, and what would have. */
export interface Offer {
  /** Places among users and items. */
  readonly user: number;
  readonly item: number;
  readonly propensity: number;
  readonly shown: 0 | 1;
  readonly purchased: 0 | 1;
  /** Probability to buy when not shown, and when shown. */
  readonly without: number;
  readonly with: number;
}

/** What showing an item does to a user is known of every pair. */
export interface OfferShop {
  readonly items: readonly Item[];
  readonly users: readonly User[];
  readonly offers: readonly Offer[];
  /** Probability of a purchase without and with showing. */
  readonly chances: (user: number, item: number) => { readonly without: number; readonly with: number };
}

interface Kind {
  readonly name: string;
  readonly taste: readonly [number, number];
  readonly words: readonly { readonly en: string; readonly zh: string }[];
}

/** Kinds of items lie around a circle of tastes: neighbours on it are liked by the same users. */
const kinds: readonly Kind[] = [
  {
    name: 'outdoor',
    taste: [1, 0],
    words: [
      { en: 'light hiking tent for two', zh: '双人轻便登山帐篷' },
      { en: 'warm sleeping bag for cold nights', zh: '保暖睡袋' },
      { en: 'waterproof trail shoes', zh: '防水越野鞋' },
      { en: 'folding camp stove', zh: '折叠露营炉' },
    ],
  },
  {
    name: 'kitchen',
    taste: [0, 1],
    words: [
      { en: 'espresso machine with milk frother', zh: '带奶泡器的意式咖啡机' },
      { en: 'cast iron pan', zh: '铸铁煎锅' },
      { en: 'sharp chef knife', zh: '锋利的主厨刀' },
      { en: 'loose leaf green tea', zh: '散装绿茶' },
    ],
  },
  {
    name: 'games',
    taste: [-1, 0],
    words: [
      { en: 'strategy board game for the family', zh: '家庭策略桌游' },
      { en: 'wireless game controller', zh: '无线游戏手柄' },
      { en: 'jigsaw puzzle with 1000 pieces', zh: '一千块拼图' },
      { en: 'racing game for the console', zh: '主机赛车游戏' },
    ],
  },
  {
    name: 'care',
    taste: [0, -1],
    words: [
      { en: 'moisturising face cream', zh: '保湿面霜' },
      { en: 'shampoo with aloe', zh: '芦荟洗发水' },
      { en: 'soft hand balm', zh: '柔润护手霜' },
      { en: 'sun lotion for the beach', zh: '海滩防晒乳' },
    ],
  },
];

const colours = ['red', 'blue', 'green', 'black', 'white', 'grey'];
const colourWords = ['红色', '蓝色', '绿色', '黑色', '白色', '灰色'];

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
const dot = (a: readonly [number, number], b: readonly [number, number]): number => a[0] * b[0] + a[1] * b[1];

function drawItem(place: number, fresh: boolean, draws: Draws): Item {
  const kind = kinds[place % kinds.length];
  const words = kind.words[draws.index(kind.words.length)];
  const colour = draws.index(colours.length);
  const chinese = draws.chance(1 / 3);
  return {
    sku: `s${String(place + 1).padStart(3, '0')}`,
    kind: kind.name,
    description: chinese ? `${words.zh}，${colourWords[colour]}` : `${words.en}, ${colours[colour]}`,
    taste: [kind.taste[0] + 0.2 * draws.normal(), kind.taste[1] + 0.2 * draws.normal()],
    known: 1.1 * draws.normal(),
    fresh,
  };
}

/**
 * What is well known is bought anyway, and showing it adds little; what few know of gains most from being shown to those whose taste it is,
 * above all where they are new.
 */
function chancesOf(user: User, item: Item): { without: number; with: number } {
  const wish = 1.3 * dot(user.taste, item.taste);
  const odds = -2.6 + 0.9 * item.known + wish;
  const push = Math.max(0.05, 0.9 - 0.7 * item.known + (user.tenure < 12 ? 0.5 : 0));
  return { without: logistic(odds), with: logistic(odds + push) };
}

/** The shop shows what is likely to be bought: what is shown most is what needs it least. */
const propensityOf = (user: User, item: Item, blind: boolean): number => {
  if (item.fresh) return 0;
  const wish = blind ? 0 : 0.8 * dot(user.taste, item.taste);
  return Math.min(0.9, Math.max(0.1, logistic(-0.9 + 0.8 * item.known + wish)));
};

/** Some of the items without replacement. */
function someOf(count: number, items: number, draws: Draws): number[] {
  const all = Array.from({ length: items }, (_, i) => i);
  for (let i = 0; i < Math.min(count, items); i++) {
    const j = i + draws.index(items - i);
    [all[i], all[j]] = [all[j], all[i]];
  }
  return all.slice(0, count).sort((a, b) => a - b);
}

/**
 * A shop of users and items with known effects of showing: each user could have been shown some of the items, and a logging rule of known
 * chances showed a part of them.
 *
 * `fresh` of the items were never shown; a `blind` shop shows by item alone, whatever users want.
 */
export function generateOffers(options: {
  readonly users: number;
  readonly items: number;
  readonly perUser: number;
  readonly seed: number;
  readonly fresh?: number;
  readonly blind?: boolean;
}): OfferShop {
  const draws = createDraws(options.seed);
  const { fresh = 0, blind = false } = options;
  const items = Array.from({ length: options.items }, (_, i) =>
    drawItem(i, i >= options.items - fresh, draws),
  );
  const users = Array.from(
    { length: options.users },
    (_, i): User => ({
      id: 10_001 + i,
      tenure: Math.min(96, Math.floor(-20 * Math.log(1 - draws.uniform()))),
      taste: [draws.normal(), draws.normal()],
    }),
  );
  const offers = users.flatMap((user, u) =>
    someOf(options.perUser, items.length, draws).map((i): Offer => {
      const propensity = propensityOf(user, items[i], blind);
      const chances = chancesOf(user, items[i]);
      const shown = draws.chance(propensity) ? 1 : 0;
      const purchased = draws.chance(shown ? chances.with : chances.without) ? 1 : 0;
      return { user: u, item: i, propensity, shown, purchased, ...chances };
    }),
  );
  return { items, users, offers, chances: (user, item) => chancesOf(users[user], items[item]) };
}
