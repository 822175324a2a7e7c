// Every file that declares a job, so that helper threads know them all.
import '../model/predict.js';
import '../attribution/shap-job.js';
