"""EconML's doubly robust learner with a constant effect, LightGBM for both nuisances."""
import numpy as np
from econml.dr import LinearDRLearner
from lightgbm import LGBMClassifier, LGBMRegressor
from measure import answer, features, job, measured, read, threads

count, rows = job["features"], job["rows"]
w = features(job["data"], count, rows)
columns = read(job["data"], rows, ["y", "w"])
given = {"num_leaves": job["leaves"], "n_estimators": job["trees"], "n_jobs": threads, "verbose": -1}
result = {}
with measured(result):
    model = LinearDRLearner(
        model_propensity=LGBMClassifier(**given), model_regression=LGBMRegressor(**given), cv=5, random_state=1
    )
    model.fit(columns["y"], columns["w"].astype(int), X=None, W=w)
    found = model.intercept__inference(T=1)
result["estimate"], result["stdError"] = float(np.ravel(found.point_estimate)[0]), float(np.ravel(found.stderr)[0])
answer("econml", result)
