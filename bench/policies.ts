/**
 * Policies beside what others do: `npm run bench -- policies [PART...]`. Every part writes its section of `docs/results/policies-speed.md`.
 */
import { trees } from './policies/parts/trees.js';
import type { Part } from './shared/part.js';
import { runParts } from './shared/run-parts.js';

const parts: Readonly<Record<string, Part>> = { 'policy-trees': trees };

runParts('policies', { file: 'policies-speed.md', title: 'Policies beside their peers' }, parts);
