"""One path of adelie or scikit-learn: joint_path.py LIBRARY FOLDER kind n p K tolerance → milliseconds; FOLDER/answer.f64 gets, λ by λ, K
intercepts and K layers of p coefficients. kind: classes, grouped classes, targets, groups, logistic groups, cox."""
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
        glm = ad.glm.binomial(y) if kind == "logistic groups" else ad.glm.gaussian(y)
        options["groups"] = np.arange(0, p, 5)
        options["penalty"] = np.full(p // 5, np.sqrt(5))
    started = time.perf_counter()
    state = ad.grpnet(X=X, glm=glm, lmda_path=lambdas / share, **options)
    took = time.perf_counter() - started
    if state.betas.shape[0] < len(lambdas):
        raise RuntimeError(f"the path ends at number {state.betas.shape[0]}")
    betas = state.betas.toarray().reshape((len(lambdas), p, K)).transpose(0, 2, 1)
    return took, np.asarray(state.intercepts).reshape((len(lambdas), K)), betas


took, intercepts, B = {"scikit-learn": sklearn, "adelie": adelie}[library]()
with open(f"{folder}/answer.f64", "wb") as file:
    for b, beta in zip(intercepts, B):
        file.write(np.ascontiguousarray(b).tobytes() + np.ascontiguousarray(beta).tobytes())
print(1e3 * took)
