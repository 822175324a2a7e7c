import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { table } from 'arquero';
import { generateShop, type Visit } from './shop.js';

const dayLength = 86_400_000;
const firstDay = Date.UTC(2026, 0, 1);
const scoringSeedOffset = 1_000_003;
const scoringRows = 1000;

const date = (day: number): string => new Date(firstDay + day * dayLength).toISOString().slice(0, 10);
const round = (x: number): number => Math.round(x * 1e6) / 1e6;

/** What the shop knew before it acted, as columns of a file. */
function observedColumns(visits: readonly Visit[]): Record<string, (string | number)[]> {
  return {
    user_id: visits.map((v) => v.userId),
    seen_at: visits.map((v) => date(v.day)),
    last_seen: visits.map((v) => date(v.day - v.recency)),
    tenure: visits.map((v) => v.tenure),
    device: visits.map((v) => v.device),
    price: visits.map((v) => v.price),
    history: visits.map((v) => v.browsing.text),
  };
}

const csv = (columns: Record<string, (string | number)[]>): string => `${table(columns).toCSV()}\n`;

/**
 * Writes the sample shop into `folder`: `visits.csv`, `new-visits.csv` (visitors nobody has acted on yet), `truth.json`
 * (average effects) and `truth.csv` (each visitor's propensity and effect, row by row of `visits.csv`).
 */
export async function writeShop(
  folder: string,
  options: { readonly rows: number; readonly seed: number },
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { visits, truth } = generateShop(options);
  const fresh = generateShop({ rows: scoringRows, seed: options.seed + scoringSeedOffset }).visits;
  const happened = {
    coupon: visits.map((v) => v.coupon),
    purchased: visits.map((v) => v.purchased),
    spend: visits.map((v) => v.spend),
  };
  const hidden = {
    propensity: visits.map((v) => round(v.propensity)),
    cate: visits.map((v) => round(v.cate)),
  };
  await Promise.all([
    writeFile(join(folder, 'visits.csv'), csv({ ...observedColumns(visits), ...happened })),
    writeFile(join(folder, 'new-visits.csv'), csv(observedColumns(fresh))),
    writeFile(join(folder, 'truth.csv'), csv(hidden)),
    writeFile(
      join(folder, 'truth.json'),
      `${JSON.stringify({ effect: 'coupon on purchased', ...truth }, null, 2)}\n`,
    ),
  ]);
}
