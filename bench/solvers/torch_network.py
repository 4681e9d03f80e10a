# One epoch of adam by PyTorch on one thread: torch_network.py n sizes tanh classes batch epochs rate → milliseconds an epoch.
# 64 bits as ours, batches of shuffled rows by index, no loss of all rows; weights are decayed by the optimiser.
import sys
import time

import torch

n, sizes, tanh, classes, batch, epochs, rate = sys.argv[1:]
n, batch, epochs, sizes = int(n), int(batch), int(epochs), [int(s) for s in sizes.split(",")]
torch.set_num_threads(1)
torch.manual_seed(1)
torch.set_default_dtype(torch.float64)
X = torch.randn(n, sizes[0])
y = torch.randint(0, sizes[-1], (n,)) if classes == "1" else torch.randn(n, 1)
layers = []
for inputs, units in zip(sizes, sizes[1:]):
    layers += [torch.nn.Linear(inputs, units), torch.nn.Tanh() if tanh == "1" else torch.nn.ReLU()]
model = torch.nn.Sequential(*layers[:-1])
loss = torch.nn.CrossEntropyLoss() if classes == "1" else torch.nn.MSELoss()
step = torch.optim.Adam(model.parameters(), lr=float(rate), weight_decay=1e-4, foreach=True)


def fit(count):
    start = time.perf_counter()
    for _ in range(count):
        order = torch.randperm(n)
        for at in range(0, n, batch):
            rows = order[at : at + batch]
            step.zero_grad(set_to_none=True)
            loss(model(X[rows]), y[rows]).backward()
            step.step()
    return time.perf_counter() - start


fit(1)
print(sorted(1000 * fit(epochs) / epochs for _ in range(3))[1])
