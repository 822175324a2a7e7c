/**
 * Entry of a helper thread, bundled to `dist/tree-worker.mjs`: every file that declares a job, and then the thread that waits for work.
 */
import '../trees/model/predict.js';
import '../trees/attribution/shap-of-blocks.js';
import '../trees/forests/grow-job.js';
import '../trees/forests/bag-jobs.js';
import '../trees/forests/family/relabel-quantiles.js';
import '../trees/forests/family/relabel-survival.js';
import '../trees/boosting/boost-job.js';
import '../trees/attribution/shap-interactions.js';
import '../trees/attribution/interventional-shap.js';
import '../trees/matrix/bin-numbers.js';
import '../trees/products/products.js';
import '../trees/products/log-odds.js';
import '../trees/neighbours/nearest.js';
import '../trees/factors/solve-job.js';
import '../text/ridge-job.js';
import '../trees/engine/worker.js';
