"""One path of adelie, scikit-learn, glum, skglm or picasso: joint_path.py LIBRARY FOLDER kind n p K tolerance → milliseconds; FOLDER/answer.f64 gets, λ by λ, K
intercepts and K layers of p coefficients. kind: classes, grouped classes, targets, groups, logistic groups, cox, logistic, poisson, mcp, scad."""
import sys
import time
import warnings

import numpy as np

library, folder, kind, n, p, K, tolerance = sys.argv[1:]
n, p, K, tolerance = int(n), int(p), int(K), float(tolerance)
warnings.simplefilter("ignore")  # of a tolerance that was not reached: the judge sees it
read = lambda name: np.fromfile(f"{folder}/{name}.f64")
X = np.asfortranarray(read("X").reshape((n, p), order="F"))
y, lambdas = read("y"), read("lambdas")


def sklearn():
    from sklearn.linear_model import lasso_path

    Y = y.reshape((n, K), order="F")
    means, centre = X.mean(axis=0), Y.mean(axis=0)
    Xc, Yc = np.asfortranarray(X - means), np.asfortranarray(Y - centre)
    started = time.perf_counter()
    _, coefficients, _ = lasso_path(Xc, Yc, alphas=lambdas, tol=tolerance, max_iter=100_000, copy_X=False)
    took = time.perf_counter() - started
    B = coefficients.transpose(2, 0, 1)
    return took, centre - B @ means, B


def adelie():
    import adelie as ad

    options = {"early_exit": False, "tol": tolerance, "max_iters": 10_000_000, "n_threads": 1, "progress_bar": False, "adev_tol": 1, "ddev_tol": 0}
    # losses of several layers are divided by their number
    share = 1
    if kind == "grouped classes":
        glm, share = ad.glm.multinomial(np.asfortranarray(np.eye(K)[y.astype(int)])), K
        options["penalty"] = np.ones(p)
    elif kind == "targets":
        glm, share = ad.glm.multigaussian(np.asfortranarray(y.reshape((n, K), order="F"))), K
        options["penalty"] = np.ones(p)
    elif kind == "cox":
        glm = ad.glm.cox(start=np.zeros(n), stop=y[:n], status=y[n:], tie_method="breslow")
    else:
        glm = {"logistic": ad.glm.binomial, "logistic groups": ad.glm.binomial, "poisson": ad.glm.poisson}.get(kind, ad.glm.gaussian)(y)
        if kind.endswith("groups"):
            options["groups"] = np.arange(0, p, 5)
            options["penalty"] = np.full(p // 5, np.sqrt(5))
    started = time.perf_counter()
    state = ad.grpnet(X=X, glm=glm, lmda_path=lambdas / share, **options)
    took = time.perf_counter() - started
    if state.betas.shape[0] < len(lambdas):
        raise RuntimeError(f"the path ends at number {state.betas.shape[0]}")
    betas = state.betas.toarray().reshape((len(lambdas), p, K)).transpose(0, 2, 1)
    return took, np.asarray(state.intercepts).reshape((len(lambdas), K)), betas


def glum():
    from glum import GeneralizedLinearRegressor

    family = "poisson" if kind == "poisson" else "binomial"
    options = {"l1_ratio": 1, "gradient_tol": tolerance, "scale_predictors": False, "solver": "irls-cd", "max_iter": 1000}
    model = GeneralizedLinearRegressor(family=family, alpha=lambdas[0], **options)
    started = time.perf_counter()
    model.fit(X, y)
    return time.perf_counter() - started, np.array([[model.intercept_]]), model.coef_[None, None, :]


def skglm():
    from skglm import MCPRegression

    means, centre = X.mean(axis=0), y.mean()
    Xc, yc = np.asfortranarray(X - means), y - centre
    model = MCPRegression(gamma=3, tol=tolerance, fit_intercept=False, max_iter=1000, max_epochs=1_000_000)
    model.path(Xc[:, :50], yc, lambdas[:2])  # compiles
    started = time.perf_counter()
    coefficients = model.path(Xc, yc, lambdas)[1]
    took = time.perf_counter() - started
    B = coefficients.T[:, None, :]
    return took, centre - B @ means, B


def picasso():
    from pycasso import Solver

    means, centre = X.mean(axis=0), y.mean()
    gamma = 3 if kind == "mcp" else 3.7
    options = {"lambdas": lambdas, "penalty": kind, "gamma": gamma, "useintercept": False, "standardize": False, "prec": tolerance, "max_ite": 1_000_000}
    solver = Solver(np.ascontiguousarray(X - means), y - centre, family="gaussian", **options)
    started = time.perf_counter()
    solver.train()
    took = time.perf_counter() - started
    B = np.asarray(solver.coef()["beta"])[:, None, :]
    return took, centre - B @ means, B


solvers = {"scikit-learn": sklearn, "adelie": adelie, "glum": glum, "skglm": skglm, "picasso": picasso}
took, intercepts, B = solvers[library]()
with open(f"{folder}/answer.f64", "wb") as file:
    for b, beta in zip(intercepts, B):
        file.write(np.ascontiguousarray(b).tobytes() + np.ascontiguousarray(beta).tobytes())
print(1e3 * took)
