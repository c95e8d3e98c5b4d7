"""Writes optimizers.json: weights after each of five steps of PyTorch's optimizers (run: python3 optimizers_reference.py > optimizers.json)."""
import json
import sys

import torch
from torch import nn, optim

torch.set_num_threads(1)
X = torch.linspace(-2, 2, 24).reshape(8, 3).sin()
Y = (torch.arange(8) * 0.9).cos().reshape(8, 1)
CASES = {
    "gradient descent": lambda p: optim.SGD(p, 0.1, weight_decay=0.01),
    "momentum": lambda p: optim.SGD(p, 0.1, momentum=0.9, weight_decay=0.01),
    "nesterov": lambda p: optim.SGD(p, 0.1, momentum=0.9, nesterov=True, weight_decay=0.01),
    "adagrad": lambda p: optim.Adagrad(p, 0.1, lr_decay=0.05, weight_decay=0.01),
    "rmsprop": lambda p: optim.RMSprop(p, 0.1, alpha=0.9, weight_decay=0.01),
    "rmsprop centered with momentum": lambda p: optim.RMSprop(p, 0.1, alpha=0.9, momentum=0.8, centered=True, weight_decay=0.01),
    "adam": lambda p: optim.Adam(p, 0.1, betas=(0.8, 0.95), weight_decay=0.01),
    "adamw": lambda p: optim.AdamW(p, 0.1, betas=(0.8, 0.95), weight_decay=0.01),
}
cases = {}
for name, create in CASES.items():
    layer = nn.Linear(3, 1)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor([[0.5, -0.25, 1.0]]))
        layer.bias.zero_()
    steps = create(layer.parameters())
    trace = []
    for _ in range(5):
        steps.zero_grad()
        (layer(X) - Y).square().mean().backward()
        steps.step()
        trace += layer.weight.flatten().tolist() + layer.bias.tolist()
    cases[name] = trace
json.dump({"x": X.flatten().tolist(), "y": Y.flatten().tolist(), "cases": cases}, sys.stdout)
