"""Models that others explain and predict with: LightGBM as text, XGBoost as JSON."""
import lightgbm as lgb
import xgboost as xgb
from measure import answer, features, job, measured, read

x = features(job["data"], job["features"], job["rows"])
y = read(job["data"], job["rows"], ["y"])["y"]
result = {}
with measured(result):
    settings = {"objective": "regression", "max_depth": job["depth"], "num_leaves": 2 ** job["depth"], "verbose": -1}
    lgb.train(settings, lgb.Dataset(x, y), job["trees"]).save_model(job["lightgbm"])
    settings = {"objective": "reg:squarederror", "tree_method": "hist", "max_depth": job["depth"], "eta": 0.1}
    xgb.train(settings, xgb.QuantileDMatrix(x, y), job["trees"]).save_model(job["xgboost"])
answer("lightgbm", result)
