"""adelie's grpnet, every column a group, its own intercept. tolerance: tol"""
try:
    import adelie as ad
    import numpy as np
except ImportError as error:
    print("absent", error, flush=True)
    raise SystemExit

from serving import serve


def columns(problem):
    X = np.asfortranarray(problem.X)

    def fit(tol):
        options = {"early_exit": False, "tol": tol, "max_iters": 10_000_000, "n_threads": 1, "progress_bar": False}
        state = ad.grpnet(X=X, glm=ad.glm.gaussian(problem.y), lmda_path=problem.lambdas, **options)
        if state.betas.shape[0] < len(problem.lambdas):
            raise RuntimeError(f"the path ends at number {state.betas.shape[0]}")
        return np.asarray(state.intercepts), state.betas.toarray().T

    return fit


serve(f"adelie {ad.__version__}, numpy {np.__version__}", {"columns": columns})
