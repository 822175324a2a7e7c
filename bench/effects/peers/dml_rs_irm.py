"""dml-rs's interactive regression model: AIPW in Rust with LightGBM for both nuisances."""
import dml_rs
from lightgbm import LGBMClassifier, LGBMRegressor
from measure import answer, features, job, measured, read, threads

count, rows = job["features"], job["rows"]
x = features(job["data"], count, rows)
columns = read(job["data"], rows, ["y", "w"])
given = {"num_leaves": job["leaves"], "n_estimators": job["trees"], "n_jobs": threads, "verbose": -1}
result = {}
with measured(result):
    model = dml_rs.IRM(ml_g=LGBMRegressor(**given), ml_m=LGBMClassifier(**given), n_folds=5, random_state=1)
    model.fit(x, columns["y"], columns["w"])
result["estimate"], result["stdError"] = float(model.coef_[0]), float(model.se_[0])
answer("dml-rs", result)
