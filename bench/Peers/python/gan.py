"""DCGAN in a plain PyTorch loop over pictures already in memory."""
import torch
from torch import nn
from torch.nn import functional as F

from common import serve


def generator():
    return nn.Sequential(
        nn.ConvTranspose2d(64, 128, 7, bias=False), nn.BatchNorm2d(128), nn.ReLU(),
        nn.ConvTranspose2d(128, 64, 4, 2, 1, bias=False), nn.BatchNorm2d(64), nn.ReLU(),
        nn.ConvTranspose2d(64, 1, 4, 2, 1), nn.Tanh())


def discriminator():
    return nn.Sequential(
        nn.Conv2d(1, 64, 4, 2, 1), nn.LeakyReLU(0.2),
        nn.Conv2d(64, 128, 4, 2, 1), nn.BatchNorm2d(128), nn.LeakyReLU(0.2),
        nn.Conv2d(128, 1, 7), nn.Flatten())


def dcgan():
    x = torch.rand(1920, 1, 28, 28) * 2 - 1

    def run():
        g, d = generator(), discriminator()
        steps_g = torch.optim.Adam(g.parameters(), lr=2e-4, betas=(0.5, 0.999))
        steps_d = torch.optim.Adam(d.parameters(), lr=2e-4, betas=(0.5, 0.999))
        order = torch.randperm(x.shape[0])
        for start in range(0, x.shape[0], 64):
            real = x[order[start:start + 64]]
            fake = g(torch.randn(real.shape[0], 64, 1, 1))
            steps_d.zero_grad()
            (F.softplus(-d(real)).mean() + F.softplus(d(fake.detach())).mean()).backward()
            steps_d.step()
            steps_g.zero_grad()
            F.softplus(-d(fake)).mean().backward()
            steps_g.step()
        return x.shape[0]

    return run


if __name__ == "__main__":
    serve({"dcgan": dcgan})
