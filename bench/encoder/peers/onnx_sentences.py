"""onnxruntime of Python on the compiled encoder: all sentences at once, or in batches of 19, whichever is quicker."""
import time

import numpy as np
import onnxruntime
from measure import answer, job, json, measured, threads

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = threads
options.inter_op_num_threads = 1
session = onnxruntime.InferenceSession(job["model"], options, providers=["CPUExecutionProvider"])
ids = np.array(json.loads(job["ids"]), dtype=np.int64)


def run(batch):
    parts = [session.run(None, {"ids": ids[at : at + batch]})[0] for at in range(0, len(ids), batch)]
    return np.concatenate(parts)


def quick(batch):
    start = time.perf_counter()
    run(batch)
    return time.perf_counter() - start


run(19).tofile(job["vectors"])
best = min([len(ids), 19], key=lambda batch: min(quick(batch) for _ in range(3)))
result = {}
with measured(result):
    for _ in range(job["repeats"]):
        run(best)
result["seconds"] /= job["repeats"]
result["cpuSeconds"] /= job["repeats"]
answer("onnxruntime", result)
