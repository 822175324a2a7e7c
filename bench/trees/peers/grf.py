"""grf's C++ core through its Python binding: an honest causal forest on residuals, and effects with their variances.
The binding knows no out-of-bag prediction: it predicts the training rows with all trees instead."""
import numpy as np
from measure import answer, features, job, measured, read, threads
from skgrf.ensemble import GRFForestCausalRegressor

count, rows = job["features"], job["rows"]
x = features(job["data"], count, rows)
known = read(job["data"], rows, ["y", "w", "yMean", "wMean"])
forest = GRFForestCausalRegressor(n_estimators=job["trees"], n_jobs=threads, seed=1)
result = {}
with measured(result):
    forest.fit(x, known["y"], known["w"], y_hat=known["yMean"], w_hat=known["wMean"])
    forest._predict(x, estimate_variance=True)
new = forest._predict(features(job["heldOut"], count), estimate_variance=True)
effect = np.ravel(new["predictions"])
error = effect - read(job["heldOut"], columns=["effect"])["effect"]
result["pehe"] = np.sqrt(np.mean(error**2))
result["covered"] = np.mean(np.abs(error) <= 1.959964 * np.sqrt(np.ravel(new["variance_estimates"])))
answer("skgrf", result)
