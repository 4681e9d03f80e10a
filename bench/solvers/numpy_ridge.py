"""Ridge by the normal equations of the centred columns, as numpy and scipy solve them. tolerance: none, the answer is direct"""
try:
    import numpy as np
    import scipy
    from scipy.linalg import cho_factor, cho_solve
except ImportError as error:
    print("absent", error, flush=True)
    raise SystemExit

from serving import serve


def by(solve):
    def mode(problem):
        X, y = problem.X, problem.y
        n, p = X.shape
        penalty = n * problem.lambdas[0]

        def fit(_):
            means, y_mean = X.mean(axis=0), y.mean()
            centred = X - means
            A = centred.T @ centred
            A[np.diag_indices(p)] += penalty
            beta = solve(A, centred.T @ (y - y_mean))
            return np.array([y_mean - means @ beta]), beta[:, None]

        return fit

    return mode


def cholesky(A, b):
    return cho_solve(cho_factor(A, overwrite_a=True, check_finite=False), b, check_finite=False)


serve(f"numpy {np.__version__}, scipy {scipy.__version__}", {"cholesky": by(cholesky), "solve": by(np.linalg.solve)})
