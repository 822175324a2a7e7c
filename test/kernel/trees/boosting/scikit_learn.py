"""What scikit-learn's exact trees say of data with few distinct values: python scikit_learn.py > scikit-learn.json"""

import json

import numpy as np
import sklearn
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.tree import DecisionTreeRegressor

random = np.random.default_rng(7)


def case(name, rows, levels, missing, weighted, model, **options):
    x = random.integers(0, levels, (rows, 4)).astype(float)
    y = np.round(x[:, 0] * (x[:, 1] > 2) - 0.3 * x[:, 2] + random.standard_normal(rows), 3)
    if missing:
        x[random.random((rows, 4)) < 0.2] = np.nan
    weights = random.integers(1, 4, rows).astype(float) if weighted else None
    fitted = model(random_state=0, **options).fit(x, y, sample_weight=weights)
    return {
        "name": name,
        "columns": [[None if np.isnan(v) else int(v) for v in column] for column in x.T],
        "y": list(y),
        "weights": None if weights is None else list(weights),
        "leaves": options["max_leaf_nodes"],
        "minLeaf": options["min_samples_leaf"],
        "rounds": options.get("n_estimators", 1),
        "learningRate": options.get("learning_rate", 1),
        "predicted": list(fitted.predict(x)),
    }


one = dict(model=DecisionTreeRegressor)
many = dict(model=GradientBoostingRegressor, n_estimators=15, learning_rate=0.2, max_depth=None)
print(
    json.dumps(
        {
            "version": sklearn.__version__,
            "cases": [
                case("a tree", 300, 8, False, False, **one, max_leaf_nodes=9, min_samples_leaf=5),
                case("a large tree", 400, 30, False, False, **one, max_leaf_nodes=60, min_samples_leaf=1),
                case("a weighted tree", 300, 8, False, True, **one, max_leaf_nodes=12, min_samples_leaf=10),
                case("a tree with missing values", 300, 6, True, False, **one, max_leaf_nodes=9, min_samples_leaf=5),
                case("boosted trees", 300, 12, False, False, **many, max_leaf_nodes=6, min_samples_leaf=5),
                case("weighted boosted trees", 300, 12, False, True, **many, max_leaf_nodes=6, min_samples_leaf=5),
            ],
        }
    )
)
