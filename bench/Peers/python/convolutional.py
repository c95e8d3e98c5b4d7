"""Convolutional networks in plain PyTorch: training speed, and weights and answers to compare with."""
import json
import struct
import sys

import torch
from torch import nn
from torch.nn import functional as F

from common import serve


class LeNet5(nn.Module):
    def __init__(self, classes=10, padding=0):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 6, 5, padding=padding), nn.Conv2d(6, 16, 5)
        self.fc1, self.fc2, self.fc3 = nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, classes)

    def forward(self, x):
        x = F.avg_pool2d(torch.tanh(self.conv1(x)), 2)
        x = F.avg_pool2d(torch.tanh(self.conv2(x)), 2).flatten(1)
        return self.fc3(torch.tanh(self.fc2(torch.tanh(self.fc1(x)))))


class Small(nn.Module):
    def __init__(self, classes=10, channels=1, side=28):
        super().__init__()
        for i, (a, b) in enumerate([(channels, 16), (16, 32), (32, 64)], 1):
            setattr(self, f"convolution{i}", nn.Conv2d(a, b, 3, padding=1, bias=False))
            setattr(self, f"normalization{i}", nn.BatchNorm2d(b))
        self.dense1, self.answer = nn.Linear(64 * (side // 4) ** 2, 128), nn.Linear(128, classes)
        self.dropout = nn.Dropout(0.25)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.normalization1(self.convolution1(x))), 2)
        x = F.max_pool2d(F.relu(self.normalization2(self.convolution2(x))), 2)
        x = F.relu(self.normalization3(self.convolution3(x))).flatten(1)
        return self.answer(self.dropout(F.relu(self.dense1(self.dropout(x)))))


class AlexNet(nn.Module):
    def __init__(self, classes=1000):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 64, 11, 4, 2), nn.ReLU(), nn.MaxPool2d(3, 2), nn.Conv2d(64, 192, 5, padding=2), nn.ReLU(), nn.MaxPool2d(3, 2),
            nn.Conv2d(192, 384, 3, padding=1), nn.ReLU(), nn.Conv2d(384, 256, 3, padding=1), nn.ReLU(),
            nn.Conv2d(256, 256, 3, padding=1), nn.ReLU(), nn.MaxPool2d(3, 2))
        self.classifier = nn.Sequential(
            nn.Dropout(), nn.Linear(256 * 36, 4096), nn.ReLU(), nn.Dropout(), nn.Linear(4096, 4096), nn.ReLU(), nn.Linear(4096, classes))

    def forward(self, x):
        return self.classifier(F.adaptive_avg_pool2d(self.features(x), 6).flatten(1))


class Vgg(nn.Module):
    def __init__(self, depths, normalized=False, classes=1000):
        super().__init__()
        layers, channels = [], 3
        for stage, depth in enumerate(depths):
            filters = min(64 << stage, 512)
            for _ in range(depth):
                layers += [nn.Conv2d(channels, filters, 3, padding=1)] + ([nn.BatchNorm2d(filters)] if normalized else []) + [nn.ReLU()]
                channels = filters
            layers.append(nn.MaxPool2d(2))
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Sequential(
            nn.Linear(512 * 49, 4096), nn.ReLU(), nn.Dropout(), nn.Linear(4096, 4096), nn.ReLU(), nn.Dropout(), nn.Linear(4096, classes))

    def forward(self, x):
        return self.classifier(F.adaptive_avg_pool2d(self.features(x), 7).flatten(1))


class Normalized(nn.Module):
    def __init__(self, a, b, kernel, stride=1):
        super().__init__()
        self.conv, self.bn = nn.Conv2d(a, b, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(b, eps=1e-3)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


class Inception(nn.Module):
    def __init__(self, a, f1, r3, f3, r5, f5, p):
        super().__init__()
        self.branch1 = Normalized(a, f1, 1)
        self.branch2 = nn.Sequential(Normalized(a, r3, 1), Normalized(r3, f3, 3))
        self.branch3 = nn.Sequential(Normalized(a, r5, 1), Normalized(r5, f5, 3))
        self.branch4 = nn.Sequential(nn.MaxPool2d(3, 1, 1, ceil_mode=True), Normalized(a, p, 1))

    def forward(self, x):
        return torch.cat([self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(x)], 1)


class GoogLeNet(nn.Module):
    BLOCKS = {
        "3a": (192, 64, 96, 128, 16, 32, 32), "3b": (256, 128, 128, 192, 32, 96, 64), "4a": (480, 192, 96, 208, 16, 48, 64),
        "4b": (512, 160, 112, 224, 24, 64, 64), "4c": (512, 128, 128, 256, 24, 64, 64), "4d": (512, 112, 144, 288, 32, 64, 64),
        "4e": (528, 256, 160, 320, 32, 128, 128), "5a": (832, 256, 160, 320, 32, 128, 128), "5b": (832, 384, 192, 384, 48, 128, 128)}

    def __init__(self, classes=1000):
        super().__init__()
        self.conv1, self.conv2, self.conv3 = Normalized(3, 64, 7, 2), Normalized(64, 64, 1), Normalized(64, 192, 3)
        for name, sizes in self.BLOCKS.items():
            setattr(self, f"inception{name}", Inception(*sizes))
        self.fc = nn.Linear(1024, classes)

    def forward(self, x):
        x = F.max_pool2d(self.conv1(x), 3, 2, ceil_mode=True)
        x = F.max_pool2d(self.conv3(self.conv2(x)), 3, 2, ceil_mode=True)
        for name in self.BLOCKS:
            x = getattr(self, f"inception{name}")(x)
            if name == "3b":
                x = F.max_pool2d(x, 3, 2, ceil_mode=True)
            if name == "4e":
                x = F.max_pool2d(x, 2, 2, ceil_mode=True)
        return self.fc(x.mean((2, 3)))


def plain(a, b, kernel, stride=1):
    return nn.Conv2d(a, b, kernel, stride, kernel // 2, bias=False)


class Residual(nn.Module):
    def __init__(self, a, filters, stride, bottleneck):
        super().__init__()
        b = filters * 4 if bottleneck else filters
        if bottleneck:
            self.conv1, self.conv2, self.conv3 = plain(a, filters, 1), plain(filters, filters, 3, stride), plain(filters, b, 1)
            self.bn1, self.bn2, self.bn3 = nn.BatchNorm2d(filters), nn.BatchNorm2d(filters), nn.BatchNorm2d(b)
        else:
            self.conv1, self.conv2 = plain(a, filters, 3, stride), plain(filters, b, 3)
            self.bn1, self.bn2 = nn.BatchNorm2d(filters), nn.BatchNorm2d(b)
        self.bottleneck = bottleneck
        self.downsample = nn.Sequential(plain(a, b, 1, stride), nn.BatchNorm2d(b)) if stride != 1 or a != b else None
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x):
        y = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        if self.bottleneck:
            y = self.bn3(self.conv3(self.relu(y)))
        y += x if self.downsample is None else self.downsample(x)
        return self.relu(y)


class PreActivation(nn.Module):
    def __init__(self, a, filters, stride, bottleneck):
        super().__init__()
        b = filters * 4 if bottleneck else filters
        self.bottleneck = bottleneck
        self.bn1, self.bn2 = nn.BatchNorm2d(a), nn.BatchNorm2d(filters)
        if bottleneck:
            self.conv1, self.conv2, self.conv3 = plain(a, filters, 1), plain(filters, filters, 3, stride), plain(filters, b, 1)
            self.bn3 = nn.BatchNorm2d(filters)
        else:
            self.conv1, self.conv2 = plain(a, filters, 3, stride), plain(filters, b, 3)
        self.downsample = plain(a, b, 1, stride) if stride != 1 or a != b else None

    def forward(self, x):
        active = F.relu(self.bn1(x))
        y = self.conv2(F.relu(self.bn2(self.conv1(active))))
        if self.bottleneck:
            y = self.conv3(F.relu(self.bn3(y)))
        return y + (x if self.downsample is None else self.downsample(active))


class ResNet(nn.Module):
    def __init__(self, depths, bottleneck=False, pre=False, classes=1000, filters=64, stem=True):
        super().__init__()
        self.stem, self.pre, self.stages = stem, pre, len(depths)
        self.conv1 = plain(3, filters, 7, 2) if stem else plain(3, filters, 3)
        self.relu = nn.ReLU(inplace=True)
        channels = filters
        if not pre:
            self.bn1 = nn.BatchNorm2d(filters)
        for stage, depth in enumerate(depths):
            blocks = []
            for i in range(depth):
                block = (PreActivation if pre else Residual)(channels, filters << stage, 2 if stage and not i else 1, bottleneck)
                channels = (filters << stage) * (4 if bottleneck else 1)
                blocks.append(block)
            setattr(self, f"layer{stage + 1}", nn.Sequential(*blocks))
        if pre:
            self.bn = nn.BatchNorm2d(channels)
        self.fc = nn.Linear(channels, classes)

    def forward(self, x):
        x = self.conv1(x)
        if not self.pre:
            x = self.relu(self.bn1(x))
        if self.stem:
            x = F.max_pool2d(x, 3, 2, 1)
        for stage in range(self.stages):
            x = getattr(self, f"layer{stage + 1}")(x)
        if self.pre:
            x = F.relu(self.bn(x))
        return self.fc(x.mean((2, 3)))


# Network and the shape of the pictures on which it is compared.
NETWORKS = {
    "lenet5": (LeNet5, (1, 32, 32)), "small": (Small, (1, 28, 28)), "alexnet": (AlexNet, (3, 64, 64)),
    "vgg11bn": (lambda: Vgg([1, 1, 2, 2, 2], True), (3, 32, 32)), "vgg16": (lambda: Vgg([2, 2, 3, 3, 3]), (3, 32, 32)),
    "googlenet": (GoogLeNet, (3, 64, 64)), "resnet18": (lambda: ResNet([2, 2, 2, 2]), (3, 64, 64)),
    "resnet50": (lambda: ResNet([3, 4, 6, 3], True), (3, 64, 64)),
    "resnet18pre": (lambda: ResNet([2, 2, 2, 2], pre=True), (3, 64, 64)),
    "resnet50pre": (lambda: ResNet([3, 4, 6, 3], True, pre=True), (3, 64, 64)),
    "smallresnet": (lambda: ResNet([3, 3, 3], classes=10, filters=16, stem=False), (3, 32, 32))}


def wave(shape, phase):
    """Numbers that any library can make again: sin(12.9898 i + phase), in double precision."""
    count = 1
    for size in shape:
        count *= size
    return torch.sin(torch.arange(count, dtype=torch.float64) * 12.9898 + phase).reshape(shape)


def fill(network):
    """Fixed weights, spread like those of a trained network."""
    with torch.no_grad():
        for phase, (name, tensor) in enumerate(sorted(network.state_dict().items())):
            if not tensor.is_floating_point():
                continue
            values = wave(tensor.shape, phase)
            if tensor.dim() > 1:
                values = values * 2 / (tensor[0].numel() ** 0.5)
            elif name.endswith("running_var"):
                values = 1 + 0.5 * values
            elif name.endswith("weight"):
                values = 1 + 0.2 * values
            else:
                values = 0.1 * values
            tensor.copy_(values)
    return network.eval()


def answer(name):
    make, shape = NETWORKS[name]
    network = fill(make())
    with torch.no_grad():
        return network, network((wave((2, *shape), 0.5) * 0.5 + 0.5).float())


def write_safetensors(path, tensors):
    header, offset = {}, 0
    for name, tensor in sorted(tensors.items()):
        size = tensor.numel() * tensor.element_size()
        kind = {torch.float32: "F32", torch.int64: "I64"}[tensor.dtype]
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for _, tensor in sorted(tensors.items()):
            file.write(tensor.contiguous().numpy().tobytes())


def train(make, images, classes, batch, epochs):
    x, y = torch.rand(*images), torch.randint(classes, (images[0],))
    loss = nn.CrossEntropyLoss()

    def run():
        network = make().train()
        steps = torch.optim.Adam(network.parameters(), lr=1e-3)
        for _ in range(epochs):
            order = torch.randperm(images[0])
            for start in range(0, images[0], batch):
                index = order[start:start + batch]
                steps.zero_grad()
                loss(network(x[index]), y[index]).backward()
                steps.step()
        return images[0] * epochs

    return run


def score_single():
    rows, repetitions = 200, 5
    images, network = torch.rand(rows, 1, 28, 28), LeNet5(padding=2).eval()

    def run():
        with torch.inference_mode():
            for i in range(rows * repetitions):
                network(images[i % rows:i % rows + 1])
        return rows * repetitions

    return run


if __name__ == "__main__":
    if sys.argv[1] == "answer":  # NAME FILE: weights into the file, shapes and answers on standard output
        network, answers = answer(sys.argv[2])
        write_safetensors(sys.argv[3], network.state_dict())
        print(json.dumps({"answers": answers.flatten().tolist()}))
    else:
        serve({
            "lenet5": lambda: train(LeNet5, (2048, 1, 32, 32), 10, 32, 5),
            "resnet18": lambda: train(lambda: ResNet([2, 2, 2, 2], classes=10), (320, 3, 32, 32), 10, 32, 2),
            "cnn_score_single": score_single})
