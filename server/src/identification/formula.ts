/** A probability of observed variables, as a tree. Equal trees of one {@link Formulas} are one object. */
export type Formula = Probability | Product | Quotient | Sum;

interface Common {
  /** Variables whose value it depends on. */
  readonly free: ReadonlySet<string>;
  /** Probabilities it has when written out. */
  readonly terms: number;
}

/** `P(of | given)`. */
export interface Probability extends Common {
  readonly kind: 'probability';
  readonly of: readonly string[];
  readonly given: readonly string[];
}

/** The product of at least two factors; of none it is 1. */
export interface Product extends Common {
  readonly kind: 'product';
  readonly factors: readonly Formula[];
}

export interface Quotient extends Common {
  readonly kind: 'quotient';
  readonly numerator: Formula;
  readonly denominator: Formula;
}

/** The sum over all values of some variables, which mean nothing outside it. */
export interface Sum extends Common {
  readonly kind: 'sum';
  readonly over: readonly string[];
  readonly of: Formula;
}

const factorsOf = (formula: Formula): readonly Formula[] =>
  formula.kind === 'product' ? formula.factors : [formula];

const sameMembers = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name) => b.includes(name));

/**
 * Makes formulas and simplifies them on the way. Equal parts are made once, so that a formula that is long when written out may
 * still be small.
 */
export class Formulas {
  private readonly made = new Map<string, Formula>();
  private readonly numbers = new Map<Formula, number>();
  readonly one: Formula = this.keep('one', {
    kind: 'product',
    factors: [],
    free: new Set<string>(),
    terms: 0,
  });

  probability(of: readonly string[], given: readonly string[]): Formula {
    if (of.length === 0) return this.one;
    return this.keep(`P ${JSON.stringify([of, given])}`, {
      kind: 'probability',
      of,
      given,
      free: new Set([...of, ...given]),
      terms: 1,
    });
  }

  product(formulas: readonly Formula[]): Formula {
    const factors = formulas.flatMap(factorsOf);
    if (factors.length === 1) return factors[0];
    if (factors.length === 0) return this.one;
    return this.keep(`* ${this.keyOf(factors)}`, { kind: 'product', factors, ...together(factors) });
  }

  /** Factors that stand above and below are left out. */
  quotient(numerator: Formula, denominator: Formula): Formula {
    const below = [...factorsOf(denominator)];
    const above = factorsOf(numerator).filter((factor) => {
      const i = below.indexOf(factor);
      if (i >= 0) below.splice(i, 1);
      return i < 0;
    });
    if (below.length === 0) return this.product(above);
    const parts = [this.product(above), this.product(below)] as const;
    return this.keep(`/ ${this.keyOf(parts)}`, {
      kind: 'quotient',
      numerator: parts[0],
      denominator: parts[1],
      ...together(parts),
    });
  }

  /**
   * A sum without what adds up to one, without variables that only connect two probabilities, and with every factor outside
   * that does not depend on it.
   */
  sum(over: readonly string[], formula: Formula): Formula {
    let factors = factorsOf(formula);
    let left = [...over];
    for (let changed = true; changed; ) {
      changed = false;
      for (const variable of left) {
        const less = this.summedOut(variable, factors);
        if (!less) continue;
        factors = less;
        left = left.filter((other) => other !== variable);
        changed = true;
      }
    }
    const depends = (factor: Formula): boolean => left.some((name) => factor.free.has(name));
    const outside = factors.filter((factor) => !depends(factor));
    const sums = apart(left, factors.filter(depends)).map(([names, group]) => this.oneSum(names, group));
    return this.product([...outside, ...sums]);
  }

  /** The factors with a variable summed out, where that leaves no sum. */
  private summedOut(variable: string, factors: readonly Formula[]): Formula[] | undefined {
    const with_ = factors.filter((factor) => factor.free.has(variable));
    const own = with_.find(
      (factor): factor is Probability => factor.kind === 'probability' && factor.of.includes(variable),
    );
    if (!own || with_.length > 2) return undefined;
    const rest = factors.filter((factor) => !with_.includes(factor));
    const others = own.of.filter((name) => name !== variable);
    if (with_.length === 1) return [...rest, this.probability(others, own.given)];
    // sum_v P(a | v, c) P(v | c) = P(a | c)
    const next = with_.find((factor) => factor !== own)!;
    if (next.kind !== 'probability' || others.length > 0 || next.of.includes(variable)) return undefined;
    const given = next.given.filter((name) => name !== variable);
    return sameMembers(given, own.given) ? [...rest, this.probability(next.of, given)] : undefined;
  }

  private oneSum(over: readonly string[], factors: readonly Formula[]): Formula {
    const of = this.product(factors);
    if (of.kind === 'sum' && !of.over.some((name) => over.includes(name))) {
      return this.oneSum([...over, ...of.over], factorsOf(of.of));
    }
    const free = new Set([...of.free].filter((name) => !over.includes(name)));
    return this.keep(`+ ${JSON.stringify(over)} ${this.keyOf([of])}`, {
      kind: 'sum',
      over,
      of,
      free,
      terms: of.terms,
    });
  }

  private keyOf(parts: readonly Formula[]): string {
    return parts.map((part) => this.numbers.get(part)).join(' ');
  }

  private keep(key: string, formula: Formula): Formula {
    const before = this.made.get(key);
    if (before) return before;
    this.made.set(key, formula);
    this.numbers.set(formula, this.numbers.size);
    return formula;
  }
}

function together(parts: readonly Formula[]): Common {
  return {
    free: new Set(parts.flatMap(({ free }) => [...free])),
    terms: parts.reduce((sum, { terms }) => sum + terms, 0),
  };
}

/** Groups of factors that share no summed variable, each with its own variables. */
function apart(over: readonly string[], factors: readonly Formula[]): [string[], Formula[]][] {
  const summed = new Set(over);
  const groupOf = new Map<string, Group>();
  const groups = new Set<Group>();
  for (const factor of factors) {
    const names = [...factor.free].filter((name) => summed.has(name));
    const group: Group = { names: new Set(names), factors: [] };
    for (const joined of new Set(names.flatMap((name) => groupOf.get(name) ?? []))) {
      for (const name of joined.names) group.names.add(name);
      group.factors.push(...joined.factors);
      groups.delete(joined);
    }
    group.factors.push(factor);
    for (const name of group.names) groupOf.set(name, group);
    groups.add(group);
  }
  return [...groups].map(({ names, factors }) => [over.filter((name) => names.has(name)), factors]);
}

interface Group {
  readonly names: Set<string>;
  readonly factors: Formula[];
}

/** Above so many probabilities a formula is not written out. */
const mostTerms = 500;

/**
 * A formula as plain text: `sum_{z} P(y | t, z) P(z)`. A variable that is summed over gets primes where its name already means a
 * value outside, as the treatment's does. Undefined where it would have more than 500 probabilities.
 */
export function showFormula(formula: Formula): string | undefined {
  if (formula.terms > mostTerms) return undefined;
  return show(formula, new Map([...formula.free].map((name) => [name, name])));
}

/** What each name is written as where a part stands. */
type Scope = ReadonlyMap<string, string>;

function show(formula: Formula, scope: Scope): string {
  const named = (names: readonly string[]): string => names.map((name) => scope.get(name) ?? name).join(', ');
  switch (formula.kind) {
    case 'probability': {
      const given = formula.given.length > 0 ? ` | ${named(formula.given)}` : '';
      return `P(${named(formula.of)}${given})`;
    }
    case 'product':
      return formula.factors.length === 0 ? '1' : showFactors(formula.factors, scope);
    case 'quotient':
      return `${bracketed(formula.numerator, scope)} / ${bracketed(formula.denominator, scope)}`;
    case 'sum': {
      const inner = new Map(scope);
      for (const name of formula.over) inner.set(name, fresh(name, scope));
      const over = formula.over.map((name) => inner.get(name)).join(', ');
      const of = show(formula.of, inner);
      return `sum_{${over}} ${formula.of.kind === 'quotient' ? `[${of}]` : of}`;
    }
  }
}

/** Factors side by side, probabilities first, since a sum reaches as far as its bracket. */
function showFactors(factors: readonly Formula[], scope: Scope): string {
  const plain = factors.filter(({ kind }) => kind === 'probability');
  const others = factors.filter(({ kind }) => kind !== 'probability');
  const last = others.length - 1;
  const shown = others.map((factor, i) =>
    i === last && factor.kind === 'sum' ? show(factor, scope) : `[${show(factor, scope)}]`,
  );
  return [...plain.map((factor) => show(factor, scope)), ...shown].join(' ');
}

const bracketed = (formula: Formula, scope: Scope): string =>
  formula.kind === 'probability' ? show(formula, scope) : `[${show(formula, scope)}]`;

function fresh(name: string, scope: Scope): string {
  const taken = new Set(scope.values());
  let free = name;
  while (taken.has(free)) free += "'";
  return free;
}
