"""Writes peers.json, what LightGBM 4.7, XGBoost 3.2 and scikit-learn 1.9 say about small data: `python3 peers.py`.

Gradient G and Hessian H of a row are read off from trees of one split, by a feature that is 1 in this row alone: its leaf is
-G / (H + l2), and two values of l2 tell both. Where the peer sees no gain in that split, the row is left out (null). The
margins at which they hold are handed over as initial scores.
"""
import json
import pathlib

import lightgbm as lgb
import numpy as np
import xgboost as xgb
from sklearn.metrics import log_loss, mean_pinball_loss, mean_poisson_deviance, ndcg_score

rng = np.random.default_rng(7)
n = 12


def solve(leaf):
    """Negative gradients and Hessians of all rows from leaf(row, l2), which is None where there is no split."""
    l2s = (0.01, 1.0)
    found = {"gradient": [], "hessian": []}
    for row in range(n):
        first, second = (leaf(row, l2) for l2 in l2s)
        known = first is not None and second is not None
        hessian = (l2s[1] * second - l2s[0] * first) / (first - second) if known else None
        found["hessian"].append(hessian)
        found["gradient"].append(first * (hessian + l2s[0]) if known else None)
    return found


def lightgbm(objective, y, margin, group=None, **options):
    def leaf(at):
        def of(row, l2):
            x = np.zeros((n, 1))
            x[row] = 1
            data = lgb.Dataset(x, y, group=group, init_score=margin,
                               params={"min_data_in_bin": 1, "feature_pre_filter": False})
            settings = dict(objective=objective, lambda_l2=l2, learning_rate=1, num_leaves=2, min_data_in_leaf=1,
                            min_sum_hessian_in_leaf=0, boost_from_average=False, verbose=-1, num_threads=1, **options)
            trees = lgb.train(settings, data, 1)
            if trees.dump_model()["tree_info"][at]["num_leaves"] == 1:
                return None
            return float(trees.predict(x[row:row + 1], raw_score=True).reshape(-1)[at])
        return of

    found = [solve(leaf(at)) for at in range(options.get("num_class", 1))]
    return {key: sum((one[key] for one in found), []) for key in ("gradient", "hessian")}


def xgboost(objective, y, margin, group=None, **options):
    def leaf(row, l2):
        x = np.zeros((n, 1))
        x[row] = 1
        data = xgb.DMatrix(x, y, base_margin=margin)
        if group is not None:
            data.set_group(group)
        settings = dict(objective=objective, reg_lambda=l2, eta=1, max_depth=1, min_child_weight=0, tree_method="exact",
                        nthread=1, **options)
        trees = xgb.train(settings, data, 1)
        if len(trees.trees_to_dataframe()) == 1:
            return None
        return float(trees.predict(data, output_margin=True)[row] - margin[row])

    return solve(leaf)


margin = rng.normal(size=n).round(3)
logits = rng.normal(size=(n, 3)).round(3)
number = (3 * rng.normal(size=n)).round(2)
counts = rng.poisson(2, n)
classes = rng.integers(0, 3, n)
relevance = rng.integers(0, 4, n)
sizes = [5, 4, 3]
# XGBoost 3.2 leaves events of the same time that come later in the file out of a row's gradient: hence no ties.
time = rng.permutation(n) + 1
events = rng.integers(0, 2, n)
events[:2] = 1
weights = rng.integers(1, 4, n)

peers = {
    "data": {
        "margin": margin.tolist(), "logits": logits.T.reshape(-1).tolist(), "number": number.tolist(),
        "counts": counts.tolist(), "classes": classes.tolist(), "relevance": relevance.tolist(),
        "queries": np.concatenate([[0], np.cumsum(sizes)[:-1]]).tolist(), "time": time.tolist(), "events": events.tolist(),
        "weights": weights.tolist(),
    },
    "lightgbm": {
        "huber": lightgbm("huber", number, margin, alpha=0.7),
        "poisson": lightgbm("poisson", counts, margin),
        "softmax": lightgbm("multiclass", classes, logits.T.reshape(-1), num_class=3),
        "lambdamart": lightgbm("lambdarank", relevance, margin, sizes, lambdarank_norm=False, sigmoid=1,
                               lambdarank_truncation_level=30),
        "lambdamartOfTwo": lightgbm("lambdarank", relevance, margin, sizes, lambdarank_norm=False, sigmoid=1,
                                lambdarank_truncation_level=2),
    },
    "xgboost": {
        "cox": xgboost("survival:cox", np.where(events == 1, time, -time), margin),
        "pairwise": xgboost("rank:pairwise", relevance, margin, sizes, lambdarank_pair_method="topk",
                            lambdarank_num_pair_per_sample=100, lambdarank_normalization=False,
                            lambdarank_score_normalization=False),
        "lambdamart": xgboost("rank:ndcg", relevance, margin, sizes, lambdarank_pair_method="topk",
                              lambdarank_num_pair_per_sample=100, lambdarank_normalization=False,
                              lambdarank_score_normalization=False),
    },
    "sklearn": {
        "ndcg": [float(ndcg_score([2.0 ** relevance - 1], [margin], k=k)) for k in (1, 3, 12)],
        "pinball": mean_pinball_loss(number, margin, alpha=0.3, sample_weight=weights),
        "poissonDeviance": mean_poisson_deviance(counts, np.exp(margin), sample_weight=weights),
        "logLoss": log_loss(classes, np.exp(logits) / np.exp(logits).sum(1, keepdims=True), sample_weight=weights),
    },
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(peers, indent=1) + "\n")
