import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Bundles a program of this folder, named from the root of the project, and gives the path of what can be run. */
export async function bundle(file) {
  const name = basename(file, '.ts') === 'main' ? basename(dirname(file)) : basename(file, '.ts');
  // Beside node_modules, so that packages which are not bundled are found.
  const outfile = join(root, 'dist/bench', `${name}.mjs`);
  await esbuild.build({
    entryPoints: [join(root, file)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  return outfile;
}
