"""Writes state.pt, checkpoint.pt and module.pt, which PyTorchFileTests reads. Run with torch 1.13 in this folder."""
import torch

numbers = torch.arange(24, dtype=torch.float32)
shared = torch.arange(12, dtype=torch.float32)
state = {
    "plain": numbers.reshape(2, 3, 4),
    "turned": numbers.reshape(4, 6).t(),
    "slice": numbers.reshape(4, 6)[1:3, 2:5],
    "every.other": numbers[1::2],
    "tied.first": shared[:6],
    "tied.second": shared[6:],
    "double": torch.tensor([0.1, -2.5], dtype=torch.float64),
    "half": torch.tensor([0.5, -1.5], dtype=torch.float16),
    "brain": torch.tensor([3.0, -0.25], dtype=torch.bfloat16),
    "long": torch.tensor([2**40, -1]),
    "byte": torch.tensor([0, 255], dtype=torch.uint8),
    "truth": torch.tensor([True, False]),
    "scalar": torch.tensor(7.0),
    "empty": torch.zeros(0, 3),
    "parameter": torch.nn.Parameter(torch.tensor([[1.0, 2.0]])),
}
torch.save(state, "state.pt")
layer = torch.nn.BatchNorm1d(2)
torch.save({"epoch": 3, "state_dict": layer.state_dict(), "optimizer": {"lr": 0.1}}, "checkpoint.pt")
torch.save(layer, "module.pt")
