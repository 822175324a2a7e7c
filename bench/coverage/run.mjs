/** `npm run coverage -- ESTIMATOR`: bundles and runs `main.ts` in this very process, so that one signal ends all of it. */
import { pathToFileURL } from 'node:url';
import { bundle } from '../bundle.mjs';

await import(pathToFileURL(await bundle('bench/coverage/main.ts')).href);
