/**
 * How long everything about one effect takes in random graphs of 200 variables: adjustment sets, front door, instruments,
 * mediation, the formula and the roles; and the list of a graph's implications. Writes `docs/results/identification.md`.
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { identify } from '../server/src/identification/identify.js';
import { testableImplications } from '../server/src/identification/implications.js';
import { maskOfNames, numbered } from '../server/src/identification/numbered.js';
import { randomQuestion } from '../test/server/identification/random-graph.js';

const graphs = 500;
const warmUp = 50;
const size = 200;
const degrees = [2, 4, 8, 16];
const shares = [0, 0.1, 0.3];
const bound = 50;

/** Milliseconds of processor since then, which other programs of the machine disturb less than they do the clock. */
function processorTime(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

const whole: number[] = [];
const lists: number[] = [];
const byDegree = new Map<number, number[]>(degrees.map((degree) => [degree, []]));
const found = new Map<string, number>();

for (let seed = -warmUp; seed < graphs; seed++) {
  const number = seed + warmUp;
  const degree = degrees[number % degrees.length];
  const { dag, treatment, outcome, observed } = randomQuestion(number, size, degree, shares[number % 3]);
  const begin = process.cpuUsage();
  const answer = identify(dag, [treatment], outcome, observed);
  const took = processorTime(begin);
  const graph = numbered(dag);
  const beginList = process.cpuUsage();
  testableImplications(graph, maskOfNames(graph, observed), 200);
  const tookList = processorTime(beginList);
  if (seed < 0) continue;
  whole.push(took);
  byDegree.get(degree)!.push(took);
  lists.push(tookList);
  const names = answer.kind === 'effect' ? answer.strategies.map(({ strategy }) => strategy) : [];
  for (const name of names.length > 0 ? names : ['none']) found.set(name, (found.get(name) ?? 0) + 1);
}

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];
}

const row = (name: string, values: readonly number[]): string =>
  `| ${name} | ${[0.5, 0.95, 1].map((share) => quantile(values, share).toFixed(1)).join(' | ')} | ${values.length} |`;
const kinds = [...found].map(([name, count]) => `${name} ${count}`).join(', ');
const report = `# Identification

Random graphs of ${size} variables, of which none, 10 % or 30 % are not observed, and an effect in each. Everything about the effect:
parents, minimal and efficient adjustment sets, front-door sets, instruments, natural effects, the formula and the role of
every variable. Processor time in ms.

| | median | p95 | worst | n |
|---|---|---|---|---|
${row('everything about one effect', whole)}
${degrees.map((degree) => row(`with ${degree} neighbours per variable`, byDegree.get(degree)!)).join('\n')}
${row('200 testable implications', lists)}

Ways found, in how many of the graphs: ${kinds}.

Bound: p95 under ${bound} ms for everything about one effect.

- Command: \`npm run bench -- identification\`
- Date: ${new Date().toISOString().slice(0, 10)}
- Machine: ${cpus()[0].model}, ${cpus().length} cores, load ${loadavg()[0].toFixed(2)} when done
- Versions: Node ${process.version}
`;
writeFileSync('docs/results/identification.md', report);
console.log(report);
process.exit(quantile(whole, 0.95) < bound ? 0 : 1);
