"""DoWhy's matching, on the propensity or by distance, with or without its interval (a bootstrap)."""
import networkx as nx
import pandas as pd
from dowhy import CausalModel
from measure import answer, features, job, measured, read

count, rows = job["features"], job["rows"]
x = features(job["data"], count, rows)
names = [f"x{j}" for j in range(count)]
table = pd.DataFrame(x, columns=names)
columns = read(job["data"], rows, ["y", "w"])
table["y"], table["w"] = columns["y"], columns["w"] > 0
method = {"propensity": "propensity_score_matching", "covariates": "distance_matching"}[job["on"]]
result = {}
with measured(result):
    model = CausalModel(table, treatment="w", outcome="y", common_causes=names)
    estimand = model.identify_effect(proceed_when_unidentifiable=True)
    estimate = model.estimate_effect(
        estimand,
        method_name=f"backdoor.{method}",
        target_units="ate",
        confidence_intervals=job["draws"] > 0,
        method_params={"num_simulations": job["draws"]} if job["draws"] > 0 else {},
    )
    if job["draws"] > 0:
        estimate.get_confidence_intervals()
result["estimate"] = float(estimate.value)
answer("dowhy", result)
