"""Contrastive divergence in a plain PyTorch loop, and scikit-learn's machine; 784 x 256, batches of 64."""
import warnings

import numpy as np
import torch

from common import serve

ROWS, VISIBLE, HIDDEN, BATCH, EPOCHS, RATE, MOMENTUM = 4096, 784, 256, 64, 10, 0.05, 0.5


def rbm_cd1():
    x = (torch.rand(ROWS, VISIBLE) < 0.2).float()

    def run():
        weight = torch.randn(HIDDEN, VISIBLE) * 0.01
        visible_bias, hidden_bias = torch.zeros(VISIBLE), torch.zeros(HIDDEN)
        speeds = [torch.zeros_like(p) for p in (weight, visible_bias, hidden_bias)]
        with torch.no_grad():
            for _ in range(EPOCHS):
                order = torch.randperm(ROWS)
                error = 0.0
                for start in range(0, ROWS, BATCH):
                    data = x[order[start:start + BATCH]]
                    positive = torch.sigmoid(data @ weight.t() + hidden_bias)
                    hidden = torch.bernoulli(positive)
                    mean = torch.sigmoid(hidden @ weight + visible_bias)
                    visible = torch.bernoulli(mean)
                    negative = torch.sigmoid(visible @ weight.t() + hidden_bias)
                    steps = (
                        (positive.t() @ data - negative.t() @ visible) / len(data),
                        (data - visible).mean(0),
                        (positive - negative).mean(0))
                    for parameter, speed, step in zip((weight, visible_bias, hidden_bias), speeds, steps):
                        speed.mul_(MOMENTUM).add_(step)
                        parameter.add_(speed, alpha=RATE)
                    error += torch.nn.functional.mse_loss(mean, data).item()
        return ROWS * EPOCHS

    return run


def rbm_cd1_sklearn():
    from sklearn.neural_network import BernoulliRBM
    warnings.filterwarnings("ignore")
    x = (np.random.default_rng(1).random((ROWS, VISIBLE)) < 0.2).astype(np.float32)

    def run():
        BernoulliRBM(HIDDEN, learning_rate=RATE, batch_size=BATCH, n_iter=EPOCHS, random_state=1).fit(x)
        return ROWS * EPOCHS

    return run


if __name__ == "__main__":
    serve({"rbm_cd1": rbm_cd1, "rbm_cd1_sklearn": rbm_cd1_sklearn})
