/**
 * The built-in encoder beside tfjs and Python's onnxruntime, a million rows of few texts, what people find alike, and learning from texts: `npm run bench -- encoder [PART...]`. Every
 * part writes its section of `docs/results/encoder.md` when it is through.
 */
import { lsa } from './encoder/parts/lsa.js';
import { million } from './encoder/parts/million.js';
import { sentences } from './encoder/parts/sentences.js';
import { similarityPart as similarity } from './encoder/parts/similarity.js';
import type { Part } from './shared/part.js';
import { runParts } from './shared/run-parts.js';

const parts: Readonly<Record<string, Part>> = { sentences, million, similarity, lsa };

runParts('encoder', { file: 'encoder.md', title: 'Texts into vectors' }, parts);
