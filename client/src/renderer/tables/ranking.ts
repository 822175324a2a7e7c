import type { Estimate, ListMeasures, RankingResult } from '../../../../kernel/src/result.js';
import { formatCounted, formatInterval, formatNumber, formatPoint, formatShare } from '../format.js';
import { provenanceSection } from './provenance.js';
import { type Description, numbers, type Section, words } from './section.js';

const known = (estimate: Estimate | null): string[] =>
  estimate
    ? [formatPoint(estimate.estimate, estimate.interval), formatInterval(estimate.interval)]
    : ['', ''];

function waysSection(result: RankingResult): Section {
  const { ways, level, outcome, user } = result;
  return {
    id: 'ways',
    title: 'Orders',
    sentence: result.sentence,
    tables: [
      {
        caption: `What showing adds to ${outcome} per ${user} over showing nothing; ${formatShare(level)} intervals`,
        columns: [
          words('Shown'),
          numbers('Items'),
          numbers('Adds'),
          numbers('Interval'),
          numbers('Ranking less this'),
          numbers('Interval'),
        ],
        rows: ways.map((way) => [
          way.name,
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
    title: 'How many',
    sentence: curve.sentence,
    tables: [
      {
        caption: `What showing so many items would add; ${formatShare(level)} intervals`,
        columns: [numbers('Items'), numbers('Adds'), numbers('Interval'), numbers('By predicted purchase')],
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
    title: 'Measures',
    sentence: `NDCG, MAP and recall say how well an order foretells ${outcome}, each counting by one over the chance of its exposure. That is another question than what showing adds: an order that is best at one may be poor at the other.`,
    tables: [
      {
        caption: `Orders as predictions of ${outcome} that they know nothing of`,
        columns: [words('Order'), numbers('NDCG'), numbers('MAP'), numbers('Recall')],
        rows: ways
          .filter(({ kind }) => kind !== 'today')
          .map(({ name, ndcg, map, recall }) => [
            name,
            formatNumber(ndcg),
            formatNumber(map),
            formatNumber(recall),
          ]),
      },
      {
        caption: `Lists of ${formatCounted(lists.users, 'user')}: share of items met, one less their likeness, surprise in bits`,
        columns: [words('Lists'), numbers('Coverage'), numbers('Diversity'), numbers('Novelty')],
        rows: [row('by what showing adds', lists.own), row('by predicted purchase', lists.byPurchase)],
      },
      {
        caption: `What the ranking adds, by each way to judge what was ${exposure}`,
        columns: [words('Estimator'), numbers('Adds'), numbers('Interval')],
        rows: result.estimators.map(({ name, gain }) => [name, ...known(gain)]),
      },
      {
        caption: 'What the increments are put together from',
        columns: [words('Way'), numbers('Share')],
        rows: result.parts.map(({ name, share }) => [name, formatShare(share)]),
      },
    ],
  };
}

function listsSection({ preview, user, item, outcome, path }: RankingResult): Section {
  const written = path === undefined ? '' : ` All lists stand in "${path}".`;
  return {
    id: 'lists',
    title: 'Lists',
    sentence: `Lists of the first users: what showing adds to the probability of ${outcome}, which is more where little would come of itself.${written}`,
    tables: [
      {
        caption: 'Items best first',
        columns: [words(user), words(item), numbers('Adds'), numbers('Not shown'), numbers('Shown')],
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
    `shows ${item} to ${user}`,
    formatCounted(result.n, 'row'),
    formatCounted(users, 'user'),
    formatCounted(items, 'item'),
    ...(top === null ? [] : [`top ${formatNumber(top)}`]),
    ...(above === null ? [] : [`above ${formatNumber(above)}`]),
  ];
  const note =
    `Orders are judged by pairs that they know nothing of, with doubly robust scores; chances of being shown are ${propensity === 'known' ? 'those of the data' : 'learned'}. ` +
    `Showing one item is taken not to change what showing another does.`;
  return {
    kind: 'Ranking',
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
