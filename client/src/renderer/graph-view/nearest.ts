/** Centre of something that is drawn. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

const directions: Readonly<Record<string, Place>> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
};

/** How much more a step aside counts than one ahead. */
const aside = 2;

/** Where an arrow key leads from one of some places, or Home and End from any: its number; undefined where the key leads nowhere. */
export function nearest(places: readonly Place[], from: number, key: string): number | undefined {
  if (places.length === 0) return undefined;
  if (key === 'Home') return 0;
  if (key === 'End') return places.length - 1;
  const direction = Object.hasOwn(directions, key) ? directions[key] : undefined;
  const start = places[from];
  if (!direction || !start) return undefined;
  let best: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  places.forEach((place, i) => {
    const [dx, dy] = [place.x - start.x, place.y - start.y];
    const ahead = dx * direction.x + dy * direction.y;
    if (ahead <= 0) return;
    const distance = ahead + aside * Math.abs(dx * direction.y + dy * direction.x);
    if (distance >= least) return;
    least = distance;
    best = i;
  });
  return best;
}
