import { createRandom } from '../../../kernel/src/statistics/random.js';
import { type Arrow, type Dag, descendants, makeDag } from '../../../server/src/identification/dag.js';

/** A question about a random graph in which the treatment has an effect. */
export interface RandomQuestion {
  readonly dag: Dag;
  readonly treatment: string;
  readonly outcome: string;
  readonly observed: ReadonlySet<string>;
}

/** A graph of so many variables with so many neighbours each on average, and an effect in it; a share is not observed. */
export function randomQuestion(seed: number, size: number, degree: number, hidden: number): RandomQuestion {
  const random = createRandom(seed);
  const names = Array.from({ length: size }, (_, i) => `v${i}`);
  const arrows: Arrow[] = [];
  for (const [i, effect] of names.entries()) {
    for (const cause of names.slice(0, i))
      if (random.next() < degree / (size - 1)) arrows.push([cause, effect]);
  }
  const dag = makeDag(arrows, names);
  const causes = names.filter((name) => dag.children.get(name)!.length > 0);
  const treatment = causes[random.below(causes.length)];
  const effects = [...descendants(dag, [treatment])].filter((name) => name !== treatment);
  const outcome = effects[random.below(effects.length)];
  const isSeen = (name: string): boolean => name === treatment || name === outcome || random.next() >= hidden;
  return { dag, treatment, outcome, observed: new Set(names.filter(isSeen)) };
}
