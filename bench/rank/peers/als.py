"""implicit's alternating least squares on the same purchases, on the processor, by conjugate gradients as it does by default."""
import numpy as np
from implicit.als import AlternatingLeastSquares
from measure import answer, job, measured, read, threads
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

columns = read(job["data"], columns=["user", "item", "held"])
user, item = columns["user"].astype(np.int32), columns["item"].astype(np.int32)
shape = (job["users"], job["items"])


def matrix(rows):
    value = np.full(rows.sum(), job["excess"] + 1, dtype=np.float32)
    return csr_matrix((value, (user[rows], item[rows])), shape=shape)


bought, held = matrix(columns["held"] == 0), matrix(columns["held"] == 1)


def model(epochs):
    return AlternatingLeastSquares(
        factors=job["factors"],
        regularization=job["l2"],
        alpha=1.0,
        dtype=np.float32,
        use_gpu=False,
        iterations=epochs,
        num_threads=threads,
        random_state=1,
    )


result = {}
# As its documentation asks for: its own threads, and one of the linear algebra below them.
with threadpool_limits(1, "blas"):
    model(1).fit(bought, show_progress=False)
    fitted = model(job["epochs"])
    with measured(result):
        fitted.fit(bought, show_progress=False)
result["seconds"] /= job["epochs"]

discount = 1 / np.log2(np.arange(job["places"]) + 2)
found = []
for one in range(job["users"]):
    wanted = held.indices[held.indptr[one] : held.indptr[one + 1]]
    if len(found) == job["judged"]:
        break
    if len(wanted) == 0:
        continue
    scores = fitted.item_factors @ fitted.user_factors[one]
    scores[bought.indices[bought.indptr[one] : bought.indptr[one + 1]]] = -np.inf
    best = np.argsort(-scores, kind="stable")[: job["places"]]
    gains = np.isin(best, wanted)
    found.append((gains * discount).sum() / discount[: min(len(wanted), job["places"])].sum())
result["ndcg"] = float(np.mean(found))
answer("implicit", result)
