# One epoch of adam by scikit-learn's MLP: sklearn_network.py n sizes tanh classes batch epochs rate → milliseconds an epoch.
import sys
import time
import warnings

import numpy as np
from sklearn.neural_network import MLPClassifier, MLPRegressor

n, sizes, tanh, classes, batch, epochs, rate = sys.argv[1:]
n, epochs, sizes = int(n), int(epochs), [int(s) for s in sizes.split(",")]
warnings.filterwarnings("ignore")
random = np.random.default_rng(1)
X = random.standard_normal((n, sizes[0]))
y = random.integers(0, sizes[-1], n) if classes == "1" else random.standard_normal(n)
kind = MLPClassifier if classes == "1" else MLPRegressor


def fit(count):
    model = kind(
        hidden_layer_sizes=tuple(sizes[1:-1]),
        activation="tanh" if tanh == "1" else "relu",
        batch_size=int(batch),
        learning_rate_init=float(rate),
        max_iter=count,
        n_iter_no_change=10**6,
        tol=0,
    )
    start = time.perf_counter()
    model.fit(X, y)
    return time.perf_counter() - start


fit(1)
print(sorted(1000 * fit(epochs) / epochs for _ in range(3))[1])
