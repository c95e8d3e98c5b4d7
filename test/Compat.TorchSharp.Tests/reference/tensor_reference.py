"""Records what PyTorch computes, for TensorParityTests: python3 tensor_reference.py > tensor_reference.json (PyTorch 1.13)."""
import json
import torch

torch.manual_seed(20240501)
torch.set_num_threads(1)

inputs = {
    "a": torch.randn(3, 4),
    "b": torch.randn(3, 4),
    "c": torch.rand(3, 4) * 0.8 + 0.1,
    "d": torch.randn(3, 4, dtype=torch.float64),
    "m": torch.randn(4, 5),
    "s": torch.randn(4, 4),
    "v": torch.randn(4),
    "w": torch.randn(3),
    "x3": torch.randn(2, 3, 4),
    "y3": torch.randn(2, 4, 2),
    "i": torch.randint(-9, 9, (3, 4)),
    "j": torch.randint(1, 7, (3, 4)),
    "i32": torch.randint(-9, 9, (3, 4), dtype=torch.int32),
    "u8": torch.randint(0, 255, (3, 4), dtype=torch.uint8),
    "mask": torch.rand(3, 4) > 0.5,
    "idx": torch.tensor([2, 0]),
    "idx34": torch.randint(0, 3, (3, 4)),
    "spd": None,
    "bad": torch.tensor([1.0, float("nan"), float("inf"), -float("inf"), -0.0]),
    "q": torch.tensor([0.1, 0.5, 0.9]),
    "z": torch.tensor(2.5, dtype=torch.float64),
}
inputs["spd"] = inputs["s"] @ inputs["s"].t() + 4 * torch.eye(4)
globals().update(inputs)

cases = {}


def unary(names, t, name):
    for n in names.split():
        cases[f"{n}({name})"] = getattr(torch, n)(t)


unary("abs sin cos tan sinh cosh tanh asinh atan exp exp2 expm1 floor ceil round trunc frac sign sgn neg square sigmoid erf erfc signbit"
      " deg2rad rad2deg relu sinc", a, "a")
unary("log log2 log10 log1p sqrt rsqrt reciprocal acos asin atanh erfinv lgamma digamma logit i0", c, "c")
unary("abs neg sign square exp sigmoid", i, "i")
unary("isnan isinf isfinite isposinf isneginf sign nan_to_num", bad, "bad")
F = torch.nn.functional
cases["gelu(a)"] = F.gelu(a)
cases["silu(a)"] = F.silu(a)
cases["selu(a)"] = F.selu(a)
cases["celu(a)"] = F.celu(a)
cases["relu6(a)"] = F.relu6(a * 4)
cases["hardsigmoid(a)"] = F.hardsigmoid(a)
cases["hardswish(a)"] = F.hardswish(a)
cases["softplus(a)"] = F.softplus(a)
cases["log_sigmoid(a)"] = F.logsigmoid(a)
cases["leaky_relu(a,0.1)"] = F.leaky_relu(a, 0.1)

for op in ("add", "sub", "mul", "div", "atan2", "fmod", "remainder", "maximum", "minimum", "hypot", "copysign", "logaddexp", "lerp"):
    cases[f"{op}(a,b)"] = torch.lerp(a, b, c) if op == "lerp" else getattr(torch, op)(a, b)
for op in ("eq", "ne", "lt", "le", "gt", "ge"):
    cases[f"{op}(i,j)"] = getattr(torch, op)(i, j)
for op in ("bitwise_and", "bitwise_or", "bitwise_xor", "gcd", "lcm", "fmod", "remainder", "floor_divide", "true_divide"):
    cases[f"{op}(i,j)"] = getattr(torch, op)(i, j)
cases["pow(c,a)"] = torch.pow(c, a)
cases["pow(a,3)"] = a ** 3
cases["pow(i,2)"] = i ** 2
cases["div_trunc(a,b)"] = torch.div(a, b, rounding_mode="trunc")
cases["div_floor(a,b)"] = torch.div(a, b, rounding_mode="floor")
cases["add_alpha(a,b)"] = torch.add(a, b, alpha=0.3)
cases["addcmul(a,b,c)"] = torch.addcmul(a, b, c, value=0.5)
cases["addcdiv(a,b,c)"] = torch.addcdiv(a, b, c, value=0.5)
cases["clamp(a)"] = torch.clamp(a, -0.5, 0.5)
cases["clamp_min(a)"] = torch.clamp_min(a, 0.2)
cases["clamp_max(a)"] = torch.clamp_max(a, 0.2)
cases["round2(a)"] = torch.round(a, decimals=2)
cases["rsub(a)"] = 1.5 - a
cases["xlogy(c,c)"] = torch.xlogy(c, c)
cases["isclose(a,b)"] = torch.isclose(a, b, rtol=0.5)
cases["where(mask,a,b)"] = torch.where(mask, a, b)
cases["masked_fill(a)"] = a.masked_fill(mask, -1)
cases["masked_select(a)"] = a.masked_select(mask)

# promotion: the dtype is compared too
cases["f32+f64"] = a + d
cases["i64+f32"] = i + a
cases["i32+i64"] = i32 + i
cases["u8+i32"] = u8 + i32
cases["f32+0d f64"] = a + z
cases["f32*2.5"] = a * 2.5
cases["i64*2.5"] = i * 2.5
cases["i64/2"] = i / 2
cases["bool+1"] = mask + 1
cases["sum(mask)"] = mask.sum()
cases["sum(i32)"] = i32.sum()
cases["prod(i32)"] = i32.prod()
cases["cumsum(i32)"] = i32.cumsum(0)
cases["i%4"] = i % 4
cases["u8*2"] = u8 * 2

cases["sum(a)"] = a.sum()
cases["sum(a,1)"] = a.sum(1)
cases["sum(x3,0,2,keep)"] = x3.sum((0, 2), keepdim=True)
cases["mean(a)"] = a.mean()
cases["mean(x3,1)"] = x3.mean(1)
cases["mean(i,f64)"] = i.mean(1, dtype=torch.float64)
cases["prod(a,1)"] = a.prod(1)
cases["std(a)"] = a.std()
cases["std(a,1,biased)"] = a.std(1, unbiased=False)
cases["var(a,0)"] = a.var(0)
cases["var_mean.0"], cases["var_mean.1"] = torch.var_mean(a, 1)
cases["std_mean.0"], cases["std_mean.1"] = torch.std_mean(a, 0, unbiased=False)
cases["max(a)"] = a.max()
cases["max(a,1).0"], cases["max(a,1).1"] = a.max(1)
cases["min(a,0).0"], cases["min(a,0).1"] = a.min(0)
cases["amax(x3)"] = x3.amax((0, 1))
cases["argmax(a)"] = a.argmax()
cases["argmin(a,1)"] = a.argmin(1, keepdim=True)
cases["all(mask)"] = mask.all()
cases["any(mask,1)"] = mask.any(1)
cases["norm(a)"] = a.norm()
cases["norm(a,p=1)"] = a.norm(1)
cases["norm(a,dim=1)"] = a.norm(2, 1)
cases["logsumexp(a,1)"] = a.logsumexp(1)
cases["softmax(a,1)"] = a.softmax(1)
cases["log_softmax(a,0)"] = a.log_softmax(0)
cases["median(a)"] = a.median()
cases["quantile(a)"] = a.quantile(q, 1)
cases["cumsum(a,1)"] = a.cumsum(1)
cases["cumprod(a,0)"] = a.cumprod(0)
cases["cummax.0"], cases["cummax.1"] = a.cummax(1)
cases["diff(a)"] = a.diff()
cases["topk.0"], cases["topk.1"] = a.topk(2, 1)
cases["sort.0"], cases["sort.1"] = a.sort(1, descending=True)
cases["argsort(a)"] = a.argsort(0)
cases["kthvalue.0"], cases["kthvalue.1"] = a.kthvalue(2, 1)
cases["unique(idx34)"] = idx34.unique()
cases["bincount(idx34)"] = idx34.flatten().bincount()
cases["count_nonzero(mask)"] = mask.count_nonzero()
cases["histc(c)"] = c.histc(4, 0, 1)
cases["nonzero(mask)"] = mask.nonzero()
cases["cov(a)"] = a.cov()
cases["corrcoef(a)"] = a.corrcoef()
cases["trapezoid(a)"] = torch.trapezoid(a, dx=0.5)
cases["searchsorted"] = torch.searchsorted(q, c)
cases["bucketize"] = torch.bucketize(c, q)
cases["isin"] = torch.isin(idx34, idx)

cases["reshape"] = x3.reshape(4, 6)
cases["permute"] = x3.permute(2, 0, 1)
cases["T"] = x3.permute(2, 1, 0)
cases["mT"] = x3.mT
cases["flatten(1)"] = x3.flatten(1)
cases["unflatten"] = v.unflatten(0, (2, 2))
cases["squeeze"] = x3[:1].squeeze()
cases["expand"] = w.unsqueeze(1).expand(3, 2)
cases["repeat"] = w.repeat(2, 2)
cases["repeat_interleave"] = w.repeat_interleave(2)
cases["roll"] = a.roll(1, 1)
cases["flip"] = a.flip(0)
cases["rot90"] = a.rot90()
cases["tril"] = s.tril(-1)
cases["triu"] = s.triu(1)
cases["diag"] = s.diag()
cases["diag_embed"] = v.diag_embed()
cases["unfold"] = v.unfold(0, 2, 1)
cases["narrow"] = a.narrow(1, 1, 2)
cases["slice"] = a[:, ::2]
cases["cat"] = torch.cat((a, b), 1)
cases["stack"] = torch.stack((a, b), 2)
cases["vstack"] = torch.vstack((v, v))
cases["hstack"] = torch.hstack((a, b))
cases["meshgrid.0"], cases["meshgrid.1"] = torch.meshgrid(v, w, indexing="ij")
cases["tensor_split.1"] = torch.tensor_split(v, 3)[1]
cases["index_select"] = a.index_select(0, idx)
cases["gather"] = a.gather(0, idx34)
cases["scatter"] = a.scatter(0, idx34, b)
cases["scatter_add"] = a.scatter_add(0, idx34, b)
cases["index_add"] = a.index_add(0, idx, b[:2], alpha=2)
cases["index_copy"] = a.index_copy(0, idx, b[:2])
cases["index_fill"] = a.index_fill(0, idx, 7)
cases["take"] = a.take(idx34)
cases["a[mask]"] = a[mask]
cases["a[idx]"] = a[idx]
cases["a[:,1:3]"] = a[:, 1:3]
cases["a[...,None,-1]"] = a[..., None, -1]

cases["mm"] = a @ m
cases["mv"] = a @ v
cases["bmm"] = x3.bmm(y3)
cases["matmul3"] = x3 @ m
cases["dot"] = v.dot(v)
cases["outer"] = w.outer(v)
cases["kron"] = w.kron(v)
cases["addmm"] = torch.addmm(v[:1].expand(3, 5), a, m, beta=0.5, alpha=2)
cases["baddbmm"] = torch.baddbmm(torch.ones(2, 3, 2), x3, y3)
cases["einsum"] = torch.einsum("bij,bjk->bik", x3, y3)
cases["tensordot"] = torch.tensordot(x3, y3, dims=([0, 2], [0, 1]))
cases["cdist"] = torch.cdist(a, b)
cases["det"] = s.det()
cases["inverse"] = s.inverse()
cases["pinverse"] = torch.linalg.pinv(a)
cases["cholesky"] = torch.linalg.cholesky(spd)
cases["solve"] = torch.linalg.solve(spd, v)
cases["lstsq"] = torch.linalg.lstsq(a.t(), v.unsqueeze(1)).solution
cases["svdvals"] = torch.linalg.svdvals(a)
cases["eigvalsh"] = torch.linalg.eigvalsh(spd)
cases["qr.|R|"] = torch.linalg.qr(a).R.abs()
cases["linalg.norm"] = torch.linalg.norm(a)
cases["linalg.norm(nuc)"] = torch.linalg.norm(a, "nuc")
cases["vector_norm(1)"] = torch.linalg.vector_norm(a, 1)
cases["matrix_power"] = s.matrix_power(3)
cases["slogdet.1"] = torch.linalg.slogdet(s)[1]
cases["arange"] = torch.arange(1, 2, 0.25)
cases["linspace"] = torch.linspace(0, 1, 5)
cases["logspace"] = torch.logspace(0, 2, 3)
cases["eye"] = torch.eye(2, 3)

torch.manual_seed(7)
streams = {}
streams["rand"] = torch.rand(5)
streams["randn"] = torch.randn(20)
streams["randint"] = torch.randint(0, 100, (6,))
streams["randperm"] = torch.randperm(8)
streams["bernoulli"] = torch.bernoulli(torch.full((8,), 0.4))
streams["multinomial"] = torch.multinomial(torch.tensor([0.1, 0.2, 0.7]), 6, replacement=True)
streams["normal"] = torch.normal(1.0, 2.0, (3,))
streams["uniform_"] = torch.empty(3).uniform_(-1, 1)
streams["normal_"] = torch.empty(3, dtype=torch.float64).normal_(2, 3)
streams["exponential_"] = torch.empty(3).exponential_(2.0)
streams["geometric_"] = torch.empty(3).geometric_(0.3)
streams["bernoulli_"] = torch.empty(6).bernoulli_(0.25)
streams["poisson"] = torch.poisson(torch.full((4,), 3.0))


def number(x):
    if isinstance(x, bool):
        return int(x)
    if isinstance(x, float) and (x != x or x in (float("inf"), -float("inf"))):
        return "NaN" if x != x else "Infinity" if x > 0 else "-Infinity"
    return x


def record(t):
    t = t.detach().contiguous()
    return {"dtype": str(t.dtype)[6:], "shape": list(t.shape), "data": [number(x) for x in t.flatten().tolist()]}


parts = []
for group, tensors in (("inputs", inputs), ("cases", cases), ("streams", streams)):
    rows = ",\n".join(f"{json.dumps(k)}: {json.dumps(record(t))}" for k, t in tensors.items())
    parts.append(f'"{group}": {{\n{rows}\n}}')
print("{\n" + ",\n".join(parts) + "\n}")
