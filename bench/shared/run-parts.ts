import { answer } from './ours.js';
import { type Page, writeSection } from './page.js';
import type { Part } from './part.js';

/**
 * Runs the parts of a bench that its arguments name, all without any; each writes its section when it is through, so that a run
 * that was stopped goes on by naming the parts that are left. Called with `measure NAME JOB`, as the bench itself does to measure our side in
 * a process of its own, it does that piece of work.
 */
export function runParts(bench: string, page: Page, parts: Readonly<Record<string, Part>>): void {
  const [first, ...others] = process.argv.slice(2);
  if (first === 'measure') {
    const [name, job] = others;
    const measure = Object.values(parts).flatMap(({ measures }) => measures[name] ?? [])[0];
    void answer(measure, JSON.parse(job));
    return;
  }
  const asked = first === undefined ? Object.keys(parts) : [first, ...others];
  const unknown = asked.filter((name) => !parts[name]);
  if (unknown.length > 0) {
    console.error(`No part named ${unknown.join(', ')}; there are: ${Object.keys(parts).join(', ')}.`);
    process.exit(2);
  }
  for (const name of asked) {
    console.log(`\n-- ${name}`);
    const { title, note, columns, run } = parts[name];
    writeSection(page, { title, note, columns, ...run(), command: `npm run bench -- ${bench} ${name}` });
  }
}
