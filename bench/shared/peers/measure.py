"""What every measurement of a peer shares: its job (JSON, the only argument), its data, its clock and its memory."""
import contextlib
import json
import os
import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")
job = json.loads(sys.argv[1])
threads = job.get("threads", 1)


def read(path, rows=None, columns=None):
    """Columns of a table by name; see data-file.ts."""
    with open(path, "rb") as file:
        line = file.readline()
    header = json.loads(line)
    count = min(rows or header["rows"], header["rows"])
    start = {name: len(line) + 8 * header["rows"] * i for i, name in enumerate(header["columns"])}
    return {name: np.fromfile(path, count=count, offset=start[name]) for name in columns or header["columns"]}


def features(path, count, rows=None):
    """The first features, row-major as most libraries like them."""
    columns = read(path, rows, [f"x{j}" for j in range(count)])
    return np.ascontiguousarray(np.column_stack(list(columns.values())))


def memory(what):
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith(what))


@contextlib.contextmanager
def measured(result):
    """Time, the process's peak of memory while it runs, and how much of that was not there before."""
    with contextlib.suppress(OSError), open("/proc/self/clear_refs", "w") as file:
        file.write("5")
    before = memory("VmRSS")
    start, busy = time.perf_counter(), time.process_time()
    yield
    result["seconds"] = time.perf_counter() - start
    result["cpuSeconds"] = time.process_time() - busy
    result["peakMb"] = memory("VmHWM")
    result["grownMb"] = result["peakMb"] - before


def answer(package, result):
    from importlib.metadata import version

    print(json.dumps({**result, "version": f"{package} {version(package)}"}))
    sys.stdout.flush()
    os._exit(0)
