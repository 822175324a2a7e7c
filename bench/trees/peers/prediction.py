"""Predictions of LightGBM or XGBoost: a table at once, and one row after another."""
import numpy as np
from measure import answer, features, job, measured, threads

x = features(job["data"], job["features"], job["rows"])
if job["peer"] == "LightGBM":
    import lightgbm as lgb

    model = lgb.Booster(model_file=job["model"])

    def predict(rows):
        return model.predict(rows, num_threads=threads)
else:
    import xgboost as xgb

    model = xgb.Booster({"nthread": threads}, model_file=job["model"])
    predict = model.inplace_predict

result = {}
if job["single"]:
    calls = 2000
    single = [x[i : i + 1] for i in range(calls)]
    predict(single[0])
    with measured(result):
        for row in single:
            predict(row)
    result["seconds"] /= calls
else:
    with measured(result):
        values = predict(x)
    np.asarray(values, dtype=np.float64).tofile(job["values"])
answer(job["peer"].lower(), result)
