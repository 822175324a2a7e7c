import { expect, test } from 'vitest';
import type { Features } from '../../../kernel/src/data/table.js';
import { planCoalitions } from '../../../kernel/src/explain/coalitions.js';
import { owenValues } from '../../../kernel/src/explain/owen-values.js';
import { createRandom } from '../../../kernel/src/statistics/random.js';
import { unwatched } from '../../../kernel/src/task.js';
import { sourcesAsPlayers } from '../../../kernel/src/trees/attribution/players.js';
import { treeShap } from '../../../kernel/src/trees/attribution/tree-shap.js';
import { predictMargin } from '../../../kernel/src/trees/model/predict.js';
import { ranksOf } from '../../../kernel/src/trees/model/ranks.js';
import { pathDependent } from '../trees/attribution/enumeration.js';
import { randomModel } from '../trees/attribution/random-trees.js';
import { allRows } from '../trees/data.js';

const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));
const bitsOf = (set: number): number => set.toString(2).replaceAll('0', '').length;
const share = (size: number, all: number): number =>
  (factorial(size) * factorial(all - size - 1)) / factorial(all);

/** The second source is the text: of every set of phrases its two features have values of their own, at random. */
function textGame(phrases: number, seed: number) {
  const { ensemble, table } = randomModel({
    seed,
    features: 8,
    perSource: 2,
    trees: 6,
    depth: 5,
    rows: 2 ** phrases,
  });
  const random = createRandom(seed, 1);
  const columns = table.list.map((feature) => {
    if (feature.source === 's1') return feature;
    const one = feature.values[random.below(table.rows)];
    return { ...feature, values: new Float64Array(table.rows).fill(one) };
  });
  const versions: Features = { rows: table.rows, list: columns };
  return { ensemble, versions };
}

test.each([1, 2, 3, 4, 5])('%i phrases: Owen values by their definition on trees', (phrases) => {
  const { ensemble, versions } = textGame(phrases, 20 + phrases);
  const whole = 2 ** phrases - 1;
  const players = sourcesAsPlayers(ensemble.features);
  const text = players.names.indexOf('s1');
  const ranks = ranksOf(ensemble.features, versions);
  const others = [...players.names.keys()].filter((player) => player !== text);
  const games = Array.from(allRows(versions.rows), (row) =>
    pathDependent(ensemble, ranks, row, players.ofFeature),
  );
  const worth = (columns: number, set: number): number => {
    const known = others
      .filter((_, i) => (columns >> i) & 1)
      .reduce((bits, player) => bits | (1 << player), 0);
    return games[set](known | (1 << text));
  };
  const defined = Array.from({ length: phrases }, (_, phrase) => {
    let value = 0;
    for (let columns = 0; columns < 2 ** others.length; columns++) {
      for (let set = 0; set <= whole; set++) {
        if ((set >> phrase) & 1) continue;
        const weight = share(bitsOf(columns), players.names.length) * share(bitsOf(set), phrases);
        value += weight * (worth(columns, set | (1 << phrase)) - worth(columns, set));
      }
    }
    return value;
  });

  const { base, values } = treeShap(ensemble, versions, allRows(versions.rows), unwatched, players);
  const count = players.names.length;
  const attribution = (set: number): number => values[set * count + text];
  const owen = owenValues(planCoalitions(phrases, 1), attribution, attribution(whole), attribution(0)).values;
  defined.forEach((value, i) => {
    expect(Math.abs(owen[i] - value)).toBeLessThan(1e-9);
  });
  const columns = others.reduce(
    (sum, player) => sum + values[whole * count + player],
    base[0] + attribution(0),
  );
  const margin = predictMargin(ensemble, versions)[whole];
  expect(Math.abs(owen.reduce((a, b) => a + b, columns) - margin)).toBeLessThan(1e-9);
});
