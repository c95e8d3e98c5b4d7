"""A convolutional autoencoder in a plain PyTorch loop over a tensor already in memory."""
import torch
from torch import nn

from common import serve

ROWS, EPOCHS, BATCH = 2048, 8, 64


def conv_autoencoder():
    x = torch.rand(ROWS, 1, 28, 28)
    loss = nn.MSELoss()

    def run():
        network = nn.Sequential(
            nn.Conv2d(1, 16, 3, stride=2, padding=1), nn.ReLU(), nn.Conv2d(16, 32, 3, stride=2, padding=1), nn.ReLU(),
            nn.ConvTranspose2d(32, 16, 4, stride=2, padding=1), nn.ReLU(), nn.ConvTranspose2d(16, 1, 4, stride=2, padding=1), nn.Sigmoid())
        steps = torch.optim.Adam(network.parameters(), lr=1e-3)
        for _ in range(EPOCHS):
            order = torch.randperm(ROWS)
            for start in range(0, ROWS, BATCH):
                batch = x[order[start:start + BATCH]]
                steps.zero_grad()
                loss(network(batch), batch).backward()
                steps.step()
        return ROWS * EPOCHS

    return run


if __name__ == "__main__":
    serve({"conv_autoencoder": conv_autoencoder})
