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
            steps.zero_grad()
            loss(network(x[index]), targets[index]).backward()
            steps.step()
    return rows * epochs


def digits_autoencoder():
    data = np.loadtxt(os.path.join(HERE, "../../data/digits.csv"), delimiter=",", skiprows=1, dtype=np.float32)[:, :64]
    x = torch.from_numpy(data / np.maximum(data.max(0), 1))

    def run():
        network = nn.Sequential(
            nn.Linear(64, 48), nn.ReLU(), nn.Linear(48, 8), nn.Linear(8, 48), nn.ReLU(), nn.Linear(48, 64), nn.Sigmoid())
        return train(network, x, nn.MSELoss(), x, 32, 20)

    return run


if __name__ == "__main__":
    serve({"digits_autoencoder": digits_autoencoder})
