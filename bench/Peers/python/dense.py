"""Dense networks in plain PyTorch loops over tensors already in memory."""
import os

import numpy as np
import torch
from torch import nn

from common import serve

HERE = os.path.dirname(os.path.abspath(__file__))


def train(network, x, loss, targets, batch, epochs, optimizer=torch.optim.Adam):
    network.train()
    steps = optimizer(network.parameters(), lr=1e-3)
    rows = x.shape[0]
    for _ in range(epochs):
        order = torch.randperm(rows)
        for start in range(0, rows, batch):
            index = order[start:start + batch]
            gathered = x[index]
            steps.zero_grad()
            loss(network(gathered), gathered if targets is x else targets[index]).backward()
            steps.step()
    return rows * epochs


def digits_autoencoder():
    data = np.loadtxt(os.path.join(HERE, "../../../data/digits.csv"), delimiter=",", skiprows=1, dtype=np.float32)[:, :64]
    x = torch.from_numpy(data / np.maximum(data.max(0), 1))

    def run():
        network = nn.Sequential(
            nn.Linear(64, 48), nn.ReLU(), nn.Linear(48, 8), nn.Linear(8, 48), nn.ReLU(), nn.Linear(48, 64), nn.Sigmoid())
        return train(network, x, nn.MSELoss(), x, 32, 20)

    return run


def digits():
    data = np.loadtxt(os.path.join(HERE, "../../../data/digits.csv"), delimiter=",", skiprows=1, dtype=np.float32)
    x = torch.from_numpy(data[:, :64] / np.maximum(data[:, :64].max(0), 1))
    return x, torch.from_numpy(data[:, 64].astype(np.int64))


def perceptron():
    return nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 10))


def mlp():
    x, y = digits()
    return lambda: train(perceptron(), x, nn.CrossEntropyLoss(), y, 32, 20)


def dense_autoencoder():
    x = torch.rand(8192, 784)

    def run():
        network = nn.Sequential(
            nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 64), nn.ReLU(), nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 784), nn.Sigmoid())
        return train(network, x, nn.MSELoss(), x, 128, 20)

    return run


def score(batch, repetitions):
    x, _ = digits()
    network = perceptron().eval()

    def run():
        with torch.no_grad():
            for _ in range(repetitions):
                for start in range(0, x.shape[0], batch):
                    network(x[start:start + batch])
        return x.shape[0] * repetitions

    return run


if __name__ == "__main__":
    serve({
        "digits_autoencoder": digits_autoencoder, "mlp": mlp, "dense_autoencoder": dense_autoencoder,
        "mlp_score_batch512": lambda: score(512, 20), "mlp_score_single": lambda: score(1, 10)})
