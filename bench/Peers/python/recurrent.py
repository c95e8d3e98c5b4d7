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


class Classifier(nn.Module):
    def __init__(self, width=64):
        super().__init__()
        self.embedding = nn.Embedding(1001, width)
        layer = nn.TransformerEncoderLayer(width, 4, 4 * width, dropout=0.0, activation="gelu", batch_first=True)
        self.layers, self.head = nn.TransformerEncoder(layer, 2), nn.Linear(width, 4)
        angles = torch.arange(64.0)[:, None] * torch.exp(torch.arange(0, width, 2) * (-math.log(10000) / width))
        self.positions = torch.stack([angles.sin(), angles.cos()], 2).reshape(1, 64, width)

    def forward(self, keys):
        return self.head(self.layers(self.embedding(keys) + self.positions).mean(1))


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding, self.head = nn.Embedding(1001, 32), nn.Linear(128, 10)
        self.recurrent = nn.GRU(32, 64, batch_first=True, bidirectional=True)

    def forward(self, keys):
        return self.head(self.recurrent(self.embedding(keys))[0]).transpose(1, 2)


def over_keys(network, targets):
    rows, batch = 1600, 32
    keys = torch.randint(1, 1001, (rows, 64))

    def run():
        learner, loss = network(), nn.CrossEntropyLoss()
        steps = torch.optim.Adam(learner.parameters(), lr=1e-3)
        order = torch.randperm(rows)
        for start in range(0, rows, batch):
            index = order[start:start + batch]
            steps.zero_grad()
            loss(learner(keys[index]), targets[index]).backward()
            steps.step()
        return rows

    return run


def transformer_classifier():
    return over_keys(Classifier, torch.randint(0, 4, (1600,)))


def gru_tagger():
    return over_keys(Tagger, torch.randint(0, 10, (1600, 64)))


if __name__ == "__main__":
    serve({"lstm_forecaster": lstm_forecaster, "lstm_score_single": lstm_score_single,
           "transformer_classifier": transformer_classifier, "gru_tagger": gru_tagger})
