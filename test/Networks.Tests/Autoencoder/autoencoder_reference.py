"""Writes autoencoder_reference.json: what PyTorch answers with weights that both sides compute. Run: python3 autoencoder_reference.py"""
import json
import os

import torch
from torch import nn


def fill(module, prefix=""):
    """Each weight, by the order of the names: 0.5 sin(0.7 k + 1), k counting through all of them."""
    k = 0
    for name, weight in sorted(module.named_parameters()):
        values = 0.5 * torch.sin(0.7 * torch.arange(k, k + weight.numel(), dtype=torch.float64) + 1)
        weight.data = values.float().reshape(weight.shape)
        k += weight.numel()


def inputs(rows, width):
    index = torch.arange(rows * width, dtype=torch.float64)
    return (0.5 + 0.5 * torch.sin(0.37 * index)).float().reshape(rows, width)


class Dense(nn.Module):
    def __init__(self, code=3):
        super().__init__()
        self.encoder = nn.Sequential()
        self.decoder = nn.Sequential()
        for stack, sizes, last in ((self.encoder, (6, 5, code), None), (self.decoder, (3, 5, 6), nn.Sigmoid())):
            stack.add_module("linear1", nn.Linear(sizes[0], sizes[1]))
            stack.add_module("activation1", nn.LeakyReLU(0.2))
            stack.add_module("linear2", nn.Linear(sizes[1], sizes[2]))
            if last is not None:
                stack.add_module("activation2", last)


class Convolutional(nn.Module):
    def __init__(self):
        super().__init__()
        self.convolutions = nn.Sequential()
        self.convolutions.add_module("convolution1", nn.Conv2d(2, 3, 3, stride=2, padding=1))
        self.convolutions.add_module("activation1", nn.Tanh())
        self.convolutions.add_module("convolution2", nn.Conv2d(3, 4, 3, stride=2, padding=1))
        self.convolutions.add_module("activation2", nn.Tanh())
        self.encoder = nn.Sequential()
        self.encoder.add_module("linear1", nn.Linear(16, 2))
        self.decoder = nn.Sequential()
        self.decoder.add_module("linear1", nn.Linear(2, 16))
        self.decoder.add_module("activation1", nn.Tanh())
        self.up1 = nn.ConvTranspose2d(4, 3, 4, stride=2, padding=1)
        self.up2 = nn.ConvTranspose2d(3, 2, 4, stride=2, padding=1)
        self.deconvolutions = nn.ModuleDict({"convolution1": self.up1, "convolution2": self.up2})
        del self.up1, self.up2

    def run(self, x):
        code = self.encoder(self.convolutions(x.reshape(-1, 2, 7, 5)).flatten(1))
        maps = self.decoder(code).reshape(-1, 4, 2, 2)
        maps = torch.tanh(self.deconvolutions["convolution1"](maps)[:, :, :4, :3])
        return code, torch.sigmoid(self.deconvolutions["convolution2"](maps)[:, :, :7, :5]).flatten(1)


def numbers(tensor):
    return [round(float(v), 7) for v in tensor.detach().flatten()]


def main():
    answers = {}
    dense = Dense()
    fill(dense)
    x = inputs(4, 6)
    code = dense.encoder(x)
    answers["dense.code"] = numbers(code)
    answers["dense.output"] = numbers(dense.decoder(code))
    jacobian = torch.autograd.functional.jacobian(lambda rows: dense.encoder(rows).sum(0), x)  # (code, batch, input)
    answers["dense.contraction"] = numbers(jacobian.square().sum() / 4)

    variational = Dense(code=6)
    fill(variational)
    mean, log_variance = variational.encoder(x).split(3, 1)
    log_variance = log_variance.clamp(-0.4, 0.4)
    answers["variational.mean"] = numbers(mean)
    answers["variational.log_variance"] = numbers(log_variance)
    normal = torch.distributions.Normal(mean, (0.5 * log_variance).exp())
    answers["variational.divergence"] = numbers(torch.distributions.kl_divergence(normal, torch.distributions.Normal(0, 1)).sum(1).mean())

    convolutional = Convolutional()
    fill(convolutional)
    code, output = convolutional.run(inputs(3, 70))
    answers["convolutional.code"] = numbers(code)
    answers["convolutional.output"] = numbers(output)

    activations = inputs(5, 4) * 0.8 + 0.1
    rho = activations.mean(0)
    bernoulli = torch.distributions.Bernoulli
    answers["sparsity.divergence"] = numbers(torch.distributions.kl_divergence(bernoulli(torch.full((4,), 0.05)), bernoulli(rho)).sum())
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "autoencoder_reference.json"), "w") as file:
        json.dump(answers, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
