import { noise, type Parameters } from '../tables.js';
import { armAt, type Design, designOf, logistic, type Unit } from './design.js';

/** What is drawn of a unit before its arm is. */
interface Drawn {
  readonly columns: Unit['columns'];
  readonly chances: readonly number[];
  /** Outcome in the baseline arm. */
  readonly baseline: number;
  readonly effects: readonly number[];
  readonly weight?: number;
}

type Noise = ReturnType<typeof noise>;

/** Units drawn one by one, each put into an arm by its own chances. */
function independent(draw: (noise: Noise) => Drawn): (n: number, seed: number) => Unit[] {
  return (n, seed) => {
    const source = noise(seed);
    return Array.from({ length: n }, () => inArm(draw(source), source.uniform()));
  };
}

function inArm({ baseline, ...drawn }: Drawn, u: number): Unit {
  const arm = armAt(drawn.chances, u);
  return { ...drawn, arm, outcome: arm === 0 ? baseline : baseline + drawn.effects[arm - 1] };
}

const either = (p: number): [number, number] => [1 - p, p];
const two = ['none', 'mail'];
const byBoth: Partial<Parameters> = { adjustment: ['x', 'z'] };

const randomised = designOf(
  { name: 'randomised, 30 % treated', assignment: 'randomised', effects: 'differ', given: byBoth },
  two,
  independent(({ normal }) => {
    const [x, z] = [normal(), normal()];
    return {
      columns: { x, z },
      chances: either(0.3),
      baseline: x + z * z + normal(),
      effects: [1 + 0.5 * x + normal()],
    };
  }),
);

/** Shops of ten customers each get the mail as a whole, and share what nobody measured. */
const clustered = designOf(
  {
    name: 'randomised by shops of 10',
    assignment: 'randomised',
    effects: 'differ',
    given: { ...byBoth, cluster: 'shop' },
  },
  two,
  (n, seed) => {
    const { normal, uniform } = noise(seed);
    return Array.from({ length: Math.ceil(n / 10) }, (_, i) => i).flatMap((i) => {
      const [shared, u] = [normal(), uniform()];
      return Array.from({ length: 10 }, () => {
        const [x, z] = [normal(), normal()];
        const columns = { x, z, shop: `shop ${i}` };
        const baseline = x + z + shared + normal();
        return inArm({ columns, chances: either(0.5), baseline, effects: [1 + 0.5 * x] }, u);
      });
    });
  },
);

/** Before and after the mail nothing else depends on it: `before` is a negative control, and x and z are independent. */
const controls: Partial<Parameters> = {
  negativeOutcomes: ['before'],
  implications: [{ a: 'x', b: 'z', given: [] }],
};

const linear = designOf(
  {
    name: 'linear confounding',
    assignment: 'confounded',
    effects: 'alike',
    given: { ...byBoth, ...controls },
  },
  two,
  independent(({ normal }) => {
    const [x, z] = [normal(), normal()];
    return {
      columns: { x, z, before: x + z + normal() },
      chances: either(logistic(0.6 * x - 0.4 * z)),
      baseline: 2 * x + z + normal(),
      effects: [1],
    };
  }),
);

const smooth = designOf(
  {
    name: 'curved confounding, effects differ',
    assignment: 'confounded',
    effects: 'differ',
    odds: 'winding',
    given: byBoth,
  },
  two,
  independent(({ normal }) => {
    const [x, z] = [normal(), normal()];
    return {
      columns: { x, z },
      chances: either(logistic(Math.sin(2 * x) + 0.3 * z * z - 0.3)),
      baseline: x * x + 2 * Math.sin(2 * x) + z * z + normal(),
      effects: [1 + 0.5 * x],
    };
  }),
);

const severalArms = designOf(
  { name: 'three arms', assignment: 'confounded', effects: 'differ', given: byBoth },
  ['none', 'mail', 'call'],
  independent(({ normal }) => {
    const [x, z] = [normal(), normal()];
    const odds = [1, Math.exp(0.7 * x), Math.exp(-0.5 * z)];
    const total = odds[0] + odds[1] + odds[2];
    return {
      columns: { x, z },
      chances: odds.map((value) => value / total),
      baseline: x + z * z + normal(),
      effects: [1 + 0.5 * x, 2],
    };
  }),
);

/** A yes or no: who says it without the mail, who with it, and who both. */
const binary = designOf(
  { name: 'yes-or-no outcome', assignment: 'confounded', effects: 'differ', given: byBoth },
  two,
  independent(({ normal, uniform }) => {
    const [x, z, u] = [normal(), normal(), uniform()];
    const says = (t: number): number => (u < logistic(0.8 * x - 0.5 * z - 0.5 + t) ? 1 : 0);
    return {
      columns: { x, z },
      chances: either(logistic(0.7 * x)),
      baseline: says(0),
      effects: [says(1) - says(0)],
    };
  }),
);

/** People of high x answer more often, up to four times; their weights undo it. */
const weighted = designOf(
  {
    name: 'sample weights',
    assignment: 'confounded',
    effects: 'differ',
    given: { ...byBoth, weights: 'weight' },
  },
  two,
  (n, seed) => {
    const { normal, uniform } = noise(seed);
    return Array.from({ length: n }, () => {
      const answers = (x: number): number => 0.25 + 0.75 * logistic(x);
      let x = normal();
      while (uniform() >= answers(x)) x = normal();
      const [z, weight] = [normal(), 1 / answers(x)];
      const chances = either(logistic(0.6 * x - 0.4 * z));
      const baseline = 2 * x + z * z + normal();
      return inArm({ columns: { x, z, weight }, chances, baseline, effects: [1 + x], weight }, uniform());
    });
  },
);

/** Whoever chose knew x where the data do, and nothing of it where they do not. */
const missing = designOf(
  {
    name: 'missing covariates',
    assignment: 'confounded',
    effects: 'differ',
    given: { adjustment: ['x', 'z', 'shop'] },
  },
  two,
  independent(({ normal, uniform }) => {
    const [x, z] = [normal(), normal()];
    const known = uniform() < 0.7;
    const shop = uniform() < 0.2 ? '' : uniform() < 0.5 ? 'south' : 'north';
    const atShop = shop === 'south' ? 0.5 : 0;
    return {
      columns: { x: known ? x : Number.NaN, z, shop },
      chances: either(logistic((known ? 0.8 * x : 0.4) - 0.4 * z + atShop)),
      baseline: x + z + 2 * atShop + normal(),
      effects: [1 + 0.5 * z],
    };
  }),
);

/** What nobody measured moves treatment and outcome, and both covariates and the negative control with them. */
const hidden = designOf(
  {
    name: 'hidden confounder',
    assignment: 'confounded',
    effects: 'alike',
    broken: 'every confounder is measured',
    given: { ...byBoth, ...controls },
  },
  two,
  independent(({ normal }) => {
    const u = normal();
    const [x, z] = [0.3 * u + normal(), 0.3 * u + normal()];
    return {
      columns: { x, z, before: x + z + u + normal() },
      chances: either(logistic(0.6 * x - 0.4 * z + u)),
      baseline: 2 * x + z + 2 * u + normal(),
      effects: [1],
    };
  }),
);

const noOverlap = designOf(
  {
    name: 'no overlap',
    assignment: 'confounded',
    effects: 'differ',
    broken: 'everyone could have been in either arm',
    given: byBoth,
  },
  two,
  independent(({ normal }) => {
    const [x, z] = [normal(), normal()];
    return {
      columns: { x, z },
      chances: either(logistic(5 * x)),
      baseline: 2 * x + z * z + normal(),
      effects: [1 + x],
    };
  }),
);

/** So few treated, and outcomes so skewed, that no interval can be normal. */
const skewed = designOf(
  {
    name: 'heavy tails, 3 % treated',
    assignment: 'randomised',
    effects: 'alike',
    broken: 'the estimate is close to normal',
    given: byBoth,
  },
  two,
  independent(({ normal }) => {
    const [x, z] = [normal(), normal()];
    return {
      columns: { x, z },
      chances: either(0.03),
      baseline: Math.exp(1.5 * normal()) + x,
      effects: [1],
    };
  }),
);

/** Shops get the mail as a whole and share much, but the analysis does not know of shops. */
const undeclared = designOf(
  {
    name: 'clusters not declared',
    assignment: 'randomised',
    effects: 'alike',
    broken: 'rows are independent',
    given: byBoth,
  },
  two,
  (n, seed) => {
    const { normal, uniform } = noise(seed);
    return Array.from({ length: Math.ceil(n / 10) }, () => {
      const [shared, u] = [2 * normal(), uniform()];
      return Array.from({ length: 10 }, () => {
        const [x, z] = [normal(), normal()];
        const baseline = x + z + shared + normal();
        return inArm({ columns: { x, z }, chances: either(0.5), baseline, effects: [1] }, u);
      });
    }).flat();
  },
);

/** Designs in which arms are compared given what is adjusted for. */
export const ofArms: readonly Design[] = [
  randomised,
  clustered,
  linear,
  smooth,
  severalArms,
  binary,
  weighted,
  missing,
  hidden,
  noOverlap,
  skewed,
  undeclared,
];
