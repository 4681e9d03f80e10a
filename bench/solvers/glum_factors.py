"""glum's Poisson regression on categorical columns of tabmat, one λ. tolerance: gradient_tol"""
try:
    import glum
    import numpy as np
    import pandas as pd
    import tabmat
except ImportError as error:
    print("absent", error, flush=True)
    raise SystemExit
from serving import serve

LEVELS = 50


def factors(l1_ratio):
    def ready(problem):
        # every LEVELS columns of ones are a factor again
        n = len(problem.y)
        count = problem.p // LEVELS
        columns = np.repeat(np.arange(problem.p), np.diff(problem.indptr))
        codes = np.empty((n, count), dtype=np.int32)
        codes[problem.indices, columns // LEVELS] = columns % LEVELS
        blocks = [tabmat.CategoricalMatrix(pd.Categorical(codes[:, k], categories=range(LEVELS))) for k in range(count)]
        X = tabmat.SplitMatrix(blocks)

        def fit(tol):
            solver = "irls-ls" if l1_ratio == 0 else "irls-cd"
            options = {"gradient_tol": tol, "scale_predictors": False, "solver": solver, "max_iter": 1000}
            model = glum.GeneralizedLinearRegressor(family="poisson", alpha=problem.lambdas[0], l1_ratio=l1_ratio, **options)
            model.fit(X, problem.y)
            return np.array([model.intercept_]), model.coef_[:, None]

        return fit

    return ready


serve(f"glum {glum.__version__}, tabmat {tabmat.__version__}, numpy {np.__version__}", {"categorical0": factors(0), "categorical1": factors(1)})
