"""Writes recurrent_reference.json: outputs of PyTorch's recurrent layers over sequences of different lengths (packed), with weights from a formula."""
import json
import math
import os

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


def fill(module):
    """Every weight, in the order of its name, is 0.5·sin(0.7·k + 1) for a running number k."""
    k = 0
    with torch.no_grad():
        for _, weight in sorted(module.named_parameters()):
            flat = weight.view(-1)
            for i in range(flat.numel()):
                flat[i] = 0.5 * math.sin(0.7 * k + 1)
                k += 1


inputs = torch.tensor([[[math.sin(b + 0.5 * t + 0.3 * f) for f in range(2)] for t in range(5)] for b in range(3)])
lengths = [5, 2, 4]
cases = {}
for name, make in {
    "Lstm": lambda d: nn.LSTM(2, 3, 1, batch_first=True, bidirectional=d),
    "Gru": lambda d: nn.GRU(2, 3, 1, batch_first=True, bidirectional=d),
    "Tanh": lambda d: nn.RNN(2, 3, 1, batch_first=True, bidirectional=d),
}.items():
    for both in (False, True):
        layer = make(both)
        fill(layer)
        packed, _ = layer(pack_padded_sequence(inputs, lengths, batch_first=True, enforce_sorted=False))
        output, _ = pad_packed_sequence(packed, batch_first=True)
        cases[f"{name}.{'bi' if both else 'uni'}"] = output.flatten().tolist()

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "recurrent_reference.json"), "w") as file:
    json.dump(cases, file, indent=1)
