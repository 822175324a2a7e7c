/**
 * Files scored by `causal score`, beside their copying and a peer: `npm run bench -- score [PART...]`. Every part writes its section of
 * `docs/results/score.md`.
 */
import { killing } from './score/parts/killed.js';
import { scoring } from './score/parts/scoring.js';
import type { Part } from './shared/part.js';
import { runParts } from './shared/run-parts.js';

const parts: Readonly<Record<string, Part>> = { scoring, killed: killing };

runParts('score', { file: 'score.md', title: 'Scoring files' }, parts);
