// A helper thread that knows the jobs of the tests too.
import './jobs.js';
import '../../../../kernel/src/trees/engine/worker.js';
