import type { Result } from '../../../kernel/src/result.js';
import { fenced } from '../exchange/notebook-markdown.js';
import { markdown } from '../renderer/fallback.js';

/** How to make a report again, and what has to be the same for the same numbers. @param command that wrote it */
export function reproduceSection(results: readonly Result[], command: string): string[] {
  const head = ['| result | data | declaration | seed |', '| --- | --- | --- | --- |'];
  const rows = results.map(({ name, provenance: { dataHash, stepHash, seed } }) => {
    const hashes = [dataHash, stepHash].map((hash) => (hash === '' ? 'none' : `\`${hash.slice(0, 12)}\``));
    return `| ${markdown(name)} | ${hashes.join(' | ')} | ${seed} |`;
  });
  const versions = new Map(results.flatMap(({ provenance }) => Object.entries(provenance.versions)));
  const specs = [...new Set(results.map(({ provenance }) => provenance.specHash.slice(0, 12)))];
  return [
    '# How to make this again',
    fenced(command, 'sh'),
    'The same data, declarations and seeds give the same numbers. Hashes are sha256, their first twelve digits.',
    [...head, ...rows].join('\n'),
    markdown(
      `Spec ${specs.join(', ')}. ${[...versions].map(([name, version]) => `${name} ${version}`).join(', ')}.`,
    ),
  ];
}
