"""Recurrent networks in plain PyTorch loops over tensors already in memory."""
import math
import random

import torch
from torch import nn

from common import serve


class Forecaster(nn.Module):
    def __init__(self, answers=12):
        super().__init__()
        self.recurrent = nn.LSTM(1, 64, batch_first=True)
        self.head = nn.Linear(64, answers)

    def forward(self, windows):
        steps, _ = self.recurrent(windows)
        return self.head(steps[:, -1])


def lstm_forecaster():
    window, horizon, windows, epochs, batch = 48, 12, 6400, 2, 64
    draw = random.Random(1)
    series = torch.tensor([math.sin(t / 4) + 0.1 * draw.random() for t in range(windows + window + horizon - 1)])
    cut = series.unfold(0, window + horizon, 1)
    inputs, targets = cut[:, :window].unsqueeze(2).contiguous(), cut[:, window:].contiguous()

    def run():
        network = Forecaster()
        steps = torch.optim.Adam(network.parameters(), lr=1e-3)
        loss = nn.MSELoss()
        for _ in range(epochs):
            order = torch.randperm(windows)
            for start in range(0, windows, batch):
                index = order[start:start + batch]
                steps.zero_grad()
                loss(network(inputs[index]), targets[index]).backward()
                steps.step()
        return windows * epochs

    return run


def lstm_score_single():
    rows, repetitions = 200, 5
    sequences, network = torch.rand(rows, 48, 1), Forecaster(2).eval()

    def run():
        with torch.inference_mode():
            for i in range(rows * repetitions):
                network(sequences[i % rows:i % rows + 1])
        return rows * repetitions

    return run


if __name__ == "__main__":
    serve({"lstm_forecaster": lstm_forecaster, "lstm_score_single": lstm_score_single})
