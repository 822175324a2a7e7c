/**
 * `npm run bench [-- NAME...]`: runs every `bench/*.ts` (or those named), one after another, each in a process of its own.
 * Words after a name that name no bench are passed on to it: `npm run bench -- trees boosting`. A bench writes its table to `docs/results/`. Timings mean little on a busy machine: its load is printed first.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';

const folder = dirname(fileURLToPath(import.meta.url));
const root = dirname(folder);

const names = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => basename(name, '.ts'));
/** What to run, each with its own arguments. */
const asked = [];
for (const word of process.argv.slice(2)) {
  if (names.includes(word)) asked.push({ name: word, rest: [] });
  else if (asked.length > 0) asked[asked.length - 1].rest.push(word);
  else {
    console.error(`No bench named ${word}; there are: ${names.join(', ')}.`);
    process.exit(2);
  }
}

let failed = false;
for (const { name, rest } of asked.length > 0 ? asked : names.map((name) => ({ name, rest: [] }))) {
  const outfile = await bundle(`bench/${name}.ts`);
  console.log(`\n== ${name} (load ${loadavg()[0].toFixed(2)})`);
  failed =
    spawnSync(process.execPath, ['--expose-gc', outfile, ...rest], { cwd: root, stdio: 'inherit' }).status !==
      0 || failed;
}
process.exitCode = failed ? 1 : 0;
