"""Exact path-dependent TreeSHAP by LightGBM, XGBoost, shap or fasttreeshap. The last two are given the nodes of the trees."""
import importlib

import numpy as np
from measure import answer, features, job, measured, read

x = features(job["data"], job["features"], job["rows"])


def lightgbm():
    import lightgbm as lgb

    model = lgb.Booster(model_file=job["model"])
    return lambda: model.predict(x, pred_contrib=True, num_threads=1)[:, :-1]


def xgboost():
    import xgboost as xgb

    model = xgb.Booster({"nthread": 1}, model_file=job["model"])
    return lambda: model.predict(xgb.DMatrix(x, nthread=1), pred_contribs=True)[:, :-1]


def explainer(name, **options):
    library = importlib.import_module(name)
    trees = [tree_of(nodes) for nodes in nodes_by_tree(read(job["nodes"]))]

    def explain():
        explainer = library.TreeExplainer({"trees": trees}, feature_perturbation="tree_path_dependent", **options)
        return np.reshape(explainer.shap_values(x, check_additivity=False), x.shape)

    return explain


def nodes_by_tree(table):
    starts = np.flatnonzero(np.diff(table["tree"], prepend=-1))
    for from_, to in zip(starts, [*starts[1:], len(table["tree"])]):
        yield {name: values[from_:to] for name, values in table.items()}


def tree_of(nodes):
    whole = {name: nodes[name].astype(np.int32) for name in ("left", "right", "missing", "feature")}
    return {
        "children_left": whole["left"],
        "children_right": whole["right"],
        "children_default": whole["missing"],
        "features": whole["feature"],
        "thresholds": nodes["threshold"],
        "values": nodes["value"].reshape(-1, 1),
        "node_sample_weight": nodes["cover"],
    }


peers = {
    "LightGBM": ("lightgbm", lightgbm),
    "XGBoost": ("xgboost", xgboost),
    "shap": ("shap", lambda: explainer("shap")),
    "fasttreeshap": ("fasttreeshap", lambda: explainer("fasttreeshap", algorithm="v2", n_jobs=1)),
}
package, peer = peers[job["peer"]]
explain = peer()
result = {}
with measured(result):
    values = explain()
np.ascontiguousarray(values, dtype=np.float64).tofile(job["values"])
answer(package, result)
