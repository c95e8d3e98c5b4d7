"""Writes dense.json: what PyTorch answers for dense networks with given weights (run: python3 dense_reference.py > dense.json)."""
import json
import sys

import torch
from torch import nn

torch.set_num_threads(1)
SIZES = [3, 5, 4, 2]
X = torch.linspace(-2, 2, 18).reshape(6, 3).sin() * 1.5


class Arctan(nn.Module):
    def forward(self, x):
        return x.atan()


class Sloped(nn.Module):
    def forward(self, x):
        return (x * 2.5).sigmoid()


ACTIVATIONS = {
    "Identity": nn.Identity, "Sigmoid": nn.Sigmoid, "Sigmoid 2.5": Sloped, "Tanh": nn.Tanh, "ReLU": nn.ReLU, "LeakyReLU": nn.LeakyReLU,
    "LeakyReLU 0.2": lambda: nn.LeakyReLU(0.2), "ELU": nn.ELU, "ELU 0.5": lambda: nn.ELU(0.5), "GELU": nn.GELU, "Softplus": nn.Softplus,
    "Arctan": Arctan, "ParametricReLU": nn.PReLU, "ParametricReLU 0.1": lambda: nn.PReLU(1, 0.1), "HardTanh": nn.Hardtanh,
}


def network(activation, batch_norm):
    layers = []
    for i in range(1, len(SIZES)):
        linear = nn.Linear(SIZES[i - 1], SIZES[i])
        with torch.no_grad():
            linear.weight.copy_((torch.arange(linear.weight.numel()) * 0.7 + i).sin().reshape(linear.weight.shape))
            linear.bias.copy_((torch.arange(SIZES[i]) * 1.3 - i).cos() * 0.5)
        layers.append(linear)
        if i < len(SIZES) - 1:
            if batch_norm:
                layers.append(nn.BatchNorm1d(SIZES[i]))
            layers.append(activation())
    return nn.Sequential(*layers)


cases = {}
for name, activation in ACTIVATIONS.items():
    for batch_norm in (False, True):
        net = network(activation, batch_norm)
        net.train()
        training = net(X)
        training.square().mean().backward()
        gradient = next(net.parameters()).grad
        net.eval()
        cases[name + (" normalized" if batch_norm else "")] = {
            "training": training.flatten().tolist(), "gradient": gradient.flatten().tolist(), "scoring": net(X).flatten().tolist()}
json.dump({"input": X.flatten().tolist(), "cases": cases}, sys.stdout)
