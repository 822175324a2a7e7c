/**
 * `npm start`: the whole way once, offline. Generates the sample shop, checks the spec, trains, explains, scores and writes
 * the report, then holds the estimate against the truth that the generator knows.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const spec = 'samples/coupon.causal';
const report = 'samples/data/report.html';
const effectName = 'coupon_lift';

function program(name, args, capture = false) {
  const done = spawnSync(process.execPath, [join(root, 'dist', name), ...args], {
    cwd: root,
    stdio: ['ignore', capture ? 'pipe' : 'inherit', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (done.status !== 0) process.exit(done.status ?? 1);
  return done.stdout;
}

function step(title) {
  console.log(`\n== ${title}`);
}

const percent = (x) => `${(100 * x).toFixed(2)} points`;
const shown = ({ estimate, interval: [low, high] }) =>
  `${percent(estimate)}  [${percent(low)}, ${percent(high)}]`;

if (!existsSync(join(root, 'samples/data/truth.json'))) {
  step('A shop is generated, whose true effects are known');
  program('generate.mjs', ['--rows', '20000', '--seed', '7', '--out', 'samples/data']);
}
step(`causal check ${spec}`);
program('causal.mjs', ['check', spec]);
step(`causal run ${spec} --report ${report}`);
program('causal.mjs', ['run', spec, '--report', report]);

step(`causal train ${spec} ${effectName} --format json: nothing is computed twice`);
const trained = JSON.parse(program('causal.mjs', ['train', spec, effectName, '--format', 'json'], true));
const effect = trained.effects.find(({ name }) => name === effectName);
const truth = JSON.parse(readFileSync(join(root, 'samples/data/truth.json'), 'utf8'));
const covered = effect.interval[0] <= truth.ate && truth.ate <= effect.interval[1];
console.log(`
  truth                  ${percent(truth.ate)}
  estimate               ${shown(effect)}  ${covered ? 'covers the truth' : 'misses the truth'}
  without adjustment     ${shown(effect.unadjusted)}

The report is ${relative(process.cwd(), join(root, report))}.`);
