/** Entry of the terminal program `causal`. Bundled to `dist/causal.mjs`. */
import { processIo } from './io.js';
import { runProgram } from './program.js';

// A reader that has seen enough, as `head`, closes the pipe: no fault of anyone.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runProgram(process.argv.slice(2), processIo());
