import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openStore } from '../../../kernel/src/artifacts/store.js';
import type { Action, Plan } from '../../../kernel/src/plan.js';
import { execute } from '../../../kernel/src/process/executor.js';
import type { Outcome } from '../../../kernel/src/process/protocol.js';
import { Workbench } from '../../../kernel/src/process/workbench.js';
import type { Result } from '../../../kernel/src/result.js';
import { createRandom } from '../../../kernel/src/statistics/random.js';
import { unwatched } from '../../../kernel/src/task.js';
import { checkFiles } from '../../../server/src/compile.js';
import { workspaceWith } from '../data/workspace.js';

/** A shop whose visitors are known by what they looked at before, and by nothing else. */
export interface Shop {
  readonly visits: string;
  readonly events: string;
}

/** What a coupon does to what is spent, for everybody. */
export const truth = 1;
/** Days after which a look counts half, in what is wanted. */
export const halfLife = 20;

const sporty = [
  'running shoes',
  'tents and sleeping bags',
  'bicycle helmets',
  'trail maps',
  'climbing ropes',
];
const homely = ['table lamps', 'kitchen knives', 'wool blankets', 'garden chairs', 'picture frames'];
const ways = ['looked at', 'compared prices of', 'read about', 'asked about'];
const start = Date.UTC(2026, 0, 1);
const dayLength = 86_400_000;

/** A moment as it stands in a file. */
export const moment = (days: number): string => new Date(start + days * dayLength).toISOString().slice(0, 19);

/**
 * Wants and habits that both move the coupon and what is spent: the share of sports in what somebody looked at, where a look counts half
 * after {@link halfLife} days, and how often they looked.
 *
 * @param leak events at the moment of the coupon and after it that tell what was spent
 */
export function shopOfEvents(rows: number, seed: number, leak = false): Shop {
  const random = createRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const visits: string[] = [];
  const events: string[] = [];
  for (let user = 0; user < rows; user++) {
    const sent = 100 + 20 * random.next();
    const looks = 2 + random.below(20);
    const drift = random.next();
    let [sports, all] = [0, 0];
    for (let i = 0; i < looks; i++) {
      const at = sent - 0.01 - 90 * random.next();
      const sport = random.next() < drift;
      const weight = 0.5 ** ((sent - at) / halfLife);
      all += weight;
      if (sport) sports += weight;
      const things = sport ? sporty : homely;
      events.push(`u${user},${moment(at)},${ways[random.below(4)]} ${things[random.below(5)]}`);
    }
    const wants = 4 * (sports / all - 0.5) + (looks - 11.5) / 8;
    const coupon = random.next() < 1 / (1 + Math.exp(-0.8 * wants)) ? 1 : 0;
    const spent = 10 + truth * coupon + 1.5 * wants + normal();
    visits.push(`u${user},${moment(sent)},${coupon},${spent.toFixed(3)},${random.below(50)}`);
    if (!leak) continue;
    const told = spent > 12 ? 'bought for a lot of money' : 'looked at table lamps';
    events.push(`u${user},${moment(sent)},${told}`);
    events.unshift(`u${user},${moment(sent + 3)},${coupon ? 'used the coupon' : 'running shoes'}`);
  }
  return {
    visits: `user_id,sent_at,coupon,spent,age\n${visits.join('\n')}\n`,
    events: `user_id,happened,page\n${events.join('\n')}\n`,
  };
}

/** A spec over the shop. */
export const specOf = (
  clauses = 'half life 20 days',
  adjust = 'browsing',
  more = '',
  nuisances = 'linear',
): string => `
data visits from "visits.csv" { time sent_at of coupon }
data events from "events.csv" { time happened }
text browsing from events.page { of visits by user_id before sent_at  ${clauses}  encoder "lsa" }
effect lift { of coupon on spent  from visits  adjust for ${adjust}  with aipw  nuisances ${nuisances} }
${more}
`;

export interface Ran {
  readonly outcome: Outcome;
  readonly results: readonly Result[];
  /** Texts that were read by an encoder. */
  readonly read: readonly string[];
  readonly reused: readonly boolean[];
}

export const place = { line: 1, character: 1 };
export const train = (name: string): Action => ({ verb: 'train', name, place });

/** Files in a workspace; every run is a kernel of its own, that knows from before what lies in the store. */
export async function openShop(files: Readonly<Record<string, string>>) {
  const { folder, engine } = await workspaceWith(files);
  const plan = async (text: string): Promise<Plan> => {
    const file = join(folder, 'shop.causal');
    await writeFile(file, text);
    const checked = (await checkFiles([file], folder, engine)).get(file);
    const errors = checked?.problems.filter(({ severity }) => severity === 'error');
    if (!checked?.plan) throw new Error(JSON.stringify(errors));
    return checked.plan;
  };
  const run = async (text: string, actions: readonly Action[]): Promise<Ran> => {
    const read: string[] = [];
    const store = await openStore(join(folder, '.causal'), () => undefined);
    const bench = new Workbench(engine, store, 'program', { workspace: folder, device: 'cpu' }, (encoder) => {
      const encode = encoder.encode.bind(encoder);
      encoder.encode = (texts, task) => {
        read.push(...texts);
        return encode(texts, task);
      };
    });
    const results: Result[] = [];
    const reused: boolean[] = [];
    const request = { plan: await plan(text), folder: '', actions };
    const outcome = await execute(bench, request, unwatched, (result, again) => {
      results.push(result);
      reused.push(again);
    });
    return { outcome, results, read, reused };
  };
  const write = (name: string, content: string) => writeFile(join(folder, name), content);
  const json = async (name: string) => JSON.parse(await readFile(join(folder, name), 'utf8')) as unknown;
  return { run, write, json };
}
