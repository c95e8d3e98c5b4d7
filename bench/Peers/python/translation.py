"""A U-Net that adds its answer to the picture, in a plain PyTorch loop over tensors already in memory."""
import torch
from torch import nn

from common import serve

ROWS, EPOCHS, BATCH = 256, 8, 32


def pair(start, end):
    return nn.Sequential(nn.Conv2d(start, end, 3, padding=1), nn.ReLU(), nn.Conv2d(end, end, 3, padding=1), nn.ReLU())


def larger(start, end):
    return nn.Sequential(nn.Conv2d(start, 4 * end, 3, padding=1), nn.PixelShuffle(2), nn.ReLU())


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down1, self.down2, self.middle = pair(1, 16), pair(16, 32), pair(32, 64)
        self.up2, self.join2, self.up1, self.join1 = larger(64, 32), pair(64, 32), larger(32, 16), pair(32, 16)
        self.answer = nn.Conv2d(16, 1, 1)

    def forward(self, x):
        large = self.down1(x)
        small = self.down2(nn.functional.max_pool2d(large, 2))
        current = self.join2(torch.cat([small, self.up2(self.middle(nn.functional.max_pool2d(small, 2)))], 1))
        return self.answer(self.join1(torch.cat([large, self.up1(current)], 1))) + x


def unet():
    given, wanted = torch.rand(ROWS, 1, 28, 28), torch.rand(ROWS, 1, 28, 28)
    loss = nn.L1Loss()

    def run():
        network = UNet()
        steps = torch.optim.Adam(network.parameters(), lr=1e-3)
        for _ in range(EPOCHS):
            order = torch.randperm(ROWS)
            for start in range(0, ROWS, BATCH):
                index = order[start:start + BATCH]
                steps.zero_grad()
                loss(network(given[index]), wanted[index]).backward()
                steps.step()
        return ROWS * EPOCHS

    return run


if __name__ == "__main__":
    serve({"unet": unet})
