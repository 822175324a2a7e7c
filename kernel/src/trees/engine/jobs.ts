// Every file that declares a job, so that helper threads know them all.
import '../model/predict.js';
import '../attribution/shap-of-blocks.js';
import '../forests/grow-job.js';
import '../forests/bag-jobs.js';
import '../forests/family/relabel-quantiles.js';
import '../forests/family/relabel-survival.js';
import '../boosting/boost-job.js';
import '../attribution/shap-interactions.js';
import '../attribution/interventional-shap.js';
import '../matrix/bin-numbers.js';
import '../products/products.js';
import '../products/log-odds.js';
import '../neighbours/nearest.js';
