"""Writes planted.json: held-out losses of LightGBM 4.7 and XGBoost 3.2 on the data of planted.ts, with the settings of
learning.ts, as means over the seeds named there: `python3 planted.py`. The draws are those of planted.ts, number by number; the means of the outcomes are
written too, so that the test can tell."""
import json
import math
import pathlib

import lightgbm as lgb
import numpy as np
import xgboost as xgb
from sklearn.metrics import log_loss, mean_pinball_loss, ndcg_score

COLUMNS, QUERY = 5, 20
ROWS, LEAVES, RATE, LEAST, L2 = 3000, 15, 0.1, 20, 1
RANKINGS = ("pairwise", "lambdamart")


def mulberry(seed):
    mask = 0xFFFFFFFF
    state = seed
    while True:
        state = (state + 0x6D2B79F5) & mask
        t = ((state ^ (state >> 15)) * (state | 1)) & mask
        t = ((t + (((t ^ (t >> 7)) * (t | 61)) & mask)) & mask) ^ t
        yield (t ^ (t >> 14)) / 2**32


def event(u, signal):
    return -math.log(1 - u) * math.exp(-signal)


def count(u, rate):
    k, share = 0, math.exp(-rate)
    below = share
    while u > below and k < 100:
        k += 1
        share *= rate / k
        below += share
    return k


def category(u, logits):
    powers = [math.exp(logit) for logit in logits]
    below = 0
    for k, power in enumerate(powers):
        below += power / sum(powers)
        if u < below:
            return k
    return len(powers) - 1


def relevance(signal, z):
    return max(0, min(4, math.floor(1.5 * signal + z)))


OUTCOMES = {
    "squared": lambda x, s, u, v, z: s + 0.5 * z,
    "huber": lambda x, s, u, v, z: s + (600 * u * z if u < 0.05 else 0.5 * z),
    "quantile": lambda x, s, u, v, z: s + (0.2 + x[4]) * z,
    "poisson": lambda x, s, u, v, z: count(u, math.exp(s / 2)),
    "logistic": lambda x, s, u, v, z: 1 if u < 1 / (1 + math.exp(-2 * s)) else 0,
    "softmax": lambda x, s, u, v, z: category(u, [3 * s, 6 * x[1], 9 * x[4] * x[0], 0]),
    "pairwise": lambda x, s, u, v, z: relevance(s, z),
    "lambdamart": lambda x, s, u, v, z: relevance(s, z),
    "cox": lambda x, s, u, v, z: (1 + math.floor(100 * min(event(u, s), -math.log(1 - v)))) / 100,
}


def planted(objective, n, seed):
    draw = mulberry(seed)
    xs, ys, events = [], [], []
    for _ in range(n):
        x = [math.floor(100 * next(draw)) / 100 for _ in range(COLUMNS)]
        u, v, w = next(draw), next(draw), next(draw)
        z = math.sqrt(-2 * math.log(1 - v)) * math.cos(2 * math.pi * w)
        signal = math.sin(6 * x[0]) + 4 * (x[1] - 0.5) * (x[2] - 0.5) + (1 if x[3] > 0.5 else 0)
        xs.append(x)
        ys.append(OUTCOMES[objective](x, signal, u, v, z))
        events.append(1 if event(u, signal) <= -math.log(1 - v) else 0)
    return np.array(xs), np.array(ys, dtype=float), np.array(events)


def cox(time, events, margin):
    """Negative log partial likelihood with Breslow's ties, per row."""
    order = np.argsort(-time, kind="stable")
    at_risk = np.cumsum(np.exp(margin[order]))
    last = np.searchsorted(-time[order], -time[order], side="right") - 1
    return float(np.sum(events[order] * (np.log(at_risk[last]) - margin[order])) / len(time))


def ndcg(relevance, margin):
    lists = range(0, len(relevance), QUERY)
    scores = [ndcg_score([2.0 ** relevance[i:i + QUERY] - 1], [margin[i:i + QUERY]], k=10)
              if relevance[i:i + QUERY].any() else 1 for i in lists]
    return float(np.mean(scores))


def loss(objective, y, events, margin):
    residual = np.abs(y - margin) if objective in ("squared", "huber") else None
    return {
        "squared": lambda: float(np.mean(residual**2 / 2)),
        "huber": lambda: float(np.mean(np.where(residual <= 1, residual**2 / 2, residual - 0.5))),
        "quantile": lambda: mean_pinball_loss(y, margin, alpha=0.9),
        "poisson": lambda: float(np.mean(np.exp(margin) - y * margin)),
        "logistic": lambda: log_loss(y, 1 / (1 + np.exp(-margin))),
        "softmax": lambda: log_loss(y, np.exp(margin) / np.exp(margin).sum(1, keepdims=True)),
        "pairwise": lambda: 1 - ndcg(y, margin),
        "lambdamart": lambda: 1 - ndcg(y, margin),
        "cox": lambda: cox(y, events, margin),
    }[objective]()


LIGHTGBM = {
    "squared": {"objective": "regression"},
    "huber": {"objective": "huber", "alpha": 1},
    "quantile": {"objective": "quantile", "alpha": 0.9},
    "poisson": {"objective": "poisson"},
    "logistic": {"objective": "binary"},
    "softmax": {"objective": "multiclass", "num_class": 4},
    "lambdamart": {"objective": "lambdarank", "lambdarank_truncation_level": 10},
}
XGBOOST = {
    "squared": {"objective": "reg:squarederror"},
    "huber": {"objective": "reg:pseudohubererror", "huber_slope": 1},
    "quantile": {"objective": "reg:quantileerror", "quantile_alpha": 0.9},
    "poisson": {"objective": "count:poisson"},
    "logistic": {"objective": "binary:logistic"},
    "softmax": {"objective": "multi:softprob", "num_class": 4},
    "pairwise": {"objective": "rank:pairwise"},
    "lambdamart": {"objective": "rank:ndcg"},
    "cox": {"objective": "survival:cox"},
}


def rounds(objective):
    return 100 if objective in RANKINGS else 40


def seeds(objective):
    """NDCG of a few hundred lists is a rough measure: the rankings need more repetitions."""
    return range(1, 21) if objective in RANKINGS else range(1, 3)


def lightgbm(objective, train, x):
    group = [QUERY] * (len(train[1]) // QUERY) if objective == "lambdamart" else None
    settings = dict(LIGHTGBM[objective], num_leaves=LEAVES, learning_rate=RATE, min_data_in_leaf=LEAST, lambda_l2=L2,
                    min_sum_hessian_in_leaf=0, verbose=-1, num_threads=1, deterministic=True)
    return lgb.train(settings, lgb.Dataset(train[0], train[1], group=group), rounds(objective)).predict(x, raw_score=True)


def xgboost(objective, train, x):
    label = np.where(train[2] == 1, train[1], -train[1]) if objective == "cox" else train[1]
    data = xgb.DMatrix(train[0], label)
    if objective in RANKINGS:
        data.set_group([QUERY] * (len(label) // QUERY))
    settings = dict(XGBOOST[objective], max_leaves=LEAVES, max_depth=0, grow_policy="lossguide", eta=RATE, reg_lambda=L2,
                    min_child_weight=1, tree_method="hist", nthread=1)
    return xgb.train(settings, data, rounds(objective)).predict(xgb.DMatrix(x), output_margin=True)


results = {}
for objective in OUTCOMES:
    sets = [(planted(objective, ROWS, seed), planted(objective, ROWS, seed + 1000)) for seed in seeds(objective)]
    one = {"mean": float(np.mean([train[1].mean() for train, _ in sets]))}
    for name, peer, known in (("lightgbm", lightgbm, LIGHTGBM), ("xgboost", xgboost, XGBOOST)):
        if objective in known:
            one[name] = float(np.mean([loss(objective, test[1], test[2], peer(objective, train, test[0]))
                                       for train, test in sets]))
    results[objective] = one
    print(objective, one)
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(results, indent=1) + "\n")
