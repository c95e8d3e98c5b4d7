"""Records what PyTorch computes, for LayerParityTests, LossParityTests, OptimizerParityTests and SchedulerParityTests:
python3 layer_reference.py > layer_reference.json (PyTorch 1.13)."""
import json
import math
import torch
from torch import nn, optim
from torch.nn import functional as F

torch.manual_seed(20240607)
torch.set_num_threads(1)

result = {"layers": {}, "losses": {}, "optimizers": {}, "schedulers": {}}


def number(x):
    if isinstance(x, bool):
        return int(x)
    if isinstance(x, int):
        return x
    return float(f"{x:.9g}") if math.isfinite(x) else str(x)


def record(t):
    return {"shape": list(t.shape), "dtype": str(t.dtype).split(".")[1], "data": [number(x) for x in t.detach().reshape(-1).tolist()]}


def tensors(value):
    if value is None:
        return []
    if isinstance(value, torch.Tensor):
        return [value]
    return [t for item in value for t in tensors(item)]


def layer(name, module, *inputs, call=None, train=True):
    """Output, gradients of parameters and float inputs for fixed cotangents, and the buffers afterwards."""
    module.train(train)
    with torch.no_grad():
        for p in module.parameters():
            if p.dim() == 1:
                p.add_(torch.randn_like(p) * 0.1)
    state = {k: record(v) for k, v in module.state_dict().items()}
    leaves = [x.clone().requires_grad_() if isinstance(x, torch.Tensor) and x.is_floating_point() else x for x in inputs]
    outputs = tensors(call(module, *leaves) if call else module(*leaves))
    cotangents = [torch.randn_like(o) for o in outputs if o.is_floating_point()]
    loss = sum((o * c).sum() for o, c in zip([o for o in outputs if o.is_floating_point()], cotangents))
    loss.backward()
    result["layers"][name] = {
        "state": state,
        "inputs": [record(x) for x in inputs],
        "outputs": [record(o) for o in outputs],
        "cotangents": [record(c) for c in cotangents],
        "input_grads": [record(x.grad) if x.grad is not None else None for x in leaves],
        "grads": {k: record(p.grad) for k, p in module.named_parameters() if p.grad is not None},
        "buffers": {k: record(b) for k, b in module.named_buffers()},
    }


r = torch.randn
layer("Linear", nn.Linear(4, 3), r(5, 4))
layer("Linear without bias", nn.Linear(4, 3, bias=False), r(2, 5, 4))
layer("Identity", nn.Identity(), r(2, 3))
x4, x8 = r(3, 4), r(2, 3, 8)
for a in (nn.ReLU(), nn.ReLU6(), nn.LeakyReLU(0.2), nn.ELU(1.3), nn.CELU(0.7), nn.SELU(), nn.GELU(), nn.Sigmoid(), nn.Tanh(), nn.SiLU(), nn.Mish(),
          nn.Softplus(2.0, 1.0), nn.Hardtanh(-0.5, 0.7), nn.Softmax(1), nn.LogSoftmax(1), nn.PReLU(4)):
    layer(type(a).__name__, a, x4)
layer("Conv1d", nn.Conv1d(3, 4, 3, stride=2, padding=1), x8)
layer("Conv1d dilated, in groups", nn.Conv1d(4, 6, 3, dilation=2, groups=2, bias=False), r(2, 4, 9))
layer("Conv1d same", nn.Conv1d(3, 2, 4, padding="same"), x8)
layer("Conv1d unbatched", nn.Conv1d(3, 2, 3), r(3, 8))
layer("Conv2d", nn.Conv2d(3, 4, 3, stride=2, padding=1), r(2, 3, 6, 5))
layer("Conv2d of pairs", nn.Conv2d(2, 4, (3, 2), (2, 1), (1, 0), (1, 2), groups=2), r(2, 2, 6, 7))
layer("Conv2d reflect", nn.Conv2d(2, 3, 3, padding=1, padding_mode="reflect"), r(1, 2, 4, 5))
layer("Conv2d circular", nn.Conv2d(2, 3, 3, padding=(1, 2), padding_mode="circular"), r(1, 2, 4, 5))
layer("Conv2d same replicate", nn.Conv2d(2, 3, 4, padding="same", padding_mode="replicate"), r(1, 2, 5, 6))
layer("ConvTranspose1d", nn.ConvTranspose1d(3, 4, 3, stride=2, padding=1, output_padding=1), r(2, 3, 5))
layer("ConvTranspose2d", nn.ConvTranspose2d(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2), r(2, 4, 3, 4))
layer("ConvTranspose2d of pairs", nn.ConvTranspose2d(2, 3, (3, 2), (1, 2), (1, 0), (0, 1), dilation=(2, 1), bias=False), r(1, 2, 4, 3))
layer("BatchNorm1d", nn.BatchNorm1d(4), r(6, 4))
layer("BatchNorm1d of sequences", nn.BatchNorm1d(3, eps=1e-3, momentum=0.3), r(4, 3, 5))
layer("BatchNorm1d in use", nn.BatchNorm1d(4), r(6, 4), train=False)
layer("BatchNorm1d plain", nn.BatchNorm1d(4, affine=False, track_running_stats=False), r(6, 4), train=False)
layer("BatchNorm2d", nn.BatchNorm2d(3), r(2, 3, 4, 4))
layer("InstanceNorm2d", nn.InstanceNorm2d(3, affine=True, track_running_stats=True), r(2, 3, 4, 4))
layer("InstanceNorm2d in use", nn.InstanceNorm2d(3, affine=True, track_running_stats=True), r(2, 3, 4, 4), train=False)
layer("LayerNorm", nn.LayerNorm(4), r(3, 4))
layer("LayerNorm of two", nn.LayerNorm([3, 4], eps=1e-3), r(2, 3, 4))
layer("LayerNorm plain", nn.LayerNorm(4, elementwise_affine=False), r(3, 4))
layer("Embedding", nn.Embedding(7, 3, padding_idx=2), torch.tensor([[1, 2, 6], [0, 1, 1]]))
layer("Flatten", nn.Flatten(), r(2, 3, 4))
layer("Unflatten", nn.Unflatten(1, (2, 3)), r(2, 6))
layer("PixelShuffle", nn.PixelShuffle(2), r(1, 8, 2, 3))
layer("MaxPool1d", nn.MaxPool1d(3, 2, 1), x8)
layer("MaxPool2d", nn.MaxPool2d(2), r(2, 3, 5, 4))
layer("MaxPool2d of pairs", nn.MaxPool2d((3, 2), (2, 1), (1, 1), ceil_mode=True), r(1, 2, 6, 5))
layer("MaxPool2d indices", nn.MaxPool2d(2, return_indices=True), r(1, 2, 4, 4))
layer("AvgPool1d", nn.AvgPool1d(3, 2, 1), x8)
layer("AvgPool2d", nn.AvgPool2d(2), r(2, 3, 5, 4))
layer("AvgPool2d of pairs", nn.AvgPool2d((3, 2), (2, 1), (1, 0), count_include_pad=False, ceil_mode=True), r(1, 2, 6, 5))
layer("AvgPool2d divisor", nn.AvgPool2d(2, divisor_override=3), r(1, 2, 4, 4))
layer("AdaptiveAvgPool1d", nn.AdaptiveAvgPool1d(3), x8)
layer("AdaptiveAvgPool2d", nn.AdaptiveAvgPool2d((3, 2)), r(1, 2, 5, 4))
layer("ReflectionPad2d", nn.ReflectionPad2d((1, 2, 0, 1)), r(1, 2, 3, 4))
layer("ZeroPad2d", nn.ZeroPad2d((1, 2, 0, 1)), r(1, 2, 3, 4))
layer("Upsample nearest", nn.Upsample(scale_factor=2), r(1, 2, 3, 4))
layer("Upsample linear", nn.Upsample(size=7, mode="linear"), x8)
layer("Upsample bilinear", nn.Upsample(size=(5, 6), mode="bilinear", align_corners=True), r(1, 2, 3, 4))
layer("Upsample bicubic", nn.Upsample(scale_factor=(1.5, 2.0), mode="bicubic"), r(1, 2, 4, 3))
layer("Upsample trilinear", nn.Upsample(scale_factor=2, mode="trilinear"), r(1, 1, 2, 3, 2))

layer("RNN", nn.RNN(3, 4), r(5, 2, 3))
layer("RNN relu", nn.RNN(3, 4, 2, nonlinearity="relu", bidirectional=True, batch_first=True), r(2, 5, 3), r(4, 2, 4))
layer("LSTM", nn.LSTM(3, 4), r(5, 2, 3))
layer("LSTM deep", nn.LSTM(3, 4, 2, bidirectional=True, batch_first=True), r(2, 5, 3), r(4, 2, 4), r(4, 2, 4), call=lambda m, x, h, c: m(x, (h, c)))
layer("LSTM without bias", nn.LSTM(3, 4, bias=False), r(5, 2, 3))
layer("GRU", nn.GRU(3, 4), r(5, 2, 3))
layer("GRU deep", nn.GRU(3, 4, 2, bidirectional=True, batch_first=True), r(2, 5, 3), r(4, 2, 4))
layer("RNNCell", nn.RNNCell(3, 4), r(2, 3), r(2, 4))
layer("GRUCell", nn.GRUCell(3, 4), r(2, 3), r(2, 4))
layer("LSTMCell", nn.LSTMCell(3, 4), r(2, 3), r(2, 4), r(2, 4), call=lambda m, x, h, c: m(x, (h, c)))


def packed(m, x, lengths):
    out, states = m(nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False))
    padded, counts = nn.utils.rnn.pad_packed_sequence(out, batch_first=True, padding_value=-1.0)
    return padded, states, counts


layer("LSTM packed", nn.LSTM(3, 4), r(3, 5, 3), torch.tensor([2, 5, 3]), call=packed)
layer("GRU packed", nn.GRU(3, 4, bidirectional=True), r(3, 5, 3), torch.tensor([2, 5, 3]), call=packed)

blocked = torch.zeros(4, 4).masked_fill(torch.ones(4, 4).triu(1).bool(), float("-inf"))
ignored = torch.tensor([[False, False, True, False], [False, False, False, True]])
layer("MultiheadAttention", nn.MultiheadAttention(6, 2), r(4, 2, 6), r(3, 2, 6), r(3, 2, 6))
layer("MultiheadAttention masked", nn.MultiheadAttention(6, 3), r(4, 2, 6), blocked, ignored,
      call=lambda m, x, mask, pad: m(x, x, x, key_padding_mask=pad, attn_mask=mask.detach()))
layer("MultiheadAttention of other widths", nn.MultiheadAttention(6, 2, kdim=3, vdim=4), r(4, 2, 6), r(3, 2, 3), r(3, 2, 4))
layer("MultiheadAttention extended", nn.MultiheadAttention(6, 2, add_bias_kv=True, add_zero_attn=True), r(4, 2, 6), r(3, 2, 6), r(3, 2, 6))
layer("TransformerEncoderLayer", nn.TransformerEncoderLayer(6, 2, 8, 0.0), r(4, 2, 6))
layer("TransformerEncoderLayer gelu", nn.TransformerEncoderLayer(6, 2, 8, 0.0, "gelu"), r(4, 2, 6), blocked, ignored,
      call=lambda m, x, mask, pad: m(x, mask.detach(), pad))
layer("TransformerEncoder", nn.TransformerEncoder(nn.TransformerEncoderLayer(6, 2, 8, 0.0), 2), r(4, 2, 6))


def loss(name, f, x, *others):
    x = x.clone().requires_grad_()
    value = f(x, *others)
    (value * torch.arange(1.0, 1.0 + value.numel()).view(value.shape)).sum().backward()
    result["losses"][name] = {"inputs": [record(t) for t in (x, *others)], "value": record(value), "grad": record(x.grad)}


p, t = r(4, 3), r(4, 3)
unit, zero_one, classes = torch.rand(4, 3) * 0.9 + 0.05, (torch.rand(4, 3) > 0.5).float(), torch.tensor([2, 0, 1, 2])
weights = torch.rand(3) + 0.5
for reduction in ("none", "mean", "sum"):
    k = {"reduction": reduction}
    loss(f"MSELoss {reduction}", nn.MSELoss(**k), p, t)
    loss(f"L1Loss {reduction}", nn.L1Loss(**k), p, t)
    loss(f"SmoothL1Loss {reduction}", nn.SmoothL1Loss(beta=0.5, **k), p, t)
    loss(f"HuberLoss {reduction}", nn.HuberLoss(delta=0.5, **k), p, t)
    loss(f"BCELoss {reduction}", nn.BCELoss(**k), unit, zero_one)
    loss(f"BCELoss weighted {reduction}", lambda x, y, w: F.binary_cross_entropy(x, y, w, **k), unit, zero_one, weights)
    loss(f"BCEWithLogitsLoss {reduction}", nn.BCEWithLogitsLoss(**k), p, zero_one)
    loss(f"BCEWithLogitsLoss weighted {reduction}", lambda x, y, w: F.binary_cross_entropy_with_logits(x, y, w, pos_weight=w * 2, **k), p, zero_one, weights)
    loss(f"CrossEntropyLoss {reduction}", nn.CrossEntropyLoss(**k), p, classes)
    loss(f"CrossEntropyLoss weighted {reduction}", lambda x, y, w: F.cross_entropy(x, y, w, ignore_index=1, **k), p, classes, weights)
    loss(f"CrossEntropyLoss smoothed {reduction}", nn.CrossEntropyLoss(label_smoothing=0.2, **k), p, classes)
    loss(f"CrossEntropyLoss of probabilities {reduction}", nn.CrossEntropyLoss(**k), p, t.softmax(1))
    loss(f"NLLLoss {reduction}", nn.NLLLoss(**k), p.log_softmax(1), classes)
    loss(f"KLDivLoss {reduction}", nn.KLDivLoss(log_target=True, **k), p.log_softmax(1), t.log_softmax(1))
    loss(f"KLDivLoss of probabilities {reduction}", nn.KLDivLoss(**k), p.log_softmax(1), t.softmax(1))
result["losses"] = dict(result["losses"])


def optimizer(name, make, dtype=torch.float32, transposed=False):
    """Parameters after each of five steps with the recorded gradients; the second parameter has none in the third step."""
    a, b = torch.randn(5, 7, dtype=dtype), torch.randn(3, dtype=dtype)
    a, b = a.requires_grad_(), b.requires_grad_()
    o = make([a, b])
    steps = []
    start = [record(a), record(b)]
    for i in range(5):
        a.grad = torch.randn(7, 5, dtype=dtype).t() if transposed else torch.randn(5, 7, dtype=dtype)
        b.grad = torch.randn(3, dtype=dtype) if i != 2 else None
        g = [record(a.grad), record(b.grad) if b.grad is not None else None]
        o.step()
        steps.append({"grads": g, "parameters": [record(a), record(b)]})
    result["optimizers"][name] = {"start": start, "steps": steps}


optimizer("SGD", lambda ps: optim.SGD(ps, 0.1))
optimizer("SGD decay", lambda ps: optim.SGD(ps, 0.1, weight_decay=0.2))
optimizer("SGD maximize", lambda ps: optim.SGD(ps, 0.1, momentum=0.5, maximize=True))
optimizer("SGD momentum", lambda ps: optim.SGD(ps, 0.1, momentum=0.9, dampening=0.3, weight_decay=0.1))
optimizer("SGD nesterov", lambda ps: optim.SGD(ps, 0.1, momentum=0.9, nesterov=True))
optimizer("SGD momentum float64", lambda ps: optim.SGD(ps, 0.1, momentum=0.9), torch.float64)
optimizer("SGD transposed", lambda ps: optim.SGD(ps, 0.1, momentum=0.9), transposed=True)
optimizer("Adam", lambda ps: optim.Adam(ps, 0.05))
optimizer("Adam options", lambda ps: optim.Adam(ps, 0.05, (0.8, 0.95), 1e-6, 0.1, amsgrad=True, maximize=True))
optimizer("Adam float64", lambda ps: optim.Adam(ps, 0.05, weight_decay=0.01), torch.float64)
optimizer("Adam transposed", lambda ps: optim.Adam(ps, 0.05), transposed=True)
optimizer("AdamW", lambda ps: optim.AdamW(ps, 0.05, weight_decay=0.1))
optimizer("AdamW amsgrad", lambda ps: optim.AdamW(ps, 0.05, weight_decay=0.1, amsgrad=True))
optimizer("RMSProp", lambda ps: optim.RMSprop(ps, 0.01))
optimizer("RMSProp options", lambda ps: optim.RMSprop(ps, 0.01, 0.9, 1e-6, 0.1, momentum=0.8))
optimizer("RMSProp centered", lambda ps: optim.RMSprop(ps, 0.01, momentum=0.5, centered=True))
optimizer("Adagrad", lambda ps: optim.Adagrad(ps, 0.1, lr_decay=0.1, weight_decay=0.1, initial_accumulator_value=0.5))
optimizer("Adadelta", lambda ps: optim.Adadelta(ps, 1.0, weight_decay=0.1))


def lbfgs():
    x = torch.tensor([-1.2, 1.0], dtype=torch.float64, requires_grad=True)
    o = optim.LBFGS([x], lr=0.1, max_iter=8, history_size=3)
    path = []
    for _ in range(5):
        def closure():
            o.zero_grad()
            f = (1 - x[0]) ** 2 + 5 * (x[1] - x[0] ** 2) ** 2
            f.backward()
            return f
        value = o.step(closure)
        path.append({"loss": value.item(), "x": x.tolist()})
    result["optimizers"]["LBFGS"] = path


lbfgs()


def scheduler(name, make, metrics=None, steps=20, momentum=False):
    w = torch.zeros(1, requires_grad=True)
    o = optim.SGD([w], lr=0.5, momentum=0.9)
    s = make(o)
    rates = [o.param_groups[0]["lr"]]
    momenta = [o.param_groups[0]["momentum"]]
    for i in range(steps):
        o.step()
        s.step(metrics[i]) if metrics else s.step()
        rates.append(o.param_groups[0]["lr"])
        momenta.append(o.param_groups[0]["momentum"])
    result["schedulers"][name] = {"rates": rates, "momenta": momenta}


L = optim.lr_scheduler
scheduler("StepLR", lambda o: L.StepLR(o, 3, 0.5))
scheduler("MultiStepLR", lambda o: L.MultiStepLR(o, [2, 7, 7, 12], 0.5))
scheduler("ExponentialLR", lambda o: L.ExponentialLR(o, 0.9))
scheduler("LambdaLR", lambda o: L.LambdaLR(o, lambda e: 1 / (1 + e)))
scheduler("ConstantLR", lambda o: L.ConstantLR(o, 0.25, 4))
scheduler("LinearLR", lambda o: L.LinearLR(o, 0.25, 0.75, 6))
scheduler("PolynomialLR", lambda o: L.PolynomialLR(o, 15, 2))
scheduler("CosineAnnealingLR", lambda o: L.CosineAnnealingLR(o, 6, 0.01))
scheduler("OneCycleLR", lambda o: L.OneCycleLR(o, 0.8, 20), steps=19)
scheduler("OneCycleLR linear", lambda o: L.OneCycleLR(o, 0.8, epochs=4, steps_per_epoch=5, anneal_strategy="linear", three_phase=True, pct_start=0.4), steps=19)
falling = [1.0, 0.9, 0.8, 0.8, 0.85, 0.8, 0.79995, 0.81, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7]
scheduler("ReduceLROnPlateau", lambda o: L.ReduceLROnPlateau(o, patience=2, factor=0.5), falling)
scheduler("ReduceLROnPlateau max", lambda o: L.ReduceLROnPlateau(o, "max", 0.5, 1, 0.05, "abs", 2, 0.1), falling)

print(json.dumps(result, separators=(",", ":")))
