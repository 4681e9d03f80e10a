"""The serving side of rival.ts in Python."""
import os
import sys
import time


class Problem:
    """X by columns, or the parts of a csc, y and the λ's"""

    def __init__(self, folder, n, p):
        import numpy as np

        self.p = p
        if os.path.exists(f"{folder}/indptr.i32"):
            self.indptr = np.fromfile(f"{folder}/indptr.i32", dtype=np.int32)
            self.indices = np.fromfile(f"{folder}/indices.i32", dtype=np.int32)
            self.data = np.fromfile(f"{folder}/data.f64")
        else:
            self.X = np.fromfile(f"{folder}/X.f64").reshape((n, p), order="F")
        self.y = np.fromfile(f"{folder}/y.f64")
        self.lambdas = np.fromfile(f"{folder}/lambdas.f64")


def centred(problem):
    """X and y less their means, and what turns coefficients of those into intercepts, coefficients"""
    import numpy as np

    means, y_mean = problem.X.mean(axis=0), problem.y.mean()
    return np.asfortranarray(problem.X - means), problem.y - y_mean, lambda beta: (y_mean - means @ beta, beta)


def serve(versions, modes):
    """modes: name → what makes ready untimed and returns fit(tolerance) → intercepts, coefficients of shape p × count"""
    problem = answer = None
    ready = {}
    print("ok", versions, flush=True)
    for line in sys.stdin:
        request, *words = line.split()
        try:
            if request == "load":
                problem = Problem(words[0], int(words[1]), int(words[2]))
                ready = {}
                print("ok", flush=True)
            elif request == "ready":
                if words[0] not in ready:
                    ready[words[0]] = modes[words[0]](problem)
                print("ok", flush=True)
            elif request == "fit":
                fit = ready[words[0]]
                started = time.perf_counter()
                answer = fit(float(words[1]))
                print("ok", 1e3 * (time.perf_counter() - started), flush=True)
            elif request == "answer":
                with open(words[0], "wb") as file:
                    for intercept, coefficients in zip(answer[0], answer[1].T):
                        file.write(intercept.tobytes() + coefficients.tobytes())
                print("ok", flush=True)
        except Exception as error:
            print("error", repr(error).replace("\n", " "), flush=True)
