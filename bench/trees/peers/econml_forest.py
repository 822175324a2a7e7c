"""The forest inside EconML's CausalForestDML, on residuals that are given: its nuisance models are not in the time."""
import numpy as np
from econml.grf import CausalForest
from measure import answer, features, job, measured, read, threads

count, rows = job["features"], job["rows"]
x = features(job["data"], count, rows)
known = read(job["data"], rows, ["y", "w", "yMean", "wMean"])
forest = CausalForest(n_estimators=job["trees"], n_jobs=threads, random_state=1)
result = {}
with measured(result):
    forest.fit(x, known["w"] - known["wMean"], known["y"] - known["yMean"])
    forest.predict_and_var(x)
effect, variance = forest.predict_and_var(features(job["heldOut"], count))
error = np.ravel(effect) - read(job["heldOut"], columns=["effect"])["effect"]
result["pehe"] = np.sqrt(np.mean(error**2))
result["covered"] = np.mean(np.abs(error) <= 1.959964 * np.sqrt(np.ravel(variance)))
answer("econml", result)
