import type { Estimate, ListMeasures, RankingResult } from '../../../../kernel/src/result.js';
import { say } from '../../../../kernel/src/words/say.js';
import { formatCounted, formatInterval, formatNumber, formatPoint, formatShare } from '../format.js';
import { provenanceSection } from './provenance.js';
import { type Description, numbers, type Section, words } from './section.js';

/** Name of a way to choose what is shown. */
export function wayName({ kind }: RankingResult['ways'][number]): string {
  switch (kind) {
    case 'increment':
      return say`by what showing adds`;
    case 'purchase':
      return say`by predicted purchase`;
    case 'popularity':
      return say`by popularity`;
    case 'random':
      return say`as many at random`;
    case 'today':
      return say`as was shown`;
  }
}

/** Name of a way to say an increment. */
function partName(name: string): string {
  if (name === 'difference') return say`difference`;
  if (name === 'purchase x effect') return say`purchase x effect`;
  if (name === 'doubly robust') return say`doubly robust`;
  return name === 'one for all' ? say`one for all` : name;
}

const known = (estimate: Estimate | null): string[] =>
  estimate
    ? [formatPoint(estimate.estimate, estimate.interval), formatInterval(estimate.interval)]
    : ['', ''];

function waysSection(result: RankingResult): Section {
  const { ways, level, outcome, user } = result;
  return {
    id: 'ways',
    title: say`Orders`,
    sentence: result.sentence,
    tables: [
      {
        caption: say`What showing adds to ${outcome} per ${user} over showing nothing; ${formatShare(level)} intervals`,
        columns: [
          words(say`Shown`),
          numbers(say`Items`),
          numbers(say`Adds`),
          numbers(say`Interval`),
          numbers(say`Ranking less this`),
          numbers(say`Interval`),
        ],
        rows: ways.map((way) => [
          wayName(way),
          formatNumber(way.shown),
          ...known(way.gain),
          ...known(way.difference),
        ]),
      },
    ],
  };
}

function curveSection({ curve, level }: RankingResult): Section {
  return {
    id: 'curve',
    title: say`How many`,
    sentence: curve.sentence,
    tables: [
      {
        caption: say`What showing so many items would add; ${formatShare(level)} intervals`,
        columns: [
          numbers(say`Items`),
          numbers(say`Adds`),
          numbers(say`Interval`),
          numbers(say`By predicted purchase`),
        ],
        rows: curve.points.map(({ top, gain, byPurchase }) => [
          formatNumber(top),
          ...known(gain),
          formatNumber(byPurchase),
        ]),
      },
    ],
  };
}

/** What the lists are like, and how well orders foretell what is bought. */
function measuresSection(result: RankingResult): Section {
  const { ways, lists, outcome, exposure } = result;
  const row = (name: string, { coverage, diversity, novelty }: ListMeasures): string[] => [
    name,
    formatShare(coverage),
    formatNumber(diversity),
    formatNumber(novelty),
  ];
  return {
    id: 'measures',
    title: say`Measures`,
    sentence: say`NDCG, MAP and recall say how well an order foretells ${outcome}, each counting by one over the chance of its exposure. That is another question than what showing adds: an order that is best at one may be poor at the other.`,
    tables: [
      {
        caption: say`Orders as predictions of ${outcome} that they know nothing of`,
        columns: [words(say`Order`), numbers('NDCG'), numbers('MAP'), numbers(say`Recall`)],
        rows: ways
          .filter(({ kind }) => kind !== 'today')
          .map((way) => [
            wayName(way),
            formatNumber(way.ndcg),
            formatNumber(way.map),
            formatNumber(way.recall),
          ]),
      },
      {
        caption: say`Lists of ${formatCounted(lists.users, 'user')}: share of items met, one less their likeness, surprise in bits`,
        columns: [words(say`Lists`), numbers(say`Coverage`), numbers(say`Diversity`), numbers(say`Novelty`)],
        rows: [row(say`by what showing adds`, lists.own), row(say`by predicted purchase`, lists.byPurchase)],
      },
      {
        caption: say`What the ranking adds, by each way to judge what was ${exposure}`,
        columns: [words(say`Estimator`), numbers(say`Adds`), numbers(say`Interval`)],
        rows: result.estimators.map(({ name, gain }) => [name, ...known(gain)]),
      },
      {
        caption: say`What the increments are put together from`,
        columns: [words(say`Way`), numbers(say`Share`)],
        rows: result.parts.map(({ name, share }) => [partName(name), formatShare(share)]),
      },
    ],
  };
}

function listsSection({ preview, user, item, outcome, path }: RankingResult): Section {
  const written = path === undefined ? '' : say` All lists stand in "${path}".`;
  return {
    id: 'lists',
    title: say`Lists`,
    sentence: say`Lists of the first users: what showing adds to the probability of ${outcome}, which is more where little would come of itself.${written}`,
    tables: [
      {
        caption: say`Items best first`,
        columns: [words(user), words(item), numbers(say`Adds`), numbers(say`Not shown`), numbers(say`Shown`)],
        rows: preview.flatMap((list) =>
          list.items.map((own) => [
            list.user,
            own.item,
            formatNumber(own.increment),
            formatShare(own.without),
            formatShare(own.with),
          ]),
        ),
      },
    ],
  };
}

/** A ranking: what it is worth beside other orders first, then how many items, its measures and its lists. */
export function describeRanking(result: RankingResult): Description {
  const { item, user, users, items, top, above, propensity, curve } = result;
  const facts = [
    say`shows ${item} to ${user}`,
    formatCounted(result.n, 'row'),
    formatCounted(users, 'user'),
    formatCounted(items, 'item'),
    ...(top === null ? [] : [say`top ${formatNumber(top)}`]),
    ...(above === null ? [] : [say`above ${formatNumber(above)}`]),
  ];
  const chances = propensity === 'known' ? say`those of the data` : say`learned`;
  const note = say`Orders are judged by pairs that they know nothing of, with doubly robust scores; chances of being shown are ${chances}. Showing one item is taken not to change what showing another does.`;
  return {
    kind: say`Ranking`,
    name: result.name,
    facts,
    sentence: result.sentence,
    note,
    warnings: result.warnings,
    notes: result.notes,
    sections: [
      waysSection(result),
      ...(curve.points.length > 1 ? [curveSection(result)] : []),
      measuresSection(result),
      ...(result.preview.some((list) => list.items.length > 0) ? [listsSection(result)] : []),
      provenanceSection(result.provenance),
    ],
  };
}
