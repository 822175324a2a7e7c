"""DoubleML's interactive regression model: AIPW with LightGBM for both nuisances."""
import doubleml
import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier, LGBMRegressor
from measure import answer, features, job, measured, read, threads

count, rows = job["features"], job["rows"]
names = [f"x{j}" for j in range(count)]
table = pd.DataFrame(features(job["data"], count, rows), columns=names)
columns = read(job["data"], rows, ["y", "w", "wMean", "yMean", "effect"])
table["y"], table["w"] = columns["y"], columns["w"]
given = {"num_leaves": job["leaves"], "n_estimators": job["trees"], "n_jobs": threads, "verbose": -1}
result = {}
np.random.seed(1)
with measured(result):
    data = doubleml.DoubleMLData(table, y_col="y", d_cols="w", x_cols=names)
    model = doubleml.DoubleMLIRM(data, ml_g=LGBMRegressor(**given), ml_m=LGBMClassifier(**given), n_folds=5)
    model.fit()
result["estimate"], result["stdError"] = float(model.coef[0]), float(model.se[0])
untreated = columns["yMean"] - columns["wMean"] * columns["effect"]
fitted = {name: np.ravel(values) for name, values in model.predictions.items()}
result["propensityError"] = float(np.sqrt(np.mean((fitted["ml_m"] - columns["wMean"]) ** 2)))
result["outcomeError"] = float(np.sqrt(np.mean((fitted["ml_g0"] - untreated) ** 2)))
answer("doubleml", result)
