"""scikit-learn's lasso_path. It has no intercept of its own: X and y come to it centred, which is not timed. tolerance: tol"""
import warnings

try:
    import numpy as np
    import sklearn
    from sklearn.linear_model import lasso_path
except ImportError as error:
    print("absent", error, flush=True)
    raise SystemExit

from serving import centred, serve

warnings.simplefilter("ignore")  # of a tolerance that was not reached: the judge sees it


def columns(problem, precompute=False):
    X, y, back = centred(problem)

    def fit(tol):
        options = {"precompute": precompute, "copy_X": False, "max_iter": 100_000, "tol": tol}
        _, coefficients, _ = lasso_path(X, y, alphas=problem.lambdas, **options)
        return back(coefficients)

    return fit


def gram(problem):
    return columns(problem, precompute=True)


serve(f"scikit-learn {sklearn.__version__}, numpy {np.__version__}", {"columns": columns, "gram": gram})
