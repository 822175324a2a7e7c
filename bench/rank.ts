/**
 * Rankings beside what others do: `npm run bench -- rank [PART...]`. Every part writes its section of `docs/results/rank.md`.
 */
import { factors } from './rank/parts/factors.js';
import type { Part } from './shared/part.js';
import { runParts } from './shared/run-parts.js';

const parts: Readonly<Record<string, Part>> = { factors };

runParts('rank', { file: 'rank.md', title: 'Rankings beside their peers' }, parts);
