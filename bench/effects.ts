/**
 * Effects beside their peers: `npm run bench -- effects [PART...]`. The peers are installed into `.cache/peers` first. Every part
 * writes its section of `docs/results/effects-speed.md`. To add one: its file in `effects/parts`, its peers' scripts in `effects/peers`, and
 * a line here.
 */
import { aipw } from './effects/parts/aipw.js';
import { growth } from './effects/parts/growth.js';
import { matching } from './effects/parts/matching.js';
import type { Part } from './shared/part.js';
import { runParts } from './shared/run-parts.js';

const parts: Readonly<Record<string, Part>> = {
  matching,
  aipw,
  growth,
};

runParts('effects', { file: 'effects-speed.md', title: 'Effects beside their peers' }, parts);
