"""Records what PyTorch answers for networks and losses whose weights follow a formula; run it to make gan_parity.json again."""
import json
import os

import torch
from torch import nn
import torch.nn.functional as F

torch.set_num_threads(1)


def fill(module):
    """Weight i (counted over the module's parameters in turn) is sin(i + 1) / 3; norms keep their ones and zeros."""
    i = 0
    with torch.no_grad():
        for name, p in module.named_parameters():
            if "norm" in name.lower():
                continue
            n = p.numel()
            p.copy_(torch.sin(torch.arange(i + 1, i + 1 + n, dtype=torch.float64)).float().reshape(p.shape) / 3)
            i += n
    return module


def rows(n, width, shift=0.0):
    return torch.cos(torch.arange(n * width, dtype=torch.float64) * 0.7 + shift).float().reshape(n, width)


def one_hot(n, classes):
    return F.one_hot(torch.arange(n) % classes, classes).float()


class Dense(nn.Module):
    def __init__(self, width, classes, hidden, pack, norm):
        super().__init__()
        self.pack = pack
        layers = []
        w = width * pack
        for i, h in enumerate(hidden):
            layers.append((f"linear{i}", nn.Linear(w, h)))
            if norm:
                layers.append((f"norm{i}", nn.LayerNorm(h)))
            layers.append((f"activation{i}", nn.LeakyReLU(0.2)))
            w = h
        self.layers = nn.Sequential()
        for name, layer in layers:
            self.layers.add_module(name, layer)
        self.decision = nn.Linear(w, 1)
        self.embedding = nn.Linear(classes * pack, w, bias=False)

    def forward(self, x, c):
        h = self.layers(x.reshape(x.shape[0] // self.pack, -1))
        c = c.reshape(c.shape[0] // self.pack, -1)
        return self.decision(h) + (self.embedding(c) * h).sum(1, keepdim=True)


class Picture(nn.Module):
    def __init__(self, latent, filters):
        super().__init__()
        self.filters = 2 * filters
        self.project = nn.Linear(latent, 2 * filters * 16, bias=False)
        self.layers = nn.Sequential()
        self.layers.add_module("innerNorm", nn.BatchNorm2d(2 * filters))
        self.layers.add_module("innerActivation", nn.ReLU())
        self.layers.add_module("double1", nn.ConvTranspose2d(2 * filters, filters, 4, 2, 1, bias=False))
        self.layers.add_module("norm1", nn.BatchNorm2d(filters))
        self.layers.add_module("activation1", nn.ReLU())
        self.layers.add_module("picture", nn.ConvTranspose2d(filters, 1, 4, 2, 1))

    def forward(self, z):
        # the paper's transposed convolution of a single point, which the library makes as a product
        weight = self.project.weight.t().reshape(z.shape[1], self.filters, 4, 4)
        return self.layers(F.conv_transpose2d(z[:, :, None, None], weight)).flatten(1)


class Judge(nn.Module):
    """Of packs of two pictures of 8×8, with a projection over all features."""
    def __init__(self, classes, filters):
        super().__init__()
        self.layers = nn.Sequential()
        self.layers.add_module("halve1", nn.Conv2d(2, filters, 4, 2, 1))
        self.layers.add_module("activation1", nn.LeakyReLU(0.2))
        self.decision = nn.Conv2d(filters, 1, 4)
        self.embedding = nn.Linear(2 * classes, filters * 16, bias=False)

    def forward(self, x, c):
        h = self.layers(x.reshape(-1, 2, 8, 8))
        return self.decision(h).flatten(1) + (self.embedding(c.reshape(h.shape[0], -1)) * h.flatten(1)).sum(1, keepdim=True)


def penalty(critic, x, c, pack):
    x = x.clone().requires_grad_(True)
    slope = torch.autograd.grad(critic(x, c).sum(), x, create_graph=True)[0]
    loss = ((slope.reshape(x.shape[0] // pack, -1).square().sum(1) + 1e-12).sqrt() - 1).square().mean()
    loss.backward()
    return loss.item(), critic.layers[0].weight.grad.flatten().tolist()


if __name__ == "__main__":
    x, c = rows(6, 5), one_hot(6, 3)
    critic = fill(Dense(5, 3, [4, 3], 2, True))
    value, slope = penalty(critic, x, c, 2)
    z = rows(3, 4)
    generator = fill(Picture(4, 2))
    d_real, d_fake = rows(4, 1), rows(4, 1, 1.3)
    recorded = {
        "dense": fill(Dense(5, 3, [4, 3], 1, False))(x, c).flatten().tolist(),
        "packed": critic(x, c).flatten().tolist(),
        "penalty": value,
        "penalty_slope": slope,
        "picture_training": generator.train()(z).flatten().tolist()[:40],
        "picture_scoring": generator.eval()(z).flatten().tolist()[:40],
        "judge": fill(Judge(3, 2)).eval()(rows(6, 64), one_hot(6, 3)).flatten().tolist(),
        "minimax_discriminator": (F.binary_cross_entropy_with_logits(d_real, torch.full_like(d_real, 0.9))
                                  + F.binary_cross_entropy_with_logits(d_fake, torch.zeros_like(d_fake))).item(),
        "minimax_generator": torch.log(1 - torch.sigmoid(d_fake)).mean().item(),
        "modified_generator": F.binary_cross_entropy_with_logits(d_fake, torch.ones_like(d_fake)).item(),
        "squares_discriminator": 0.5 * (F.mse_loss(d_real, torch.full_like(d_real, 0.9)) + F.mse_loss(d_fake, torch.zeros_like(d_fake))).item(),
        "squares_generator": 0.5 * F.mse_loss(d_fake, torch.ones_like(d_fake)).item(),
        "wasserstein_discriminator": (d_fake.mean() - d_real.mean()).item(),
    }
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "gan_parity.json"), "w") as f:
        json.dump(recorded, f, indent=1)
