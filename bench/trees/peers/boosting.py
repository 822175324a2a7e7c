"""Boosting by LightGBM, XGBoost, scikit-learn or perpetual: from a matrix in memory to a model, binning in the time."""
import numpy as np
from measure import answer, features, job, measured, read, threads

outcome = "event" if job["logistic"] else "y"
x = features(job["data"], job["features"], job["rows"])
y = read(job["data"], job["rows"], [outcome])[outcome]
rounds = job["rounds"]


def lightgbm():
    import lightgbm as lgb

    settings = {
        "objective": "binary" if job["logistic"] else "regression",
        "num_leaves": 31,
        "learning_rate": 0.1,
        "lambda_l2": 1,
        "min_data_in_leaf": 20,
        "max_bin": 255,
        "num_threads": threads,
        "verbose": -1,
    }

    def fit():
        return lgb.train(settings, lgb.Dataset(x, y, params={"max_bin": 255, "verbose": -1}), rounds)

    return fit, lambda model, rows: model.predict(rows)


def xgboost():
    import xgboost as xgb

    settings = {
        "objective": "binary:logistic" if job["logistic"] else "reg:squarederror",
        "tree_method": "hist",
        "grow_policy": "lossguide",
        "max_leaves": 31,
        "max_depth": 0,
        "eta": 0.1,
        "lambda": 1,
        # Sums of Hessians: 1 a row for squared error, at most .25 for log loss.
        "min_child_weight": 1 if job["logistic"] else 20,
        "max_bin": 255,
        "nthread": threads,
    }

    def fit():
        return xgb.train(settings, xgb.QuantileDMatrix(x, y, max_bin=255, nthread=threads), rounds)

    return fit, lambda model, rows: model.inplace_predict(rows)


def scikit_learn():
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
    from threadpoolctl import threadpool_limits

    kind = HistGradientBoostingClassifier if job["logistic"] else HistGradientBoostingRegressor
    model = kind(max_iter=rounds, max_leaf_nodes=31, learning_rate=0.1, l2_regularization=1, early_stopping=False)

    def fit():
        with threadpool_limits(threads):
            return model.fit(x, y)

    return fit, lambda model, rows: model.predict_proba(rows)[:, 1] if job["logistic"] else model.predict(rows)


def perpetual():
    from perpetual import PerpetualBooster

    model = PerpetualBooster(objective="LogLoss" if job["logistic"] else "SquaredLoss", budget=0.5, num_threads=threads)

    def predict(model, rows):
        return model.predict_proba(rows)[:, 1] if job["logistic"] else model.predict(rows)

    return lambda: model.fit(x, y), predict


peers = {
    "LightGBM": ("lightgbm", lightgbm),
    "XGBoost": ("xgboost", xgboost),
    "scikit-learn": ("scikit-learn", scikit_learn),
    "perpetual": ("perpetual", perpetual),
}
package, peer = peers[job["peer"]]
fit, predict = peer()
result = {}
with measured(result):
    fitted = fit()
truth = read(job["heldOut"], columns=[outcome])[outcome]
said = predict(fitted, features(job["heldOut"], job["features"]))
if job["logistic"]:
    likely = np.clip(np.where(truth > 0, said, 1 - said), 1e-15, 1)
    result["loss"] = float(-np.mean(np.log(likely)))
else:
    result["loss"] = float(np.mean((truth - said) ** 2))
answer(package, result)
