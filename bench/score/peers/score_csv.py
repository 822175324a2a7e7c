"""A file scored as it is often done: pandas reads it, LightGBM predicts, pandas writes it."""
import os

import lightgbm
import pandas
from measure import answer, job, measured, threads

place = lambda name: os.path.join(job["workspace"], name)
read = [f"x{i}" for i in range(25)] + ["city", "plan", "coupon"]


def inputs(table, levels):
    chosen = table[read].copy()
    for name in ("city", "plan"):
        chosen[name] = pandas.Categorical(chosen[name], categories=levels[name])
    return chosen


seen = pandas.read_csv(place("visits.csv"))
levels = {name: sorted(seen[name].unique()) for name in ("city", "plan")}
given = {"objective": "binary", "num_leaves": 15, "learning_rate": 0.05, "num_threads": threads, "verbose": -1}
model = lightgbm.train(given, lightgbm.Dataset(inputs(seen, levels), seen["bought"]), 200)
result = {}
with measured(result):
    table = pandas.read_csv(place(job["on"]))
    table["will_buy"] = model.predict(inputs(table, levels))
    table.to_csv(place(job["into"]), index=False)
result["bytes"] = os.path.getsize(place(job["into"]))
answer("lightgbm", result)
